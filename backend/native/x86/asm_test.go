package x86

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// goAssemble returns the bytes that the Go assembler makes of the lines.
func goAssemble(t *testing.T, lines []string) []byte {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go tool to compare with")
	}
	dir := t.TempDir()
	source, object := filepath.Join(dir, "a.s"), filepath.Join(dir, "a.o")
	text := "TEXT ·f(SB), 4, $0-0\n" + strings.Join(lines, "\n") + "\n"
	if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	assemble := exec.Command("go", "tool", "asm", "-p", "a", "-o", object, source)
	assemble.Env = append(os.Environ(), "GOARCH=amd64", "GOOS=linux")
	if out, err := assemble.CombinedOutput(); err != nil {
		t.Skipf("go tool asm: %v\n%s", err, out)
	}
	out, err := exec.Command("go", "tool", "objdump", object).Output()
	if err != nil {
		t.Skipf("go tool objdump: %v", err)
	}
	var code []byte
	for _, m := range dumped.FindAllSubmatch(out, -1) {
		b, err := hex.DecodeString(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		code = append(code, b...)
	}
	return code
}

// dumped finds the bytes in a line of the disassembler, which may cut instructions
// that it does not know into pieces: only the sequence of all bytes counts.
var dumped = regexp.MustCompile(`(?m)^\s+a\.s:\d+\s+0x[0-9a-f]+\s+([0-9a-f]+)`)

// compare matches the code of each line with that of the Go assembler; after a
// difference nothing more can be said.
func compare(t *testing.T, lines []string, ours [][]byte) {
	t.Helper()
	theirs := goAssemble(t, lines)
	for i, code := range ours {
		if !bytes.HasPrefix(theirs, code) {
			t.Fatalf("%s: % x, the Go assembler makes % x…", lines[i], code, theirs[:min(len(theirs), 12)])
		}
		theirs = theirs[len(code):]
	}
	t.Logf("%d instructions compared", len(lines))
}

// sample is a random instruction with its text.
type sample struct {
	r    *rand.Rand
	inst Inst
	wide bool // AVX-512: 32 registers
}

func (s *sample) register() uint8 {
	if s.wide {
		return uint8(s.r.IntN(32))
	}
	return uint8(s.r.IntN(16))
}

var general = []string{"AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"}

func (s *sample) memory(op *info, element int32) Mem {
	m := Mem{Base: uint8(s.r.IntN(16)), Index: NoIndex, Scale: 1}
	if m.Base == RSP || m.Base == R13 {
		m.Base = RAX // the assembler gives SP a meaning of its own
	}
	if s.r.IntN(2) == 0 {
		m.Index, m.Scale = []uint8{RCX, RBP, R8, R12, R15}[s.r.IntN(5)], []uint8{1, 2, 4, 8}[s.r.IntN(4)]
	}
	m.Disp = []int32{0, 0, element, -element, 64, 640, 127, 128, 8128, 8192, -8192, 100000}[s.r.IntN(12)]
	return m
}

func (m Mem) text() string {
	out := fmt.Sprintf("%d(%s)", m.Disp, general[m.Base])
	if m.Index != NoIndex {
		out += fmt.Sprintf("(%s*%d)", general[m.Index], m.Scale)
	}
	return out
}

func vector(l Length, r uint8) string { return fmt.Sprint([]string{"X", "Y", "Z"}[l], r) }

