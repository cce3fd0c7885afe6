package native

import (
	"math"

	"github.com/cajal-sim/cajal/backend/native/x86"
	"github.com/cajal-sim/cajal/random"
)

// countAhead is how many entries of a table are compared without asking whether any
// number exceeds them.
const countAhead = 8

// count counts the entries of a sorted table, which ends with +Inf, that each number
// exceeds: some at once, the others as long as any number exceeds them.
func (e *encoder) count(i *inst, n *node) {
	table := e.pointer(n.imm)
	entry := func(j int) x86.Mem {
		if !e.g.single {
			j += random.SearchEntries
		}
		return x86.At(table, int32(8*j))
	}
	ahead := 0
	if e.g.wide() && !e.g.single {
		ahead = e.search(i, table)
	} else {
		e.Emit(x86.Inst{Op: x86.VXORPD, L: e.length, Reg: i.reg, V: i.reg, RM: i.reg})
	}
	for ; ahead < countAhead; ahead++ {
		e.countEntry(i, entry(ahead))
	}
	e.Lea(scratchReg2, entry(countAhead))
	e.anyExceeds(i)
	over := e.Jump(x86.Equal)
	top := len(e.Code)
	e.countEntry(i, x86.At(scratchReg2, 0))
	e.AddImm(scratchReg2, 8)
	e.anyExceeds(i)
	e.JumpTo(x86.NotEqual, top)
	e.Land(over)
	switch {
	case !e.g.wide():
		e.wholeToNumber(i.reg)
	case !e.g.single:
		e.Emit(x86.Inst{Op: x86.VSUBPD, L: e.length, Reg: i.reg, V: i.reg, Mem: e.constant(math.Float64bits(1 << 52)), IsMem: true})
	}
}

// search counts the first 7 entries in three steps (see random.PoissonTable), and returns how many these are. Counts
// begin at 2⁵², where numbers have them in their low bits.
func (e *encoder) search(i *inst, table uint8) int {
	start := e.constant(math.Float64bits(1 << 52))
	start.Broadcast = false
	e.Emit(x86.Inst{Op: x86.VBROADCASTSD, L: e.length, Reg: i.reg, Mem: start, IsMem: true})
	middle := x86.At(table, 8*(random.SearchEntries+3))
	middle.Broadcast = true
	e.addWhereAbove(i, x86.Inst{Mem: middle, IsMem: true}, 4)
	for step, at := range []int32{0, 8 * random.SearchLast} {
		e.Emit(x86.Inst{Op: x86.VPERMPD, L: e.length, Reg: i.extra, V: i.reg, Mem: x86.At(table, at), IsMem: true})
		e.addWhereAbove(i, x86.Inst{RM: i.extra}, float64(2-step))
	}
	return 7
}

// addWhereAbove adds a number in the lanes of i.v that exceed the last operand of a comparison.
func (e *encoder) addWhereAbove(i *inst, compare x86.Inst, number float64) {
	compare.Op, compare.L, compare.Reg, compare.V, compare.Imm = x86.VCMPPD, e.length, scratchMask, i.v, greater
	e.Emit(compare)
	e.Emit(x86.Inst{Op: x86.VADDPD, L: e.length, Reg: i.reg, V: i.reg, Mem: e.constant(math.Float64bits(number)), IsMem: true, K: scratchMask})
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
		e.addWhereAbove(i, x86.Inst{Mem: entry, IsMem: true}, 1)
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
