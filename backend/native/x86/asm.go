package x86

import (
	"encoding/binary"
	"fmt"
)

// Asm appends instructions to a buffer.
type Asm struct {
	// EVEX encodes vectors of every length for AVX-512; else those up to 256 bits are AVX2's.
	EVEX bool
	Code []byte
	// Trace, where set, is told the text of each instruction before it is appended.
	Trace func(text string)

	constants []constant
}

// constant is a place in the code that refers to the pool of constants.
type constant struct {
	at   int // of the displacement
	next int // of the following instruction
	disp int32
}

func (a *Asm) note(format string, args ...any) {
	if a.Trace != nil {
		a.Trace(fmt.Sprintf(format, args...))
	}
}

func (a *Asm) bytes(b ...byte) { a.Code = append(a.Code, b...) }

func (a *Asm) word(x int32) { a.Code = binary.LittleEndian.AppendUint32(a.Code, uint32(x)) }

// Emit appends one vector or mask instruction.
func (a *Asm) Emit(i Inst) {
	op := &table[i.Op]
	a.note("%s", i)
	switch op.layout {
	case shift:
		i.V, i.Reg = i.Reg, op.digit
	case gathr:
		if !a.evex(&i, op) {
			a.gather(&i, op)
			return
		}
	}
	a.prefix(&i, op)
	a.bytes(op.code)
	a.operands(&i, op)
	if op.imm {
		a.bytes(i.Imm)
	}
}

// gather is the AVX2 form, whose mask is the vector V.
func (a *Asm) gather(i *Inst, op *info) {
	a.vex(i, op, 0)
	a.bytes(op.code)
	a.operands(i, op)
}

func (a *Asm) evex(i *Inst, op *info) bool {
	switch op.space {
	case vexOnly, kmask:
		return false
	case evexOnly:
		return true
	}
	return a.EVEX || i.L == L512
}

// prefix appends VEX or EVEX.
func (a *Asm) prefix(i *Inst, op *info) {
	if !a.evex(i, op) {
		a.vex(i, op, op.kl)
		return
	}
	r, x, b := i.Reg, i.RM>>1&8, i.RM
	high := i.V >> 4 // V′: of a gather, the high bit of the index
	if i.IsMem {
		x, b = 0, i.Mem.Base&15
		if i.Mem.Base == RIP {
			b = 0
		}
		if i.Mem.Index != NoIndex {
			x = i.Mem.Index & 8
		}
		if op.layout == gathr {
			high = i.Mem.Index >> 4
		}
	}
	a.bytes(0x62,
		inverted(r, 3)<<7|(^x>>3&1)<<6|inverted(b, 3)<<5|inverted(r, 4)<<4|op.mapp,
		op.w<<7|(^i.V&15)<<3|1<<2|op.pp,
		bit(i.Zero)<<7|byte(i.L)<<5|bit(i.IsMem && i.Mem.Broadcast)<<4|(^high&1)<<3|i.K)
}

// vex appends a VEX prefix, in two bytes where they suffice.
func (a *Asm) vex(i *Inst, op *info, l byte) {
	x, b := byte(0), i.RM
	if i.IsMem {
		b = i.Mem.Base & 15
		if i.Mem.Base == RIP {
			b = 0
		}
		if i.Mem.Index != NoIndex {
			x = i.Mem.Index
		}
	}
	if op.space != kmask {
		l = byte(i.L)
	}
	w := byte(0)
	if op.vexW {
		w = op.w
	}
	last := (^i.V&15)<<3 | l<<2 | op.pp
	if op.mapp == 1 && w == 0 && (x|b)&8 == 0 {
		a.bytes(0xc5, inverted(i.Reg, 3)<<7|last)
		return
	}
	a.bytes(0xc4, inverted(i.Reg, 3)<<7|inverted(x, 3)<<6|inverted(b, 3)<<5|op.mapp, w<<7|last)
}

func inverted(x uint8, at uint) byte { return ^x >> at & 1 }

func bit(set bool) byte {
	if set {
		return 1
	}
	return 0
}

// operands appends ModRM, SIB and displacement.
func (a *Asm) operands(i *Inst, op *info) {
	if !i.IsMem {
		a.bytes(0xc0 | i.Reg&7<<3 | i.RM&7)
		return
	}
	if i.Mem.Base == RIP {
		a.bytes(i.Reg&7<<3 | 5)
		tail := 0
		if op.imm {
			tail = 1
		}
		a.constants = append(a.constants, constant{len(a.Code), len(a.Code) + 4 + tail, i.Mem.Disp})
		a.word(0)
		return
	}
	n := int32(1)
	if a.evex(i, op) {
		n = i.unit(op)
	}
	a.address(i.Reg, i.Mem, n)
}

// unit is what an 8-bit displacement counts.
func (i *Inst) unit(op *info) int32 {
	switch {
	case op.scale == element || i.Mem.Broadcast:
		return op.bytes()
	case op.scale == half:
		return i.L.Bytes() / 2
	}
	return i.L.Bytes()
}

// address appends ModRM, SIB and displacement of memory; an 8-bit displacement counts n bytes.
func (a *Asm) address(reg uint8, m Mem, n int32) {
	mod, short := byte(2), false
	switch {
	case m.Disp == 0 && m.Base&7 != RBP:
		mod = 0
	case m.Disp%n == 0 && m.Disp/n >= -128 && m.Disp/n < 128:
		mod, short = 1, true
	}
	sib := m.Index != NoIndex || m.Base&7 == RSP
	low := m.Base & 7
	if sib {
		low = 4
	}
	a.bytes(mod<<6 | reg&7<<3 | low)
	if sib {
		a.bytes(m.sib())
	}
	switch {
	case short:
		a.bytes(byte(m.Disp / n))
	case mod == 2:
		a.word(m.Disp)
	}
}

func (m *Mem) sib() byte {
	if m.Index == NoIndex {
		return 4<<3 | m.Base&7
	}
	log := map[uint8]byte{1: 0, 2: 1, 4: 2, 8: 3}[m.Scale]
	return log<<6 | m.Index&7<<3 | m.Base&7
}

// Finish appends the pool of constants, aligned to 64 bytes, and points the code at it.
func (a *Asm) Finish(pool []byte) {
	a.Align(64)
	base := len(a.Code)
	a.Code = append(a.Code, pool...)
	for _, c := range a.constants {
		binary.LittleEndian.PutUint32(a.Code[c.at:], uint32(int32(base-c.next)+c.disp))
	}
	a.constants = nil
}