// build chooses the operands of an operation.
func (s *sample) build(o Op) (text string, ok bool) {
	op := &table[o]
	if op.space == vexOnly && s.wide || op.space == evexOnly && !s.wide || op.space == kmask && !s.wide {
		return "", false
	}
	l := L256
	if s.wide {
		l = L512
	}
	i := Inst{Op: o, L: l, Reg: s.register(), V: s.register(), RM: s.register()}
	s.inst = i
	switch {
	case op.space == kmask:
		return s.mask(op)
	case op.layout == gathr:
		return s.gather(op)
	}
	switch o {
	case VPBROADCASTQGPR, VPBROADCASTDGPR, VMOVQGPR, VMOVDGPR:
		return s.fromGeneral(op)
	case VCMPPD, VCMPPS, VPMOVQ2M, VPMOVD2M:
		return s.toMask(op)
	case VMOVMSKPD, VMOVMSKPS:
		s.inst.Reg, s.inst.V = uint8(s.r.IntN(4)), 0
		return fmt.Sprintf("%s %s, %s", op.name, vector(l, i.RM), general[s.inst.Reg]), true
	case VBLENDVPD, VBLENDVPS:
		k := s.register()
		s.inst.Imm = k << 4
		return fmt.Sprintf("%s %s, %s, %s, %s", op.name, vector(l, k), vector(l, i.RM), vector(l, i.V), vector(l, i.Reg)), true
	case VPCOMPRESSD:
		s.inst.V, s.inst.K, s.inst.Zero = 0, 3, true
		return fmt.Sprintf("VPCOMPRESSD.Z %s, K3, %s", vector(l, i.Reg), vector(l, i.RM)), true
	}
	return s.general(op)
}

func (s *sample) mask(op *info) (string, bool) {
	i := &s.inst
	i.Reg, i.V, i.RM, i.L = i.Reg&7, i.V&7, i.RM&7, 0
	switch i.Op {
	case KMOVWStore:
		i.V, i.IsMem, i.Mem = 0, true, s.memory(op, 8)
		return fmt.Sprintf("KMOVW K%d, %s", i.Reg, i.Mem.text()), true
	case KMOVWGPR, KMOVBGPR:
		i.V = 0
		return fmt.Sprintf("%s K%d, %s", op.name, i.RM, general[i.Reg]), i.Reg != RSP
	case KMOVW:
		i.V, i.IsMem, i.Mem = 0, true, s.memory(op, 8)
		return fmt.Sprintf("KMOVW %s, K%d", i.Mem.text(), i.Reg), true
	}
	if op.layout == rm {
		i.V = 0
		return fmt.Sprintf("%s K%d, K%d", op.name, i.RM, i.Reg), true
	}
	return fmt.Sprintf("%s K%d, K%d, K%d", op.name, i.RM, i.V, i.Reg), true
}

func (s *sample) gather(op *info) (string, bool) {
	i := &s.inst
	index := s.register()
	indexLength := i.L
	if op.w == 1 {
		indexLength--
	}
	i.IsMem, i.Mem = true, Mem{Base: R9, Index: index, Scale: uint8(op.bytes()), Disp: 64}
	at := fmt.Sprintf("64(R9)(%s*%d)", vector(indexLength, index), i.Mem.Scale)
	if index == i.Reg || index == i.V || i.V == i.Reg {
		return "", false
	}
	if s.wide {
		i.V, i.K = 0, 2
		return fmt.Sprintf("%s %s, K2, %s", op.name, at, vector(i.L, i.Reg)), true
	}
	return fmt.Sprintf("%s %s, %s, %s", op.name, vector(i.L, i.V), at, vector(i.L, i.Reg)), true
}

func (s *sample) fromGeneral(op *info) (string, bool) {
	i := &s.inst
	i.V, i.RM = 0, uint8(s.r.IntN(16))
	if i.Op == VMOVQGPR || i.Op == VMOVDGPR {
		i.L = L128
	}
	return fmt.Sprintf("%s %s, %s", op.name, general[i.RM], vector(i.L, i.Reg)), i.RM != RSP && i.RM != R13
}

func (s *sample) toMask(op *info) (string, bool) {
	i := &s.inst
	i.Reg = i.Reg & 7
	if op.layout == rm {
		i.V = 0
		return fmt.Sprintf("%s %s, K%d", op.name, vector(i.L, i.RM), i.Reg), true
	}
	i.Imm = uint8(s.r.IntN(32))
	last := vector(i.L, i.RM)
	if s.r.IntN(2) == 0 {
		i.IsMem, i.Mem = true, s.memory(op, op.bytes())
		last = i.Mem.text()
	}
	return fmt.Sprintf("%s $%d, %s, %s, K%d", op.name, i.Imm, last, vector(i.L, i.V), i.Reg), true
}

