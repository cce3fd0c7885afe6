// Package x86 encodes the vector instructions of AVX2 and AVX-512 that kernels are
// made of, and the few scalar ones around them.
//
// An instruction is an [Inst]; what it looks like in memory follows from a table.
// The encodings are those of Intel's Software Developer's Manual, volume 2, and
// are held byte for byte against the Go assembler in the tests.
package x86

// The general registers, by their numbers.
const (
	RAX = iota
	RCX
	RDX
	RBX
	RSP
	RBP
	RSI
	RDI
	R8
	R9
	R10
	R11
	R12
	R13
	R14
	R15
)

// RIP as the base of an address stands for the next instruction; the address is
// then Disp bytes into the constants that follow the code.
const RIP = 0xff

// NoIndex is the index register of an address without one.
const NoIndex = 0xff

// Mem is an address: Base + Index·Scale + Disp.
type Mem struct {
	Base, Index uint8
	Scale       uint8 // 1, 2, 4 or 8; of no meaning without an index
	Disp        int32
	// Broadcast repeats one element of memory in all lanes.
	Broadcast bool
}

// At is the address disp bytes past a base register.
func At(base uint8, disp int32) Mem { return Mem{Base: base, Index: NoIndex, Disp: disp} }

// Inst is one vector instruction. Which operands it has, its Op says.
type Inst struct {
	Op  Op
	L   Length
	Reg uint8 // destination, or the source of a store
	V   uint8 // first source where there are two
	// RM is the last source as a register; Mem, where IsMem is set, as memory.
	RM    uint8
	Mem   Mem
	IsMem bool
	Imm   uint8
	K     uint8 // mask register that writes are restricted to; 0: none
	Zero  bool  // lanes outside K become 0 instead of staying
}

// Length is the width of vectors.
type Length uint8

// The widths. Masks ignore them.
const (
	L128 Length = iota
	L256
	L512
)

// Bytes is the size of a vector.
func (l Length) Bytes() int32 { return 16 << l }
