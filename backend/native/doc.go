// Package native compiles kernels to machine code: AVX-512 where the processor
// has it, else AVX2. Where neither can be used, [New] says why.
//
// A kernel goes through these hands:
//
//	plan      what is uniform, what is computed beside the code, in how many passes
//	lower     operations become vector instructions without registers, of equal ones one
//	overlap   several vectors at a time: interleaved, or the stages of a pipeline
//	schedule  an order that keeps the processor's ports busy and few values alive
//	allocate  registers, by furthest next use; what is lost is loaded or spilled
//	verify    the contents of registers, followed through the result
//	encode    the loop around it, as bytes
//
// The functions of rates are polynomials where their arguments nearly always lie; for lanes
// that are elsewhere the code takes a detour past its end, which no other lane notices.
//
// What is the same for all lanes of a call is computed once, in Go, and read by the code
// as broadcast operands. Code works on whole vectors of consecutive lanes; the lanes
// that are left over, and listed ones, are copied to a padded block and back. What
// lanes must do in their order (sums by index, lists of spikes) follows each
// block, in Go. Rare functions without vector code (see [outsider]) are
// computed in Go between two passes of code over a block.
//
// The collector cannot stop a goroutine inside the code, so calls are cut into pieces of some
// 50 µs. Profiles show code as runtime._ExternalCode without its caller, but keep the labels of
// the goroutine (runtime/pprof.SetGoroutineLabels).
//
// Results differ from the interpreter's in the last places: a product may be fused
// with the sum it enters, and functions are other polynomials. They do not depend on
// where a call begins, on the goroutine, or on how lanes are cut into calls.
package native

// ISA is a set of instructions.
type ISA uint8

// The sets.
const (
	AVX2 ISA = iota
	AVX512
)

// String names the set.
func (i ISA) String() string {
	if i == AVX512 {
		return "AVX-512"
	}
	return "AVX2"
}

// target is what code is made for.
type target struct {
	isa    ISA
	single bool // elements are float32
}

func (t target) wide() bool { return t.isa == AVX512 }

// vectorBytes is the size of a vector register.
func (t target) vectorBytes() int {
	if t.wide() {
		return 64
	}
	return 32
}

// elementBytes is the size of an element.
func (t target) elementBytes() int {
	if t.single {
		return 4
	}
	return 8
}

// lanes is the number of elements in a register.
func (t target) lanes() int { return t.vectorBytes() / t.elementBytes() }

// paramBytes is the room of a uniform value: code for AVX-512 broadcasts it from
// memory, that for AVX2 reads a full vector.
func (t target) paramBytes() int {
	if t.wide() {
		return 8
	}
	return 32
}
