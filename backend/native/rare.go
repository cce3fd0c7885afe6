package native

import (
	"math"

	"github.com/cajal-sim/cajal/backend/native/x86"
)

// Some functions are cheap where their arguments nearly always lie. Code computes them as if all lanes
// were there, and takes a detour, past the end of the loop, for a vector with lanes that are not: a subroutine
// computes the function in general and replaces those lanes alone, so that no
// lane's result depends on its neighbours.
//
// Exprel is such a function. Integrators ask for it at minus the product of the step and a rate, where it
// is a polynomial without a division.

// rare is the subroutine. It finds x and the function's first value in two slots of the spill memory, and leaves the
// result in the second. It changes no register.
type rare struct {
	part
	first int // the slot of x
	slots int // of the spill memory, with those below first
	save  [2][]uint8
}

// newRare makes the subroutine of exprel; the slots below first are not its own.
func newRare(t target, first int) (*rare, error) {
	g := newGraph(t)
	x, near := g.leaf(given, first), g.leaf(given, first+1)
	_, square := g.exprelNear(x)
	beyond := g.compare(lessOrEqual^opposite, square, g.number(exprelSquare))
	out := g.choose(beyond, g.exprelFar(x), near)
	g.effects = append(g.effects, g.put(leave, out, none, none, uint64(first+1)))
	p, err := g.part()
	if err != nil {
		return nil, err
	}
	r := &rare{part: p, first: first, slots: p.code.slots}
	r.changed()
	return r, nil
}

// changed lists the registers to be saved, and makes room for them.
func (r *rare) changed() {
	var seen [2][32]bool
	for i := range r.code.insts {
		in := &r.code.insts[i]
		if in.kind != doEffect && in.kind != spill {
			seen[r.g.file(in.node)][in.reg] = true
		}
	}
	for file := range seen {
		for reg, used := range seen[file] {
			if used {
				r.save[file] = append(r.save[file], uint8(reg))
				r.slots++
			}
		}
	}
}

// detour is a place in the loop from which code may leave it.
type detour struct {
	jump, back int // ends of the instructions that leave, and place to come back to
	x, d       uint8
}

// amend leaves the loop where a lane is beyond the bounds.
func (e *encoder) amend(i *inst) {
	limit := e.constant(math.Float64bits(exprelSquare))
	e.Emit(x86.Inst{Op: x86.VCMPPD, L: e.length, Reg: scratchMask, V: i.rm, Mem: limit, IsMem: true, Imm: lessOrEqual ^ opposite})
	e.Emit(x86.Inst{Op: x86.KMOVBGPR, Reg: scratchReg, RM: scratchMask})
	e.Test(scratchReg)
	jump := e.Jump(x86.NotEqual)
	e.away = append(e.away, detour{jump, len(e.Code), i.v, i.reg})
}

// detours writes what lies past the end of the loop.
func (e *encoder) detours() {
	var calls []int
	for _, d := range e.away {
		e.Land(d.jump)
		e.toSlot(d.x, e.rare.first)
		e.toSlot(d.d, e.rare.first+1)
		calls = append(calls, e.Call())
		e.fromSlot(d.d, e.rare.first+1)
		e.Always(d.back)
	}
	if len(calls) == 0 {
		return
	}
	for _, c := range calls {
		e.Land(c)
	}
	e.pooled = map[uint64]int32{}
	e.saved(e.toSlot, x86.KMOVWStore)
	e.body(e.rare.part)
	e.saved(e.fromSlot, x86.KMOVW)
	e.Return()
}

// saved moves the registers that the subroutine changes to their slots or back.
func (e *encoder) saved(vector func(reg uint8, slot int), mask x86.Op) {
	slot := e.rare.code.slots
	for _, reg := range e.rare.save[vectorFile] {
		vector(reg, slot)
		slot++
	}
	for _, reg := range e.rare.save[maskFile] {
		e.Emit(x86.Inst{Op: mask, L: e.length, Reg: reg, Mem: e.memory(place{slotPlace, slot}), IsMem: true})
		slot++
	}
}

func (e *encoder) toSlot(reg uint8, slot int) {
	e.Emit(x86.Inst{Op: e.typed(x86.VMOVUPDStore), L: e.length, Reg: reg, Mem: e.memory(place{slotPlace, slot}), IsMem: true})
}

func (e *encoder) fromSlot(reg uint8, slot int) {
	e.Emit(x86.Inst{Op: e.typed(x86.VMOVUPD), L: e.length, Reg: reg, Mem: e.memory(place{slotPlace, slot}), IsMem: true})
}
