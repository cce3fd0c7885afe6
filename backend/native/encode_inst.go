package native

import "github.com/cajal-sim/cajal/backend/native/x86"

// typed is the float32 form of an instruction where elements are float32.
func (e *encoder) typed(op x86.Op) x86.Op {
	if e.g.single {
		return op + 1
	}
	return op
}

// inst writes one instruction.
func (e *encoder) inst(i *inst) {
	n := &e.g.nodes[i.node]
	switch i.kind {
	case reload:
		e.reload(i, n)
	case spill:
		op := e.typed(x86.VMOVUPDStore)
		if e.g.file(i.node) == maskFile {
			op = x86.KMOVWStore
		}
		e.Emit(x86.Inst{Op: op, L: e.length, Reg: i.reg, Mem: e.memory(i.mem), IsMem: true})
	case duplicate:
		e.Emit(x86.Inst{Op: e.typed(x86.VMOVAPD), L: e.length, Reg: i.rm, RM: i.reg})
	case doEffect:
		e.effect(i, n)
	case compute:
		if codes[n.code].form == special {
			e.special(i, n)
			return
		}
		if n.code == amend {
			e.amend(i)
			return
		}
		out := x86.Inst{Op: i.op, L: e.length, Reg: i.reg, V: i.v, RM: i.rm, Imm: i.imm, K: i.k}
		if i.mem.kind != nowhere {
			out.Mem, out.IsMem = e.memory(i.mem), true
		}
		e.Emit(out)
	}
}

func (e *encoder) reload(i *inst, n *node) {
	m := e.memory(i.mem)
	op, length := e.typed(x86.VMOVUPD), e.length
	switch {
	case e.g.file(i.node) == maskFile:
		op = x86.KMOVW
	case m.Broadcast:
		op, m.Broadcast = e.typed(x86.VBROADCASTSD), false
	case i.mem.kind == leafPlace && n.code == loadIndex && !e.g.single:
		length-- // indices have half the size of elements
	}
	e.Emit(x86.Inst{Op: op, L: length, Reg: i.reg, Mem: m, IsMem: true})
}

func (e *encoder) effect(i *inst, n *node) {
	_, copy := splitCopy(n.imm)
	switch n.code {
	case store:
		e.store(i, n)
	case mark:
		over := e.unless(i.k)
		e.store(i, n)
		e.Land(over)
	case leave:
		e.toSlot(i.reg, int(n.imm))
	case spike:
		e.spike(i, int32(copy*e.g.lanes()))
	}
}

// store writes a vector, or its lanes in a mask.
func (e *encoder) store(i *inst, n *node) {
	m := e.lane(n.imm, e.g.elementBytes())
	e.Emit(x86.Inst{Op: e.typed(x86.VMOVUPDStore), L: e.length, Reg: i.reg, Mem: m, IsMem: true, K: i.k})
}

// unless moves a mask to the scratch register, and jumps where it is empty.
func (e *encoder) unless(mask uint8) int {
	op := x86.KMOVBGPR // the other bits of a mask may be anything
	if e.g.single {
		op = x86.KMOVWGPR
	}
	e.Emit(x86.Inst{Op: op, Reg: scratchReg, RM: mask})
	e.Test(scratchReg)
	return e.Jump(x86.Equal)
}

// spike appends the places of the lanes in a mask, from a first one on, to the list. There are hardly ever any, so
// that a jump past that is nearly free.
func (e *encoder) spike(i *inst, place int32) {
	if e.g.wide() {
		over := e.unless(i.reg)
		e.compress(i, place)
		e.Land(over)
		return
	}
	e.Emit(x86.Inst{Op: e.typed(x86.VMOVMSKPD), L: e.length, Reg: scratchReg, RM: i.reg})
	e.Test(scratchReg)
	over := e.Jump(x86.Equal)
	top := len(e.Code)
	e.Tzcnt(scratchReg2, scratchReg)
	e.Lea(scratchReg2, x86.Mem{Base: scratchReg2, Index: placeReg, Scale: 1, Disp: place})
	e.Store32(x86.At(spikeReg, 0), scratchReg2)
	e.AddImm(spikeReg, 4)
	e.ClearLowest(scratchReg)
	e.JumpTo(x86.NotEqual, top)
	e.Land(over)
}

// compress stores the places of all lanes of a vector, those in the mask together and first; the next such
// vector overwrites the others.
func (e *encoder) compress(i *inst, place int32) {
	length := x86.L256
	if e.g.single {
		length = x86.L512
	}
	e.Lea(scratchReg2, x86.Mem{Base: placeReg, Index: x86.NoIndex, Disp: place})
	e.Emit(x86.Inst{Op: x86.VPBROADCASTDGPR, L: length, Reg: i.extra, RM: scratchReg2})
	e.Emit(x86.Inst{Op: x86.VPADDD, L: length, Reg: i.extra, V: i.extra, Mem: e.places(), IsMem: true})
	e.Emit(x86.Inst{Op: x86.VPCOMPRESSD, L: length, Reg: i.extra, RM: i.extra, K: i.reg})
	e.Emit(x86.Inst{Op: x86.VMOVUPSStore, L: length, Reg: i.extra, Mem: x86.At(spikeReg, 0), IsMem: true})
	e.Popcnt(scratchReg, scratchReg)
	e.Lea(spikeReg, x86.Mem{Base: spikeReg, Index: scratchReg, Scale: 4})
}

func (e *encoder) special(i *inst, n *node) {
	switch n.code {
	case gather:
		e.gather(i, n)
	case position:
		e.position(i)
	case laneList:
		m := e.lane(n.imm, 4)
		op := x86.VPMOVSXDQ
		if e.g.single {
			op = x86.VMOVUPS
		}
		e.Emit(x86.Inst{Op: op, L: e.length, Reg: i.reg, Mem: m, IsMem: true})
	case count, countWords:
		e.count(i, n)
	}
}

// gather fetches elements by index; the mask says which are still to come.
func (e *encoder) gather(i *inst, n *node) {
	m := x86.Mem{Base: e.pointer(n.imm), Index: i.v, Scale: uint8(e.g.elementBytes())}
	out := x86.Inst{Op: e.typed(x86.VGATHERDPD), L: e.length, Reg: i.reg, Mem: m, IsMem: true}
	if e.g.wide() {
		out.K = scratchMask
		e.Emit(x86.Inst{Op: x86.KXNORW, Reg: scratchMask, V: scratchMask, RM: scratchMask})
	} else {
		out.V = i.extra
		e.Emit(x86.Inst{Op: x86.VPCMPEQD, L: e.length, Reg: i.extra, V: i.extra, RM: i.extra})
	}
	e.Emit(x86.Inst{Op: e.typed(x86.VXORPD), L: e.length, Reg: i.reg, V: i.reg, RM: i.reg}) // depends on nothing
	e.Emit(out)
}

// position puts the place of the vector in all lanes.
func (e *encoder) position(i *inst) {
	if e.g.wide() {
		e.Emit(x86.Inst{Op: e.typed(x86.VPBROADCASTQGPR), L: e.length, Reg: i.reg, RM: placeReg})
		return
	}
	e.Emit(x86.Inst{Op: e.typed(x86.VMOVQGPR), L: x86.L128, Reg: i.reg, RM: placeReg})
	e.Emit(x86.Inst{Op: e.typed(x86.VPBROADCASTQ), L: e.length, Reg: i.reg, RM: i.reg})
}
