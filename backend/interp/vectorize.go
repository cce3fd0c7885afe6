package interp

import (
	"math"

	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// kernels maps instructions to machine code, where there is some.
var kernels = [numOpcodes]vector.Kernel{
	negV: vector.Neg, absV: vector.Abs, floorV: vector.Floor, sqrtV: vector.Sqrt,
	expV: vector.Exp, expm1V: vector.Expm1, logV: vector.Log, log1pV: vector.Log1p,
	sinV: vector.Sin, cosV: vector.Cos, tanhV: vector.Tanh, linoidV: vector.Linoid, exprelV: vector.Exprel,
	addVVOp: vector.AddVV, addVSOp: vector.AddVS, subVVOp: vector.SubVV, subVSOp: vector.SubVS, subSVOp: vector.SubSV,
	mulVVOp: vector.MulVV, mulVSOp: vector.MulVS, divVVOp: vector.DivVV, divVSOp: vector.DivVS, divSVOp: vector.DivSV,
	minVVOp: vector.MinVV, minVSOp: vector.MinVS, maxVVOp: vector.MaxVV, maxVSOp: vector.MaxVS,
	lessVVOp: vector.LessVV, lessVSOp: vector.LessVS, lessSVOp: vector.LessSV,
	lessEqualVVOp: vector.LessEqualVV, lessEqualVSOp: vector.LessEqualVS, lessEqualSVOp: vector.LessEqualSV,
	equalVVOp: vector.EqualVV, equalVSOp: vector.EqualVS,
	selectVVOp: vector.SelectVV, selectVSOp: vector.SelectVS, selectSVOp: vector.SelectSV, selectSSOp: vector.SelectSS,
	uniformOp: vector.Uniform, normalOp: vector.Normal, poissonS: vector.Poisson,
}

// vectors runs an instruction as machine code, or reports that there is none.
func (f *frame[T]) vectors(in *instr) bool {
	k := kernels[in.op]
	if !f.machine.Has(k) {
		return false
	}
	switch in.op {
	case uniformOp, normalOp:
		f.drawVectors(k, in, nil)
		return true
	case poissonS:
		mean := float64(f.scalars[in.c])
		if !(mean >= 0 && mean <= random.PoissonSearch) {
			return false
		}
		f.drawVectors(k, in, f.tables[in.b].to(mean))
		return true
	}
	f.machine.Begin()
	operands := in.operands()
	form := forms[in.op].form
	for j := 1; j < len(form); j++ {
		switch x := *operands[min(j, 3)]; form[j] {
		case 'v':
			f.machine.Vector(f.numbers[x])
		case 'm':
			f.machine.Mask(f.masks[x])
		case 's':
			f.machine.Scalar(f.scalars[x])
		}
	}
	if form[0] == 'm' {
		f.machine.Mask(f.masks[in.dst])
	} else {
		f.machine.Vector(f.numbers[in.dst])
	}
	f.machine.Run(k, f.n)
	return true
}

// drawVectors draws for the block: at once where all entities share their upper word.
func (f *frame[T]) drawVectors(k vector.Kernel, in *instr, table []float64) {
	d := f.numbers[in.dst]
	for at := 0; at < f.n; {
		to, out := f.together(at), d
		if to-at < f.n {
			out = f.spare[:f.n]
		}
		f.machine.Begin()
		f.machine.Vector(out)
		if table != nil {
			f.machine.Table(table)
		}
		f.machine.Draw(f.args.Seed, f.args.Step, f.args.Entity+uint64(f.at), f.entity(at), uint32(in.a), f.numbered())
		f.machine.Run(k, f.n)
		if to-at < f.n {
			copy(d[at:to], out[at:to])
		}
		at = to
	}
}

// together is the end of the lanes from at whose entities share their upper word.
func (f *frame[T]) together(at int) int {
	high := f.entity(at) >> 32
	if f.lanes == nil && f.entity(f.n-1)>>32 == high {
		return f.n
	}
	for at++; at < f.n && f.entity(at)>>32 == high; at++ {
	}
	return at
}

// numbered is the lanes of the block as numbers from f.at on, padded.
func (f *frame[T]) numbered() []int32 {
	if f.lanes == nil {
		return ascending[:]
	}
	copy(f.index, f.lanes)
	return f.index
}

var ascending = func() (out [block]int32) {
	for i := range out {
		out[i] = int32(i)
	}
	return out
}()

// functions maps operations whose machine code rounds otherwise than plain Go: they are run as
// vectors for scalars too, so that a value does not depend on whether lanes share it.
var functions = map[ir.Op]vector.Kernel{
	ir.Exp: vector.Exp, ir.Expm1: vector.Expm1, ir.Log: vector.Log, ir.Log1p: vector.Log1p,
	ir.Sin: vector.Sin, ir.Cos: vector.Cos, ir.Tanh: vector.Tanh, ir.Linoid: vector.Linoid, ir.Exprel: vector.Exprel,
}

// scalarVector computes a function of a scalar as lanes do, or reports that there is no code.
func (f *frame[T]) scalarVector(op ir.Op, x T) (T, bool) {
	k, ok := functions[op]
	if !ok || !f.machine.Has(k) {
		return 0, false
	}
	f.spare[0] = x
	f.machine.Begin()
	f.machine.Vector(f.spare)
	f.machine.Vector(f.spare)
	f.machine.Run(k, 1)
	return f.spare[0], true
}

// counts is the cumulative Poisson distribution of a mean, with +Inf behind it.
type counts struct {
	mean float64
	sum  []float64
}

// countAhead is how many entries the code reads in any case.
const countAhead = 9

// to makes the table of a mean, by the recurrence that defines counts (see random.PoissonTable).
func (c *counts) to(mean float64) []float64 {
	if c.sum != nil && mean == c.mean {
		return c.sum
	}
	p := math.Exp(-mean)
	sum := p
	c.mean, c.sum = mean, append(c.sum[:0], sum)
	for k := 1.0; ; k++ {
		p = float64(p * (mean / k))
		if sum+p == sum && k > mean {
			break
		}
		sum += p
		c.sum = append(c.sum, sum)
	}
	c.sum = append(c.sum, math.Inf(1))
	for len(c.sum) < countAhead {
		c.sum = append(c.sum, math.Inf(1))
	}
	return c.sum
}
