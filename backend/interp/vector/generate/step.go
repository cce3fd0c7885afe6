package main

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/backend/interp/vector"
)

// Steps of threaded code have the place of their address and operands in BX, the table of pointers in DI, numbers
// in SI, and the blocks that are left in DX. Registers of lanes are the vectors from 0 on, those
// after them are free.

// text is assembly with what depends on the target filled in.
type text struct {
	target
	strings.Builder
	on int // instructions on the line
}

// line writes instructions. P is the letter of the element type, Q that of whole numbers of its size, V the
// letter of vector registers.
func (b *text) line(format string, args ...any) {
	wide := map[bool]string{false: "Y", true: "Z"}[b.wide()]
	p, q, bits := "D", "Q", "64"
	if b.single {
		p, q, bits = "S", "D", "32"
	}
	separator := "; "
	if b.on%4 == 0 {
		separator = "\n\t"
	}
	b.on++
	b.WriteString(separator + fmt.Sprintf(strings.NewReplacer("{P}", p, "{Q}", q, "{V}", wide, "{bits}", bits).Replace(format), args...))
}

// next jumps to the next step, after as many words.
func (b *text) next(words int) string {
	b.line("ADDQ $%d, BX", 8*words)
	b.line("JMP (BX)")
	return strings.TrimPrefix(b.Builder.String(), "\n") + "\n"
}

func (t target) wide() bool { return t.set == vector.AVX512 }

// lanes of a vector.
func (t target) lanes() int {
	n := 4
	if t.wide() {
		n = 8
	}
	if t.single {
		n *= 2
	}
	return n
}

func (t target) perRegister() int { return vector.VectorsPerRegister(t.set) }

// free is a vector that is of no register.
func (t target) free(i int) int { return vector.Registers*t.perRegister() + i }

// step is the code of an action with a register and a source; none where there is no such thing.
func (t target) step(a vector.Action, register int, from vector.Source) string {
	b := &text{target: t}
	switch {
	case a <= vector.AtLeast:
		if a == vector.Take && int(from) == register {
			return ""
		}
		return b.sourced(a, register, from)
	case from != 0:
		return ""
	case a <= vector.Abs:
		return b.alone(a, register)
	case register != 0:
		return ""
	case a <= vector.FillMask:
		return b.masks(a)
	case a == vector.End:
		return b.end()
	}
	return b.call(1 + int(a-vector.Call1))
}

// sourced is the code of actions with a source.
func (b *text) sourced(a vector.Action, register int, from vector.Source) string {
	switch from {
	case vector.Memory:
		b.pointer(8, "AX")
	case vector.Number:
		b.line("MOVQ 8(BX), AX")
		b.line("VBROADCASTS{P} (SI)(AX*1), {V}%d", b.free(0))
	}
	if a >= vector.Then && a != vector.Take {
		b.pointer(16, "CX")
	}
	switch {
	case a <= vector.Take:
		for i := range b.perRegister() {
			b.arithmetic(a, register*b.perRegister()+i, b.source(from, i), from)
		}
	case a <= vector.Else:
		b.choose(a == vector.Then, register, from)
	default:
		b.compare(predicates[a], register, from)
	}
	return b.next(3)
}

// pointer loads a pointer from the table, whose place stands among the operands.
func (b *text) pointer(operand int, register string) {
	b.line("MOVQ %d(BX), %s", operand, register)
	b.line("MOVQ (DI)(%s*1), %s", register, register)
}

// source is vector i of a source as an operand of instructions.
func (b *text) source(from vector.Source, i int) string {
	switch from {
	case vector.Memory:
		return fmt.Sprintf("%d(AX)", i*b.vectorBytes())
	case vector.Number:
		return b.v(b.free(0))
	}
	return b.v(int(from)*b.perRegister() + i)
}

func (b *text) v(i int) string { return fmt.Sprintf("{V}%d", i) }

func (t target) vectorBytes() int {
	if t.wide() {
		return 64
	}
	return 32
}

// loaded is a source in a register.
func (b *text) loaded(source string, from vector.Source) string {
	if from != vector.Memory {
		return source
	}
	b.line("VMOVUP{P} "+source+", {V}%d", b.free(1))
	return b.v(b.free(1))
}

