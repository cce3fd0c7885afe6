package interp

import (
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// kernels maps functions to machine code.
var kernels = [numOpcodes]vector.Kernel{
	floorV: vector.Floor, sqrtV: vector.Sqrt,
	expV: vector.Exp, expm1V: vector.Expm1, logV: vector.Log, log1pV: vector.Log1p,
	sinV: vector.Sin, cosV: vector.Cos, tanhV: vector.Tanh, linoidV: vector.Linoid, exprelV: vector.Exprel,
	linoidExpVVOp: vector.LinoidExp,
}

// draws maps what is drawn to machine code.
var draws = map[opcode]vector.Kernel{uniformOp: vector.Uniform, normalOp: vector.Normal, poissonS: vector.Poisson}

// vectorize gives what is drawn its machine code.
func (p *program[T]) vectorize() {
	own, counting := vector.New[T](p.set), vector.New[float64](p.set)
	for i := range p.code {
		k := draws[p.code[i].op]
		if own.Has(k) || k == vector.Poisson && counting.Has(k) {
			p.code[i].kernel = k
		}
	}
}

// drawn draws by machine code, or reports that there is none for it.
func (f *frame[T]) drawn(in *instr) bool {
	switch in.kernel {
	case vector.Absent:
		return false
	case vector.Poisson:
		return f.poissonVectors(in)
	}
	drawVectors(f, f.machine, in, f.numbers[in.dst], f.spare, nil)
	return true
}

// functions maps operations whose machine code rounds otherwise than plain Go: they are run as
// vectors for scalars too, so that a value does not depend on whether lanes share it.
var functions = [256]vector.Kernel{
	ir.Exp: vector.Exp, ir.Expm1: vector.Expm1, ir.Log: vector.Log, ir.Log1p: vector.Log1p,
	ir.Sin: vector.Sin, ir.Cos: vector.Cos, ir.Tanh: vector.Tanh, ir.Linoid: vector.Linoid, ir.Exprel: vector.Exprel,
}

// scalarVector computes a function of a scalar as lanes do, or reports that there is no code.
func (f *frame[T]) scalarVector(op ir.Op, x T) (T, bool) {
	k := functions[op]
	if !f.machine.Has(k) {
		return 0, false
	}
	f.spare[0] = x
	f.machine.Begin()
	f.machine.Vector(f.spare)
	f.machine.Vector(f.spare)
	f.machine.Run(k, 1)
	return f.spare[0], true
}
