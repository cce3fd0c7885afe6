package main

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/backend/interp/vector"
)

// Masks have a bit a lane, in whole words of 8 bytes: where a block has fewer lanes, the bits after them are of no
// account. The pointer to a mask moves by the bytes of its lanes, so that words of later blocks overlap those before.

var predicates = map[vector.Action]int{vector.Less: 0x11, vector.AtMost: 0x12, vector.Equal: 0x00, vector.Greater: 0x1e, vector.AtLeast: 0x1d}

// words of a mask.
func (t target) words() int { return (t.perRegister()*t.lanes() + 63) / 64 }

// bits is the letter of instructions that move as many bits as a vector has lanes.
func (b *text) bits() string { return map[int]string{8: "B", 16: "W"}[b.lanes()] }

// compare makes the mask in CX. The bits of vectors are put together in two registers in turn.
func (b *text) compare(predicate, register int, from vector.Source) {
	perWord := min(64/b.lanes(), b.perRegister())
	for i := range b.perRegister() {
		x := b.v(register*b.perRegister() + i)
		to, shift := "R8", i%perWord*b.lanes()
		if shift > 0 {
			to = fmt.Sprintf("R%d", 9+i%3)
		}
		if b.wide() {
			k := fmt.Sprintf("K%d", 1+i%7)
			b.line("VCMPP{P} $%d, "+b.source(from, i)+", "+x+", "+k, predicate)
			b.line("KMOV" + b.bits() + " " + k + ", " + to)
		} else {
			b.line("VCMPP{P} $%d, "+b.source(from, i)+", "+x+", Y%d", predicate, b.free(1))
			b.line("VMOVMSKP{P} Y%d, "+to, b.free(1))
		}
		if shift > 0 {
			b.line("SHLQ $%d, "+to, shift)
			b.line("ORQ " + to + ", R8")
		}
		if i%perWord == perWord-1 {
			b.line("MOVQ R8, %d(CX)", i/perWord*8)
		}
	}
}

// choose takes the source where the mask in CX has a bit, or where it has none.
func (b *text) choose(where bool, register int, from vector.Source) {
	if !b.wide() {
		b.line("VPBROADCAST{Q} (CX), Y%d", b.free(2))
	}
	for i := range b.perRegister() {
		x, source := b.v(register*b.perRegister()+i), b.source(from, i)
		if b.wide() {
			k := fmt.Sprintf("K%d", 1+i%7)
			b.line("KMOV"+b.bits()+" %d(CX), "+k, i*b.lanes()/8)
			if !where {
				b.line("KNOT" + b.bits() + " " + k + ", " + k)
			}
			b.line("VMOVUP{P} " + source + ", " + k + ", " + x)
			continue
		}
		place := fmt.Sprintf("lane{bits}<>+%d(SB)", 32*i)
		b.line("VPAND "+place+", Y%d, Y%d", b.free(2), b.free(3))
		b.line("VPCMPEQ{Q} "+place+", Y%d, Y%d", b.free(3), b.free(3))
		if where {
			b.line("VBLENDVP{P} Y%d, "+source+", "+x+", "+x, b.free(3))
		} else {
			b.line("VBLENDVP{P} Y%d, "+x+", "+b.loaded(source, from)+", "+x, b.free(3))
		}
	}
}

// masks is the code of actions on masks.
func (b *text) masks(a vector.Action) string {
	if a == vector.FillMask {
		b.line("MOVQ 8(BX), R8")
		b.line(map[bool]string{false: "MOVQ", true: "MOVL"}[b.single] + " (SI)(R8*1), R8")
		b.line("NEGQ R8")
		b.line("SBBQ R8, R8")
		b.pointer(16, "CX")
		for i := range b.words() {
			b.line("MOVQ R8, %d(CX)", 8*i)
		}
		return b.next(3)
	}
	b.pointer(8, "AX")
	b.pointer(16, "CX")
	if a != vector.Not {
		b.pointer(24, "R9")
	}
	for i := range b.words() {
		b.line("MOVQ %d(AX), R8", 8*i)
		switch a {
		case vector.And:
			b.line("ANDQ %d(CX), R8", 8*i)
		case vector.Or:
			b.line("ORQ %d(CX), R8", 8*i)
		}
		if a == vector.Not {
			b.line("NOTQ R8")
			b.line("MOVQ R8, %d(CX)", 8*i)
		} else {
			b.line("MOVQ R8, %d(R9)", 8*i)
		}
	}
	return b.next(map[bool]int{true: 3, false: 4}[a == vector.Not])
}

// constants are the bits of signs, the others, and the bit of each lane in a word.
func constants() string {
	var b strings.Builder
	data := func(name string, size int, words ...uint64) {
		for i, w := range words {
			fmt.Fprintf(&b, "DATA %s<>+%d(SB)/%d, $%#x\n", name, i*size, size, w)
		}
		fmt.Fprintf(&b, "GLOBL %s<>(SB), RODATA|NOPTR, $%d\n", name, size*len(words))
	}
	data("sign64", 8, 1<<63)
	data("sign32", 4, 1<<31)
	data("rest64", 8, 1<<63-1)
	data("rest32", 4, 1<<31-1)
	var doubles, singles []uint64
	for i := range 16 {
		doubles = append(doubles, 1<<i)
	}
	for i := range 32 {
		singles = append(singles, 1<<i)
	}
	data("lane64", 8, doubles...)
	data("lane32", 4, singles...)
	return b.String()
}