var instructions = map[vector.Action]string{
	vector.Add: "VADD", vector.Sub: "VSUB", vector.From: "VSUB", vector.Mul: "VMUL", vector.Div: "VDIV", vector.Into: "VDIV",
	vector.Min: "VMIN", vector.Max: "VMAX",
}

// arithmetic makes vector x that of x and the source. Minima and maxima are NaN where either is: the instruction
// gives its second argument where one is.
func (b *text) arithmetic(a vector.Action, x int, source string, from vector.Source) {
	v := b.v(x)
	switch name := instructions[a] + "P{P} "; {
	case a == vector.Take:
		b.line("VMOVUP{P} " + source + ", " + v)
	case a == vector.From || a == vector.Into:
		b.line(name + v + ", " + b.loaded(source, from) + ", " + v)
	case a < vector.Min:
		b.line(name + source + ", " + v + ", " + v)
	case b.wide():
		b.line("VCMPP{P} $7, " + v + ", " + v + ", K1")
		b.line(name + source + ", " + v + ", K1, " + v)
	default:
		b.line("VCMPP{P} $3, "+v+", "+v+", Y%d", b.free(1))
		b.line(name+source+", "+v+", Y%d", b.free(2))
		b.line("VBLENDVP{P} Y%d, "+v+", Y%d, "+v, b.free(1), b.free(2))
	}
}

// alone is the code of actions on a register.
func (b *text) alone(a vector.Action, register int) string {
	switch a {
	case vector.Put:
		b.pointer(8, "AX")
	case vector.Neg:
		b.line("VBROADCASTS{P} sign{bits}<>(SB), {V}%d", b.free(0))
	case vector.Abs:
		b.line("VBROADCASTS{P} rest{bits}<>(SB), {V}%d", b.free(0))
	}
	for i := range b.perRegister() {
		v := b.v(register*b.perRegister() + i)
		switch a {
		case vector.Put:
			b.line("VMOVUP{P} " + v + ", " + b.source(vector.Memory, i))
		case vector.Neg:
			b.line("VXORP{P} {V}%d, "+v+", "+v, b.free(0))
		case vector.Abs:
			b.line("VANDP{P} {V}%d, "+v+", "+v, b.free(0))
		}
	}
	return b.next(3)
}

// call calls a kernel of as many operands on one block.
func (b *text) call(operands int) string {
	saved := []string{"BX", "DI", "SI", "DX", "R13"}
	for _, r := range saved {
		b.line("PUSHQ " + r)
	}
	for i := operands; i >= 0; i-- { // the result is the last
		b.pointer(16+8*i, "AX")
		b.line("PUSHQ AX")
	}
	b.line("MOVQ 8(BX), AX")
	b.line("MOVQ $%d, DX", b.perRegister()*b.lanes())
	b.line("MOVQ SP, DI")
	b.line("CALL AX")
	for range operands + 1 {
		b.line("POPQ AX")
	}
	for i := len(saved) - 1; i >= 0; i-- {
		b.line("POPQ " + saved[i])
	}
	return b.next(operands + 3)
}

// end moves the pointers and goes back to the first step until no block is left.
func (b *text) end() string {
	b.line("MOVQ 8(BX), CX")
	b.line("LEAQ (DI)(CX*1), R8")
	b.line("XORL AX, AX")
	b.WriteString("\npointers:")
	b.on = 0
	b.line("VMOVDQU%s (DI)(AX*1), {V}%d", b.suffix(), b.free(0))
	b.line("VPADDQ (R8)(AX*1), {V}%d, {V}%d", b.free(0), b.free(0))
	b.line("VMOVDQU%s {V}%d, (DI)(AX*1)", b.suffix(), b.free(0))
	b.line("ADDQ $%d, AX", b.vectorBytes())
	b.line("CMPQ AX, CX")
	b.line("JB pointers")
	b.line("MOVQ (DI), BX")
	b.line("DECQ DX")
	b.line("JZ done")
	b.line("JMP (BX)")
	b.WriteString("\ndone:")
	b.on = 0
	b.line("VZEROUPPER")
	b.line("RET")
	return strings.TrimPrefix(b.Builder.String(), "\n") + "\n"
}

func (b *text) suffix() string { return map[bool]string{false: "", true: "64"}[b.wide()] }
