package interp

import (
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// kernels maps instructions to machine code, where there is some.
var kernels = [numOpcodes]vector.Kernel{
	negV: vector.Neg, absV: vector.Abs, floorV: vector.Floor, sqrtV: vector.Sqrt,
	expV: vector.Exp, expm1V: vector.Expm1, logV: vector.Log, log1pV: vector.Log1p,
	sinV: vector.Sin, cosV: vector.Cos, tanhV: vector.Tanh, linoidV: vector.Linoid, exprelV: vector.Exprel,
	addVVOp: vector.AddVV, addVSOp: vector.AddVS, subVVOp: vector.SubVV, subVSOp: vector.SubVS, subSVOp: vector.SubSV,
	mulVVOp: vector.MulVV, mulVSOp: vector.MulVS, divVVOp: vector.DivVV, divVSOp: vector.DivVS, divSVOp: vector.DivSV,
	minVVOp: vector.MinVV, minVSOp: vector.MinVS, maxVVOp: vector.MaxVV, maxVSOp: vector.MaxVS, linoidExpVVOp: vector.LinoidExp,
	lessVVOp: vector.LessVV, lessVSOp: vector.LessVS, lessSVOp: vector.LessSV,
	lessEqualVVOp: vector.LessEqualVV, lessEqualVSOp: vector.LessEqualVS, lessEqualSVOp: vector.LessEqualSV,
	equalVVOp: vector.EqualVV, equalVSOp: vector.EqualVS,
	selectVVOp: vector.SelectVV, selectVSOp: vector.SelectVS, selectSVOp: vector.SelectSV, selectSSOp: vector.SelectSS,
	uniformOp: vector.Uniform, normalOp: vector.Normal, poissonS: vector.Poisson, fill: vector.Fill,
}

// vectorize gives instructions their machine code, two of arithmetic the same where it can.
func (p *program[T]) vectorize() {
	own, counting := vector.New[T](p.set), vector.New[float64](p.set)
	for i := range p.code {
		k := kernels[p.code[i].op]
		if own.Has(k) || k == vector.Poisson && counting.Has(k) {
			p.code[i].kernel = k
		}
	}
	if p.set != vector.None {
		p.pair()
	}
}

// vectors runs the machine code of an instruction, or reports that there is none for it.
func (f *frame[T]) vectors(in *instr) bool {
	switch in.kernel {
	case vector.Absent:
		return false
	case vector.Uniform, vector.Normal:
		drawVectors(f, f.machine, in, f.numbers[in.dst], f.spare, nil)
		return true
	case vector.Poisson:
		return f.poissonVectors(in)
	}
	form, m := in.form(), f.machine
	m.Begin()
	operands := [...]int32{in.a, in.b, in.c}
	for j, x := range operands[:len(form)-1] {
		switch form[j+1] {
		case 'v':
			m.Vector(f.numbers[x])
		case 'm':
			m.Mask(f.masks[x])
		case 's':
			m.Scalar(f.scalars[x])
		}
	}
	if form[0] == 'm' {
		m.Mask(f.masks[in.dst])
	} else {
		m.Vector(f.numbers[in.dst])
	}
	m.Run(in.kernel, f.n)
	return true
}

// stored runs the machine code of a store to the lanes' own elements, where they are whole vectors, or
// reports that there is none.
func (f *frame[T]) stored(s *store, column []T) bool {
	m := f.machine
	if m.Set() == vector.None || f.n%m.Lanes() != 0 {
		return false
	}
	k := vector.Absent
	m.Begin()
	if s.mask >= 0 && !s.add {
		m.Mask(f.masks[s.mask])
		k = vector.SelectVV
		if s.value.uniform {
			k = vector.SelectSV
		}
	}
	switch {
	case s.add && s.mask < 0 && s.value.uniform:
		k = vector.AddVS
	case s.add && s.mask < 0:
		k = vector.AddVV
	case s.mask < 0 && s.value.uniform:
		k = vector.Fill
	}
	if k == vector.Absent {
		return false
	}
	if s.value.uniform {
		m.Scalar(f.scalars[s.value.index])
	} else {
		m.Vector(f.numbers[s.value.index])
	}
	if k != vector.Fill {
		m.Vector(column)
	}
	m.Vector(column)
	m.Run(k, f.n)
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
