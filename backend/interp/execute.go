package interp

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// execute runs the instructions on one block.
func (f *frame[T]) execute(p *program[T]) {
	for i := range p.code {
		in := &p.code[i]
		switch {
		case in.op == threadOp:
			f.thread(p, p.pieces[in.a])
		case f.drawn(in):
		case in.op < addVVOp:
			f.unary(in)
		case in.op < lessVVOp:
			f.binary(in)
		case in.op < normalOp:
			f.logic(in)
		case in.op < expmOp:
			f.draw(in)
		default:
			f.expm(&p.exps[in.a])
		}
	}
}

func (f *frame[T]) unary(in *instr) {
	switch in.op {
	case fill:
		fillLoop(f.numbers[in.dst], f.scalars[in.a])
	case fillMask:
		fillLoop(f.masks[in.dst], f.scalars[in.a] != 0)
	case gather:
		f.gather(f.numbers[in.dst], int(in.a), int(in.b))
	default:
		function(in, f.numbers[in.dst], f.numbers[in.a])
	}
}

func function[T float](in *instr, d, a []T) {
	switch in.op {
	case copyOf:
		copy(d, a)
	case negV:
		neg(d, a)
	case absV:
		abs(d, a)
	case floorV:
		floor(d, a)
	case sqrtV:
		sqrt(d, a)
	case expV:
		expLoop(d, a)
	case expm1V:
		expm1Loop(d, a)
	case logV:
		each(d, a, math.Log)
	case log1pV:
		each(d, a, math.Log1p)
	case sinV:
		each(d, a, math.Sin)
	case cosV:
		each(d, a, math.Cos)
	case tanhV:
		tanhLoop(d, a)
	case erfV:
		each(d, a, math.Erf)
	case linoidV:
		linoidLoop(d, a)
	case exprelV:
		exprelLoop(d, a)
	case surrogateV:
		surrogate(d, a, in.imm)
	}
}

func (f *frame[T]) binary(in *instr) {
	d, v, s := f.numbers[in.dst], f.numbers, f.scalars
	switch in.op {
	case addVVOp:
		addVV(d, v[in.a], v[in.b])
	case addVSOp:
		addVS(d, v[in.a], s[in.b])
	case subVVOp:
		subVV(d, v[in.a], v[in.b])
	case subVSOp:
		subVS(d, v[in.a], s[in.b])
	case subSVOp:
		subSV(d, s[in.a], v[in.b])
	case mulVVOp:
		mulVV(d, v[in.a], v[in.b])
	case mulVSOp:
		mulVS(d, v[in.a], s[in.b])
	case divVVOp:
		divVV(d, v[in.a], v[in.b])
	case divVSOp:
		divVS(d, v[in.a], s[in.b])
	case divSVOp:
		divSV(d, s[in.a], v[in.b])
	case minVVOp:
		minVV(d, v[in.a], v[in.b])
	case minVSOp:
		minVS(d, v[in.a], s[in.b])
	case maxVVOp:
		maxVV(d, v[in.a], v[in.b])
	case maxVSOp:
		maxVS(d, v[in.a], s[in.b])
	case powVVOp:
		powVV(d, v[in.a], v[in.b])
	case linoidExpVVOp:
		linoidExpVV(d, v[in.a], v[in.b])
	}
}

func (f *frame[T]) logic(in *instr) {
	v, s, m := f.numbers, f.scalars, f.masks
	switch in.op {
	case lessVVOp:
		lessVV(m[in.dst], v[in.a], v[in.b])
	case lessVSOp:
		lessVS(m[in.dst], v[in.a], s[in.b])
	case lessSVOp:
		lessSV(m[in.dst], s[in.a], v[in.b])
	case lessEqualVVOp:
		lessEqualVV(m[in.dst], v[in.a], v[in.b])
	case lessEqualVSOp:
		lessEqualVS(m[in.dst], v[in.a], s[in.b])
	case lessEqualSVOp:
		lessEqualSV(m[in.dst], s[in.a], v[in.b])
	case equalVVOp:
		equalVV(m[in.dst], v[in.a], v[in.b])
	case equalVSOp:
		equalVS(m[in.dst], v[in.a], s[in.b])
	case andOp:
		and(bytes(m[in.dst]), bytes(m[in.a]), bytes(m[in.b]))
	case orOp:
		or(bytes(m[in.dst]), bytes(m[in.a]), bytes(m[in.b]))
	case notOp:
		not(bytes(m[in.dst]), bytes(m[in.a]))
	case selectVVOp:
		selectVV(v[in.dst], m[in.a], v[in.b], v[in.c])
	case selectVSOp:
		selectVS(v[in.dst], m[in.a], v[in.b], s[in.c])
	case selectSVOp:
		selectSV(v[in.dst], m[in.a], s[in.b], v[in.c])
	case selectSSOp:
		selectSS(v[in.dst], m[in.a], s[in.b], s[in.c])
	}
}

// expm computes the exponential of one matrix for every lane.
func (f *frame[T]) expm(job *expmJob) {
	size := job.n * job.n
	a, e := f.matrix[:size], f.matrix[size:2*size]
	for i := range f.n {
		for j, v := range job.entries {
			a[j] = float64(f.element(v, i))
		}
		ir.EvalExpm(e, a, job.n)
		for j, r := range job.results {
			if r >= 0 {
				f.numbers[r][i] = T(e[j])
			}
		}
	}
}
