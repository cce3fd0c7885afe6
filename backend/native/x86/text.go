package x86

import (
	"fmt"
	"strings"
)

var generalNames = [...]string{"AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"}

// String spells the instruction for the Go assembler; a constant behind the code is
// pool+n.
func (i Inst) String() string {
	op := &table[i.Op]
	name := op.name
	if i.IsMem && i.Mem.Broadcast {
		name += ".BCST"
	}
	if i.Zero {
		name += ".Z"
	}
	return name + " " + strings.Join(i.operands(op), ", ")
}

// operands lists the operands in the order of the Go assembler, the destination last.
func (i *Inst) operands(op *info) []string {
	var out []string
	if op.imm && i.Op != VBLENDVPD && i.Op != VBLENDVPS {
		out = append(out, fmt.Sprintf("$%d", i.Imm))
	}
	switch i.Op {
	case VBLENDVPD, VBLENDVPS:
		out = append(out, vectorName(i.L, i.Imm>>4))
	case KMOVWGPR, KMOVBGPR:
		return append(out, maskName(i.RM), generalNames[i.Reg])
	case VMOVMSKPD, VMOVMSKPS:
		return append(out, vectorName(i.L, i.RM), generalNames[i.Reg])
	case VPBROADCASTQGPR, VPBROADCASTDGPR, VMOVQGPR, VMOVDGPR:
		return append(out, generalNames[i.RM], vectorName(i.L, i.Reg))
	}
	reg, last := i.register(op, i.Reg), i.last(op)
	switch op.layout {
	case store:
		out = append(out, reg)
		out = i.mask(out)
		return append(out, last)
	case gathr:
		if i.K == 0 {
			out = append(out, vectorName(i.L, i.V))
		}
		out = append(out, last)
	case rvm:
		out = append(out, last, i.register(op, i.V))
	default:
		out = append(out, last)
	}
	if op.space == evexOnly && (op.code == 0xc2 || op.code == 0x39 || op.code == 0x1e) {
		reg = maskName(i.Reg)
	}
	return append(i.mask(out), reg)
}

func (i *Inst) mask(out []string) []string {
	if i.K != 0 {
		out = append(out, maskName(i.K))
	}
	return out
}

// register is a register of the kind that the instruction has.
func (i *Inst) register(op *info, r uint8) string {
	if op.space == kmask {
		return maskName(r)
	}
	return vectorName(i.L, r)
}

// last is the operand that may be memory.
func (i *Inst) last(op *info) string {
	if !i.IsMem {
		l := i.L
		switch {
		case op.layout == store:
		case op.scale == half:
			l--
		case op.scale == element:
			l = L128
		}
		return i.lengthened(op, l)
	}
	if op.layout != gathr {
		return i.Mem.String()
	}
	l := i.L
	if op.w == 1 {
		l-- // indices have half the size
	}
	return fmt.Sprintf("%d(%s)(%s*%d)", i.Mem.Disp, generalNames[i.Mem.Base], vectorName(l, i.Mem.Index), i.Mem.Scale)
}

func (i *Inst) lengthened(op *info, l Length) string {
	if op.space == kmask {
		return maskName(i.RM)
	}
	return vectorName(l, i.RM)
}

func vectorName(l Length, r uint8) string { return fmt.Sprint([]string{"X", "Y", "Z"}[l], r) }

func maskName(r uint8) string { return fmt.Sprint("K", r) }

// String spells an address.
func (m Mem) String() string {
	if m.Base == RIP {
		return fmt.Sprintf("pool+%d", m.Disp)
	}
	out := fmt.Sprintf("%d(%s)", m.Disp, generalNames[m.Base])
	if m.Index != NoIndex {
		out += fmt.Sprintf("(%s*%d)", generalNames[m.Index], m.Scale)
	}
	return out
}
