package main

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// Masks are a byte for each lane, 0 or 1. Code for them has operands in R8, R9 and so
// on, the place of the vector in R12, and ones in the last register.

var predicates = map[ir.Op]int{ir.Less: 0x11, ir.LessEqual: 0x12, ir.Equal: 0x00}

// text is assembly with what depends on the target filled in.
type text struct {
	target
	strings.Builder
	vectors, scalars int
}

// line writes an instruction. P is the letter of the element type, Q that of whole numbers of its size, V the
// letter of vector registers.
func (b *text) line(format string, args ...any) {
	wide := map[bool]string{false: "Y", true: "Z"}[b.set == vector.AVX512]
	p, q, bytes := "D", "Q", "8"
	if b.single {
		p, q, bytes = "S", "D", "4"
	}
	s := strings.NewReplacer("{P}", p, "{Q}", q, "{V}", wide, "{bytes}", bytes).Replace(format)
	fmt.Fprintf(&b.Builder, "\t"+s+"\n", args...)
}

// lanes of a vector.
func (t target) lanes() int {
	n := 4
	if t.set == vector.AVX512 {
		n = 8
	}
	if t.single {
		n *= 2
	}
	return n
}

// operand returns the next operand as the last of an instruction: memory, or a register that
// holds the number all lanes share.
func (b *text) operand(form byte) string {
	if form == 'v' {
		b.vectors++
		return fmt.Sprintf("(R%d)(R12*{bytes})", 7+b.vectors)
	}
	b.scalars++
	return fmt.Sprintf("{V}%d", 7+b.scalars)
}

// begin loads pointers and numbers, and starts the loop.
func (b *text) begin(pointers, scalars int) {
	for i := range pointers {
		b.line("MOVQ %d(DI), R%d", 8*i, 8+i)
	}
	step := 32
	if b.set == vector.AVX512 {
		step = 8
	}
	for i := range scalars {
		b.line("VBROADCASTS{P} %d(SI), {V}%d", 64+step*i, 8+i)
	}
	b.line("XORQ R12, R12")
}

// end closes the loop.
func (b *text) end() string {
	b.line("ADDQ $%d, R12", b.lanes())
	b.line("CMPQ R12, DX")
	b.line("JB loop")
	b.line("VZEROUPPER")
	b.line("RET")
	return b.Builder.String()
}

// compare is a comparison. Its operands: what is compared, the mask.
func (t target) compare(spec *vector.Spec) string {
	b := &text{target: t}
	scalars := strings.Count(spec.Form, "s")
	b.begin(3-scalars, scalars)
	b.line("MOVQ $0x0101010101010101, AX")
	b.line("VMOVQ AX, X7")
	b.line("VPUNPCKLQDQ X7, X7, X7")
	b.Builder.WriteString("loop:\n")
	first, second := b.operand(spec.Form[0]), b.operand(spec.Form[1])
	b.line("VMOVUP{P} " + first + ", {V}0")
	mask := fmt.Sprintf("(R%d)(R12*1)", 8+b.vectors)
	if t.set == vector.AVX512 {
		b.line("VCMPP{P} $%d, "+second+", {V}0, K1", predicates[spec.Op])
		b.line("VPMOVM2B K1, X0")
	} else {
		b.line("VCMPP{P} $%d, "+second+", Y0, Y0", predicates[spec.Op])
		b.line("VEXTRACTF128 $1, Y0, X1")
		if t.single {
			b.line("VPACKSSDW X1, X0, X0")
		} else {
			b.line("VSHUFPS $0x88, X1, X0, X0")
			b.line("VPACKSSDW X0, X0, X0")
		}
		b.line("VPACKSSWB X0, X0, X0")
	}
	b.line("VPAND X7, X0, X0")
	b.line(map[int]string{4: "VMOVD", 8: "VMOVQ", 16: "VMOVDQU"}[t.lanes()] + " X0, " + mask)
	return b.end()
}

// choose is a selection. Its operands: the mask, what is selected of, the result.
func (t target) choose(spec *vector.Spec) string {
	b := &text{target: t}
	scalars := strings.Count(spec.Form, "s")
	b.begin(4-scalars, scalars)
	b.Builder.WriteString("loop:\n")
	b.vectors++
	first, second := b.operand(spec.Form[0]), b.operand(spec.Form[1])
	b.line("VPMOVZXB{Q} (R8)(R12*1), {V}0")
	b.line("VMOVUP{P} " + second + ", {V}1")
	if t.set == vector.AVX512 {
		b.line("VPTESTM{Q} {V}0, {V}0, K1")
		b.line("VBLENDMP{P} " + first + ", {V}1, K1, {V}1")
	} else {
		b.line("VPSLL{Q} $%d, Y0, Y0", map[bool]int{false: 63, true: 31}[t.single])
		b.line("VBLENDVP{P} Y0, " + first + ", Y1, Y1")
	}
	b.line("VMOVUP{P} {V}1, (R%d)(R12*{bytes})", 8+b.vectors)
	return b.end()
}
