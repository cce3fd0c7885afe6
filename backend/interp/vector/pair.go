package vector

import "github.com/cajal-sim/cajal/ir"

// Two operations of arithmetic at a time, each rounded: what the first computes need not
// go through memory.

var firsts = [...]Kernel{Neg, AddVV, AddVS, SubVV, SubVS, SubSV, MulVV, MulVS}

var seconds = [...]struct {
	name    string
	op      ir.Op
	reverse bool
}{{"Add", ir.Add, false}, {"Mul", ir.Mul, false}, {"Sub", ir.Sub, false}, {"From", ir.Sub, true}}

// withPairs adds the specs of pairs.
func withPairs(specs [Kernels]Spec) [Kernels]Spec {
	for i, first := range firsts {
		for j, second := range seconds {
			for k, form := range []string{"v", "s"} {
				s := specs[first]
				s.Name += second.name + map[string]string{"v": "V", "s": "S"}[form]
				s.Form += form
				s.Then, s.Reverse = second.op, second.reverse
				specs[pairAt(i, j, k)] = s
			}
		}
	}
	return specs
}

func pairAt(first, second, form int) Kernel {
	return firstPair + Kernel((first*len(seconds)+second)*2+form)
}

// Pair is the kernel of first, whose result is an operand of then: the left one, or with reverse the right
// one. Where uniform is set the other is one number. It is Absent where there is no such kernel.
func Pair(first Kernel, then ir.Op, reverse, uniform bool) Kernel {
	form := 0
	if uniform {
		form = 1
	}
	for i, f := range firsts {
		for j, s := range seconds {
			if f == first && s.op == then && (s.reverse == reverse || then != ir.Sub) {
				return pairAt(i, j, form)
			}
		}
	}
	return Absent
}
