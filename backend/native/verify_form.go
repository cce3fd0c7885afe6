package native

import "github.com/cajal-sim/cajal/backend/native/x86"

// reads returns what an instruction reads, in the order of its node's arguments, and
// the instruction in its first form.
func (v *verifier) reads(i *inst, n *node) (operands [3]ref, base x86.Op, err error) {
	base = i.op
	vectors := &v.regs[vectorFile]
	last, err := v.operand(i, vectorFile)
	if err != nil {
		return operands, base, err
	}
	switch codes[n.code].form {
	case dyadic:
		operands = [3]ref{vectors[i.v], last, none}
	case unary, shifted:
		operands[0] = last
	case merged:
		operands = [3]ref{vectors[i.reg], vectors[i.v], last}
	case fused:
		form := i.op - n.code.instruction(v.g.target)
		base -= form
		switch form {
		case form132:
			operands = [3]ref{vectors[i.reg], last, vectors[i.v]}
		case form213:
			operands = [3]ref{vectors[i.v], vectors[i.reg], last}
		case form231:
			operands = [3]ref{vectors[i.v], last, vectors[i.reg]}
		}
	case amended:
		operands = [3]ref{vectors[i.reg], vectors[i.v], vectors[i.rm]}
	case compared:
		operands = [3]ref{vectors[i.v], last, none}
		if n.code == signs {
			operands[0] = last
		}
	case masked:
		operands = [3]ref{v.regs[maskFile][i.v], v.regs[maskFile][i.rm], none}
		if n.code == maskNot {
			operands[0] = operands[1]
		}
	case chosen:
		operands = [3]ref{vectors[i.imm>>4], last, vectors[i.v]}
		if v.g.wide() {
			operands[0] = v.regs[maskFile][i.k]
		}
	case special:
		operands = [3]ref{vectors[i.v], vectors[i.rm], none}
		for j, r := range []uint8{i.v, i.rm}[:codes[n.code].args] {
			if r == i.reg {
				operands[j] = none // written before it is read
			}
		}
	}
	return operands, base, nil
}

// imm checks the immediate, where the instruction has one.
func (v *verifier) imm(i *inst, n *node) bool {
	switch n.code {
	case round, getMant, shiftLeft, shiftRight, shiftLeft64, shiftRight64, ternary, compare, rangeOf, quarter:
		return uint64(i.imm) == n.imm
	}
	return true
}
