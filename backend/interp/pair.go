package interp

import (
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// pair joins operations of arithmetic with those that alone use their results.
func (p *program[T]) pair() {
	uses, from := map[int32]int{}, map[int32]int{}
	for i := range p.code {
		for _, o := range reads(&p.code[i], p.exps) {
			if !o.mask {
				uses[*o.register]++
			}
		}
	}
	for _, r := range finals(p) {
		uses[*r]++
	}
	gone := make([]bool, len(p.code))
	for i := range p.code {
		in := &p.code[i]
		if j, joined, ok := p.join(in, uses, from); ok {
			*in, gone[j] = joined, true
		} else if in.op >= negV {
			from[in.dst] = i
		}
	}
	kept := p.code[:0]
	for i, in := range p.code {
		if !gone[i] {
			kept = append(kept, in)
		}
	}
	p.code = kept
}

// join is an instruction together with one whose result it alone uses, and the place of that.
func (p *program[T]) join(in *instr, uses map[int32]int, from map[int32]int) (int, instr, bool) {
	spec := &vector.Specs[in.kernel]
	if len(spec.Form) != 2 || spec.Op != ir.Add && spec.Op != ir.Sub && spec.Op != ir.Mul {
		return 0, instr{}, false
	}
	operands := [2]int32{in.a, in.b}
	for x := range operands {
		j, ok := from[operands[x]]
		if spec.Form[x] != 'v' || !ok || uses[operands[x]] != 1 {
			continue
		}
		first := &p.code[j]
		k := vector.Pair(first.kernel, spec.Op, x == 1, spec.Form[1-x] == 's')
		if k == vector.Absent {
			continue
		}
		joined := instr{op: pairOp, kernel: k, dst: in.dst, a: first.a, b: first.b, c: operands[1-x]}
		if len(vector.Specs[first.kernel].Form) == 1 {
			joined.b = operands[1-x]
		}
		return j, joined, true
	}
	return 0, instr{}, false
}
