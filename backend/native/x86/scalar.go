package x86

import "encoding/binary"

// rex is the prefix of 64-bit instructions; reg and base may be high registers.
func rex(reg, index, base uint8) byte { return 0x48 | reg>>3<<2 | index>>3<<1 | base>>3 }

// MovLoad loads 64 bits: dst ← m.
func (a *Asm) MovLoad(dst uint8, m Mem) {
	a.note("MOVQ %s, %s", m, generalNames[dst])
	a.scalar(0x8b, dst, m)
}

// MovStore stores 64 bits: m ← src.
func (a *Asm) MovStore(m Mem, src uint8) {
	a.note("MOVQ %s, %s", generalNames[src], m)
	a.scalar(0x89, src, m)
}

// Lea computes an address: dst ← &m.
func (a *Asm) Lea(dst uint8, m Mem) {
	a.note("LEAQ %s, %s", m, generalNames[dst])
	a.scalar(0x8d, dst, m)
}

func (a *Asm) scalar(code byte, reg uint8, m Mem) {
	index := uint8(0)
	if m.Index != NoIndex {
		index = m.Index
	}
	a.bytes(rex(reg, index, m.Base), code)
	a.address(reg, m, 1)
}

// Clear sets a register to 0.
func (a *Asm) Clear(r uint8) {
	a.note("XORQ %s, %s", generalNames[r], generalNames[r])
	a.bytes(rex(r, 0, r), 0x31, 0xc0|r&7<<3|r&7)
}

// AddImm adds a constant of 8 bits.
func (a *Asm) AddImm(r uint8, x int8) {
	a.note("ADDQ $%d, %s", x, generalNames[r])
	a.bytes(rex(0, 0, r), 0x83, 0xc0|r&7, byte(x))
}

// Cmp compares two registers.
func (a *Asm) Cmp(x, y uint8) {
	a.note("CMPQ %s, %s", generalNames[x], generalNames[y])
	a.bytes(rex(y, 0, x), 0x39, 0xc0|y&7<<3|x&7)
}

// Test sets the flags of r & r, as 32 bits.
func (a *Asm) Test(r uint8) {
	a.note("TESTL %s, %s", generalNames[r], generalNames[r])
	a.bytes(0x40|r>>3<<2|r>>3, 0x85, 0xc0|r&7<<3|r&7)
}

// Tzcnt counts the zeros below the lowest bit: dst ← count of src, 64 bits.
func (a *Asm) Tzcnt(dst, src uint8) {
	a.note("TZCNTQ %s, %s", generalNames[src], generalNames[dst])
	a.bytes(0xf3, rex(dst, 0, src), 0x0f, 0xbc, 0xc0|dst&7<<3|src&7)
}

// Popcnt counts the bits that are set: dst ← count of src, 64 bits.
func (a *Asm) Popcnt(dst, src uint8) {
	a.note("POPCNTQ %s, %s", generalNames[src], generalNames[dst])
	a.bytes(0xf3, rex(dst, 0, src), 0x0f, 0xb8, 0xc0|dst&7<<3|src&7)
}

// ClearLowest clears the lowest bit of r that is set (BLSR), and sets the flags.
func (a *Asm) ClearLowest(r uint8) {
	a.note("BLSRQ %s, %s", generalNames[r], generalNames[r])
	a.bytes(0xc4, 0xc2|inverted(r, 3)<<5&0x20, 0x80|(^r&15)<<3, 0xf3, 0xc0|1<<3|r&7)
}

// Store32 stores the low 32 bits of src.
func (a *Asm) Store32(m Mem, src uint8) {
	a.note("MOVL %s, %s", generalNames[src], m)
	index := uint8(0)
	if m.Index != NoIndex {
		index = m.Index
	}
	a.bytes(rex(src, index, m.Base)&^8, 0x89)
	a.address(src, m, 1)
}

// Cond is a condition of a jump.
type Cond byte

// The conditions, as the low bits of the opcode.
const (
	Below    Cond = 2
	NotBelow Cond = 3
	Equal    Cond = 4
	NotEqual Cond = 5
)

var condNames = map[Cond]string{Below: "JB", NotBelow: "JAE", Equal: "JEQ", NotEqual: "JNE"}

// Jump appends a conditional jump, to be pointed at its target by Land or with the
// place of an earlier instruction by JumpTo; it returns its own place.
func (a *Asm) Jump(c Cond) int {
	a.note("%s …", condNames[c])
	a.bytes(0x0f, 0x80|byte(c))
	a.word(0)
	return len(a.Code)
}

// Call appends a call, to be pointed at its target by Land; it returns its own place.
func (a *Asm) Call() int {
	a.note("CALL …")
	a.bytes(0xe8)
	a.word(0)
	return len(a.Code)
}

// Always appends a jump to a place in the code.
func (a *Asm) Always(target int) {
	a.note("JMP …")
	a.bytes(0xe9)
	a.word(0)
	a.aim(len(a.Code), target)
}

// Land points a jump or call at the next instruction.
func (a *Asm) Land(jump int) { a.aim(jump, len(a.Code)) }

// JumpTo appends a conditional jump to a place in the code.
func (a *Asm) JumpTo(c Cond, target int) { a.aim(a.Jump(c), target) }

func (a *Asm) aim(jump, target int) {
	binary.LittleEndian.PutUint32(a.Code[jump-4:], uint32(int32(target-jump)))
}

// ZeroUpper ends the use of wide vectors.
func (a *Asm) ZeroUpper() {
	a.note("VZEROUPPER")
	a.bytes(0xc5, 0xf8, 0x77)
}

// Return returns to the caller.
func (a *Asm) Return() {
	a.note("RET")
	a.bytes(0xc3)
}

// Align pads the code to a multiple of n bytes.
func (a *Asm) Align(n int) {
	for len(a.Code)%n != 0 {
		a.bytes(0x90)
	}
}
