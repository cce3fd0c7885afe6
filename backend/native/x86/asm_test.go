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

// sample chooses random operands.
type sample struct {
	*rand.Rand
	wide bool // AVX-512: 32 registers
}

func (s *sample) register() uint8 {
	if s.wide {
		return uint8(s.IntN(32))
	}
	return uint8(s.IntN(16))
}

func (s *sample) memory(element int32) Mem {
	m := Mem{Base: uint8(s.IntN(16)), Index: NoIndex, Scale: 1}
	if m.Base == RSP || m.Base == R13 {
		m.Base = RAX // the assembler gives SP a meaning of its own
	}
	if s.IntN(2) == 0 {
		m.Index, m.Scale = []uint8{RCX, RBP, R8, R12, R15}[s.IntN(5)], []uint8{1, 2, 4, 8}[s.IntN(4)]
	}
	m.Disp = []int32{0, 0, element, -element, 64, 640, 127, 128, 8128, 8192, -8192, 100000}[s.IntN(12)]
	return m
}

// build chooses the operands of an operation; it refuses what the operation cannot have.
func (s *sample) build(o Op) (i Inst, ok bool) {
	op := &table[o]
	if op.space == vexOnly && s.wide || (op.space == evexOnly || op.space == kmask) && !s.wide {
		return i, false
	}
	i = Inst{Op: o, L: L256, Reg: s.register(), V: s.register(), RM: s.register()}
	if s.wide {
		i.L = L512
	}
	if op.imm {
		i.Imm = uint8(s.IntN(16))
	}
	if op.layout != rvm && op.layout != gathr {
		i.V = 0
	}
	switch {
	case op.space == kmask:
		return s.mask(i)
	case op.layout == gathr:
		return s.gather(i, op)
	}
	switch o {
	case VPBROADCASTQGPR, VPBROADCASTDGPR, VMOVQGPR, VMOVDGPR:
		i.RM &= 15
		if op.space == vexOnly {
			i.L = L128
		}
		return i, i.RM != RSP && i.RM != R13
	case VPMOVQ2M, VPMOVD2M:
		i.Reg &= 7
		return i, true
	case VMOVMSKPD, VMOVMSKPS:
		i.Reg &= 3
		return i, true
	case VMOVAPD, VMOVAPS:
		return i, true
	}
	s.operand(&i, op)
	return i, true
}

func (s *sample) mask(i Inst) (Inst, bool) {
	i.Reg, i.V, i.RM, i.L = i.Reg&7, i.V&7, i.RM&7, 0
	if i.Op == KMOVW || i.Op == KMOVWStore {
		i.IsMem, i.RM, i.Mem = true, 0, s.memory(8)
	}
	return i, (i.Op != KMOVWGPR && i.Op != KMOVBGPR) || i.Reg != RSP
}

func (s *sample) gather(i Inst, op *info) (Inst, bool) {
	index := s.register()
	distinct := index != i.Reg && index != i.V && i.V != i.Reg
	i.IsMem, i.Mem = true, Mem{Base: R9, Index: index, Scale: uint8(op.bytes()), Disp: 64}
	if s.wide {
		i.V, i.K = 0, 2
	}
	return i, distinct
}

// operand chooses the last operand, and a mask.
func (s *sample) operand(i *Inst, op *info) {
	moves := i.Op == VMOVUPD || i.Op == VMOVUPS || op.layout == store && i.Op != VPCOMPRESSD
	i.IsMem = moves || s.IntN(2) == 0 && (op.layout != shift || s.wide)
	blend := i.Op == VBLENDVPD || i.Op == VBLENDVPS
	if blend {
		i.IsMem, i.Imm = false, s.register()<<4
	}
	if i.IsMem {
		i.Mem = s.memory(op.bytes())
		i.Mem.Broadcast = s.wide && !moves && op.scale == full && s.IntN(2) == 0
	}
	toMask := i.Op == VCMPPD || i.Op == VCMPPS || i.Op == VPCMPUD
	if toMask {
		i.Reg &= 7
		i.K = uint8(s.IntN(2))
	}
	register := i.Op == VMOVAPD || i.Op == VMOVAPS
	if s.wide && !toMask && !register && s.IntN(4) == 0 {
		i.K = 1 + uint8(s.IntN(7))
	}
	if i.Op == VBLENDMPD || i.Op == VBLENDMPS {
		i.K = 5
	}
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
				s := sample{r, wide}
				i, ok := s.build(o)
				if !ok {
					continue
				}
				var a Asm
				a.Emit(i)
				lines, ours = append(lines, i.String()), append(ours, a.Code)
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
		n := generalNames[r]
		m := Mem{Base: r, Index: NoIndex, Disp: 16}
		x := Mem{Base: R8, Index: r, Scale: 4, Disp: 1000}
		add(fmt.Sprintf("MOVQ %s, R9", m.String()), func() { a.MovLoad(R9, m) })
		add(fmt.Sprintf("MOVQ CX, %s", x.String()), func() { a.MovStore(x, RCX) })
		add(fmt.Sprintf("LEAQ %s, %s", x.String(), n), func() { a.Lea(r, x) })
		add(fmt.Sprintf("CMPQ %s, DX", n), func() { a.Cmp(r, RDX) })
		add(fmt.Sprintf("ADDQ $16, %s", n), func() { a.AddImm(r, 16) })
		add(fmt.Sprintf("TZCNTQ %s, BX", n), func() { a.Tzcnt(RBX, r) })
		add(fmt.Sprintf("POPCNTQ %s, BX", n), func() { a.Popcnt(RBX, r) })
		add(fmt.Sprintf("BLSRQ %s, %s", n, n), func() { a.ClearLowest(r) })
	}
	compare(t, lines, ours)
}