// general spells the ordinary instructions.
func (s *sample) general(op *info) (string, bool) {
	i := &s.inst
	name := op.name
	lengthRM := i.L
	switch {
	case op.scale == half:
		lengthRM = i.L - 1
	case op.scale == element:
		lengthRM = L128
	}
	last := vector(lengthRM, i.RM)
	memory := s.r.IntN(2) == 0 && i.Op != VMOVAPD && i.Op != VMOVAPS
	if op.layout == store && i.Op != VMOVAPD && i.Op != VMOVAPS || i.Op == VMOVUPD || i.Op == VMOVUPS {
		memory = true
	}
	if op.layout == shift && !s.wide {
		memory = false
	}
	if memory {
		i.IsMem, i.Mem = true, s.memory(op, op.bytes())
		last = i.Mem.text()
		broadcasts := op.scale == full && op.layout != store && i.Op != VMOVUPD && i.Op != VMOVUPS
		if s.wide && broadcasts && s.r.IntN(2) == 0 {
			i.Mem.Broadcast = true
			name += ".BCST"
		}
	}
	operands := []string{}
	if op.imm {
		i.Imm = uint8(s.r.IntN(16))
		operands = append(operands, fmt.Sprintf("$%d", i.Imm))
	}
	masked := ""
	if s.wide && s.r.IntN(4) == 0 && i.Op != VMOVAPD && op.layout != store {
		i.K = 1 + uint8(s.r.IntN(7))
		masked = fmt.Sprintf("K%d", i.K)
	}
	if i.Op == VBLENDMPD || i.Op == VBLENDMPS {
		i.K, masked = 5, "K5"
	}
	switch op.layout {
	case store:
		i.V = 0
		return fmt.Sprintf("%s %s, %s", name, vector(i.L, i.Reg), last), true
	case rvm:
		operands = append(operands, last, vector(i.L, i.V))
	default:
		i.V = 0
		operands = append(operands, last)
	}
	if masked != "" {
		operands = append(operands, masked)
	}
	operands = append(operands, vector(i.L, i.Reg))
	return name + " " + strings.Join(operands, ", "), true
}

// Every operation with random registers and addresses is what the Go assembler makes of its text.
func TestAgainstGoAssembler(t *testing.T) {
	const each = 40
	r := rand.New(rand.NewPCG(1, 2))
	for _, wide := range []bool{false, true} {
		var lines []string
		var ours [][]byte
		for o := range numOps {
			for range each {
				s := sample{r: r, wide: wide}
				text, ok := s.build(o)
				if !ok {
					continue
				}
				a := Asm{EVEX: false}
				a.Emit(s.inst)
				lines, ours = append(lines, text), append(ours, a.Code)
			}
		}
		compare(t, lines, ours)
	}
}

// The scalar instructions likewise.
func TestScalarAgainstGoAssembler(t *testing.T) {
	var lines []string
	var ours [][]byte
	var a Asm
	add := func(line string, emit func()) {
		a = Asm{}
		emit()
		lines, ours = append(lines, line), append(ours, a.Code)
	}
	for r := uint8(0); r < 16; r++ {
		if r == RSP || r == R13 {
			continue
		}
		n := general[r]
		m := Mem{Base: r, Index: NoIndex, Disp: 16}
		x := Mem{Base: R8, Index: r, Scale: 4, Disp: 1000}
		add(fmt.Sprintf("MOVQ %s, R9", m.text()), func() { a.MovLoad(R9, m) })
		add(fmt.Sprintf("MOVQ CX, %s", x.text()), func() { a.MovStore(x, RCX) })
		add(fmt.Sprintf("LEAQ %s, %s", x.text(), n), func() { a.Lea(r, x) })
		add(fmt.Sprintf("MOVQ %s, R10", n), func() { a.Mov(R10, r) })
		add(fmt.Sprintf("SUBQ %s, R11", n), func() { a.Sub(R11, r) })
		add(fmt.Sprintf("CMPQ %s, DX", n), func() { a.Cmp(r, RDX) })
		add(fmt.Sprintf("ADDQ $16, %s", n), func() { a.AddImm(r, 16) })
		add(fmt.Sprintf("TZCNTQ %s, BX", n), func() { a.Tzcnt(RBX, r) })
		add(fmt.Sprintf("BLSRQ %s, %s", n, n), func() { a.ClearLowest(r) })
	}
	compare(t, lines, ours)
}
