package native

import (
	"math"

	"github.com/cajal-sim/cajal/backend/native/x86"
)

// countAhead is how many entries of a table are compared without asking whether any
// number exceeds them.
const countAhead = 8

// count counts the entries of a sorted table, which ends with +Inf, that each number
// exceeds: some at once, the others as long as any number exceeds them.
func (e *encoder) count(i *inst, n *node) {
	table := e.pointer(n.imm)
	e.Emit(x86.Inst{Op: x86.VXORPD, L: e.length, Reg: i.reg, V: i.reg, RM: i.reg})
	for j := range countAhead {
		e.countEntry(i, x86.At(table, int32(8*j)))
	}
	e.Lea(scratchReg2, x86.At(table, 8*countAhead))
	e.anyExceeds(i)
	over := e.Jump(x86.Equal)
	top := len(e.Code)
	e.countEntry(i, x86.At(scratchReg2, 0))
	e.AddImm(scratchReg2, 8)
	e.anyExceeds(i)
	e.JumpTo(x86.NotEqual, top)
	e.Land(over)
	if !e.g.wide() {
		e.wholeToNumber(i.reg)
	}
}

// countEntry adds 1 in the lanes of i.v that exceed an entry. AVX2 counts in whole numbers: its
// masks are −1.
func (e *encoder) countEntry(i *inst, entry x86.Mem) {
	if e.g.single {
		e.countReached(i, entry)
		return
	}
	if e.g.wide() {
		entry.Broadcast = true
		e.Emit(x86.Inst{Op: x86.VCMPPD, L: e.length, Reg: scratchMask, V: i.v, Mem: entry, IsMem: true, Imm: greater})
		one := e.constant(math.Float64bits(1))
		e.Emit(x86.Inst{Op: x86.VADDPD, L: e.length, Reg: i.reg, V: i.reg, Mem: one, IsMem: true, K: scratchMask})
		return
	}
	e.Emit(x86.Inst{Op: x86.VBROADCASTSD, L: e.length, Reg: i.extra, Mem: entry, IsMem: true})
	e.Emit(x86.Inst{Op: x86.VCMPPDV, L: e.length, Reg: i.extra, V: i.extra, RM: i.v, Imm: less})
	e.Emit(x86.Inst{Op: x86.VPSUBQ, L: e.length, Reg: i.reg, V: i.reg, RM: i.extra})
}

// countReached adds 1 in the lanes whose words i.v above i.rm are at least an entry of 64 bits.
func (e *encoder) countReached(i *inst, entry x86.Mem) {
	const equalTo, atLeast, above = 0, 5, 6
	entry.Broadcast = true
	high := entry
	high.Disp += 4
	compare := func(k, r uint8, m x86.Mem, predicate, within uint8) {
		e.Emit(x86.Inst{Op: x86.VPCMPUD, L: e.length, Reg: k, V: r, Mem: m, IsMem: true, Imm: predicate, K: within})
	}
	compare(scratchMask, i.v, high, equalTo, 0)
	compare(scratchMask, i.rm, entry, atLeast, scratchMask)
	compare(0, i.v, high, above, 0)
	e.Emit(x86.Inst{Op: x86.KORW, Reg: scratchMask, V: scratchMask})
	one := e.constant(uint64(math.Float32bits(1)))
	e.Emit(x86.Inst{Op: x86.VADDPS, L: e.length, Reg: i.reg, V: i.reg, Mem: one, IsMem: true, K: scratchMask})
}

// anyExceeds sets the zero flag where no lane exceeded the last entry.
func (e *encoder) anyExceeds(i *inst) {
	if e.g.wide() {
		e.Emit(x86.Inst{Op: x86.KORTESTW, Reg: scratchMask, RM: scratchMask})
		return
	}
	e.Emit(x86.Inst{Op: x86.VMOVMSKPD, L: e.length, Reg: scratchReg, RM: i.extra})
	e.Test(scratchReg)
}

// wholeToNumber makes float64 of small whole numbers.
func (e *encoder) wholeToNumber(r uint8) {
	power := e.constant(math.Float64bits(1 << 52))
	e.Emit(x86.Inst{Op: x86.VORPD, L: e.length, Reg: r, V: r, Mem: power, IsMem: true})
	e.Emit(x86.Inst{Op: x86.VSUBPD, L: e.length, Reg: r, V: r, Mem: power, IsMem: true})
}
