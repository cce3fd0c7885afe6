package interp

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// uniform computes the scalars that follow from others. Each result is rounded to
// the element type; for the operations of arithmetic that equals computing in it.
func (f *frame[T]) uniform(code []scalarInstr, exps []expmJob) {
	for i := range code {
		in := &code[i]
		if in.op == ir.Expm {
			f.uniformExpm(&exps[in.a])
			continue
		}
		s := f.scalars
		switch in.op.Args() {
		case 1:
			if y, ok := f.scalarVector(in.op, s[in.a]); ok {
				s[in.dst] = y
				continue
			}
			s[in.dst] = T(scalar1(in.op, float64(s[in.a]), in.imm))
		case 2:
			s[in.dst] = T(scalar2(in.op, float64(s[in.a]), float64(s[in.b])))
		case 3:
			s[in.dst] = s[in.c]
			if s[in.a] != 0 {
				s[in.dst] = s[in.b]
			}
		}
	}
}

func (f *frame[T]) uniformExpm(job *expmJob) {
	size := job.n * job.n
	a, e := f.matrix[:size], f.matrix[size:2*size]
	for j, v := range job.entries {
		a[j] = float64(f.scalars[v.index])
	}
	ir.EvalExpm(e, a, job.n)
	for j, r := range job.results {
		if r >= 0 {
			f.scalars[r] = T(e[j])
		}
	}
}

// scalar1 is ir.Eval1 and the masks of one argument, with the exponentials of this package.
func scalar1(op ir.Op, x, imm float64) float64 {
	switch op {
	case ir.Exp:
		return exp(x)
	case ir.Expm1:
		return expm1(x)
	case ir.Tanh:
		return tanh(x)
	case ir.Linoid:
		return linoid(x)
	case ir.Exprel:
		return exprel(x)
	case ir.Surrogate:
		return surrogateOf(x, imm)
	case ir.Not:
		return 1 - x
	case ir.Spike:
		return truth(x > 0)
	}
	return ir.Eval1(op, x)
}

// scalar2 is ir.Eval2 and the masks of two arguments.
func scalar2(op ir.Op, x, y float64) float64 {
	switch op {
	case ir.Less, ir.LessEqual, ir.Equal:
		return truth(ir.EvalMask2(op, x, y))
	case ir.And:
		return math.Min(x, y)
	case ir.Or:
		return math.Max(x, y)
	}
	return ir.Eval2(op, x, y)
}

func truth(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
