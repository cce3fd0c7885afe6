// Package vector is machine code for one operation each on a block of lanes, AVX-512
// or AVX2: functions made by package native beforehand, and arithmetic, comparisons and selections as the
// steps of threaded code (see [Code]). It is part of the program and runs
// where memory can never become executable. Elsewhere there is no code, and [Best] says None.
//
// Functions (exponentials, logarithms, sines, normal numbers) are those of native: they differ
// from plain Go's in the last places, and between the two sets of instructions. Sums, products, quotients,
// roots and comparisons are correctly rounded, and nothing is fused. What a lane gets does not
// depend on its place in a block.
package vector

//go:generate go run ./generate

// Set is a set of instructions.
type Set uint8

// The sets.
const (
	None Set = iota
	AVX2
	AVX512
)

// float is an element.
type float interface{ float32 | float64 }

// Best is the widest set that this machine has.
func Best() Set {
	for _, s := range []Set{AVX512, AVX2} {
		if s.Has() {
			return s
		}
	}
	return None
}
