// Package backend is the contract between kernels and those who run them.
//
// A back-end compiles an [ir.Kernel] into a [Program]. Programs hold no state:
// everything they read or write comes with the call, so that one program may run
// on many goroutines at once over disjoint lanes.
package backend

import "github.com/cajal-sim/cajal/ir"

// Backend makes programs from kernels.
type Backend interface {
	// Name is the word users choose the back-end by: "interp", "native".
	Name() string
	// Compile checks the kernel and makes a program of it.
	Compile(k *ir.Kernel) (Program, error)
}

// Program is a compiled kernel.
type Program interface {
	// Run executes lanes lo ≤ lane < hi.
	Run(a *Args, lo, hi int)
	// RunLanes executes the given lanes in order; a lane must not occur twice.
	RunLanes(a *Args, lanes []int32)
}

// Args is what one call works on. The slices are indexed as the kernel's columns.
type Args struct {
	// Columns[c] holds the elements of kernel column c: length 1 where its
	// access is One, else as long as the lanes or index values that reach it.
	// A Float32 kernel uses Columns32 instead.
	Columns   [][]float64
	Columns32 [][]float32
	// Index[p] is the index table of columns with Access ByIndex and Index p.
	Index [][]int32

	// Random numbers are functions of Seed, the entity Entity+lane, the node's
	// stream and Step alone.
	Seed   uint64
	Entity uint64
	Step   uint64

	// Spikes receives the lanes whose spike mask holds, appended in order, and
	// Offsets the part of the step at which each crossed, where the kernel says so.
	Spikes  []int32
	Offsets []float64

	// Scratch belongs to the back-end: a caller keeps Args, one per goroutine,
	// so that nothing is allocated in the loop.
	Scratch any
}
