// Package interp is the vectorised interpreter of kernels: it runs everywhere, and defines
// what is correct.
//
// A kernel becomes a list of instructions over registers. Each instruction works on a
// block of lanes at a time, so that its dispatch costs next to nothing and the few
// registers in use stay in the first-level cache. What is the same for all lanes
// of a call is computed once, as scalars. A value is rounded after every operation, as
// the kernel says: nothing is fused or reassociated, so that every division into blocks
// gives the same bits.
//
// On amd64 most instructions become threaded code, whose steps are machine code that is part of the
// program (see package vector); elsewhere, and for the others, they are loops in plain Go. In plain Go every machine gives
// the same bits; vector code agrees with it but for the last places of functions (exponentials,
// logarithms, sines, normal numbers).
//
// Within one call, all loads of a block of lanes come before its stores. So
// where a column is both read and written by index, no two lanes of a call may
// reach the same element.
package interp

import (
	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// block is the number of lanes an instruction works on: long enough to pay for
// the dispatch, short enough that a dozen registers fit the first-level cache.
const block = 1024

// New returns the interpreter.
func New() backend.Backend { return interpreter{vector.Best()} }

// interpreter runs what it can as the machine code of a set.
type interpreter struct{ set vector.Set }

func (interpreter) Name() string { return "interp" }

func (b interpreter) Compile(k *ir.Kernel) (backend.Program, error) {
	if err := backend.Check(k); err != nil {
		return nil, err
	}
	if k.Elem == ir.Float32 {
		return compile[float32](k, b.set), nil
	}
	return compile[float64](k, b.set), nil
}

type float interface{ float32 | float64 }

// program is a compiled kernel. Number registers 0 … len(own)−1 stand for the columns
// own themselves; those after them are buffers.
type program[T float] struct {
	set       vector.Set
	constants []T      // the first scalars
	globals   []global // scalars read from columns
	uniform   []scalarInstr
	scalars   int

	own     []int // columns
	numbers int   // number registers, own included
	masks   int   // mask registers
	code    []instr
	exps    []expmJob
	tables  int // tables of Poisson counts of a uniform mean

	lanes int // that registers are read and written by: more than 1 with machine code

	// With machine code:
	pieces []*vector.Code[T]
	temps  int     // blocks of numbers that pieces need
	puts   []int32 // number registers that are columns, and stored to by code

	stores []store
	spike  int32 // mask register, or −1
	offset value
}

// global is a scalar read from the only element of a column.
type global struct{ column, scalar int }

// value is a number at the end of a block: a register or a scalar; neither where
// index is negative.
type value struct {
	index   int32
	uniform bool
}

// store is an ir.Store over registers.
type store struct {
	column int
	access ir.Access
	index  int
	value  value
	mask   int32 // register, or −1
	add    bool
}

// Run executes lanes lo ≤ lane < hi.
func (p *program[T]) Run(a *backend.Args, lo, hi int) {
	if lo >= hi {
		return
	}
	f := p.begin(a)
	for at := lo; at < hi; {
		f.lanes = nil
		n := min(block, hi-at)
		if n > p.lanes {
			n -= n % p.lanes
		}
		f.run(p, at, n)
		at += n
	}
	f.end()
}

// RunLanes executes the given lanes in order.
func (p *program[T]) RunLanes(a *backend.Args, lanes []int32) {
	if len(lanes) == 0 {
		return
	}
	f := p.begin(a)
	for len(lanes) > 0 {
		n := min(block, len(lanes))
		f.lanes, lanes = lanes[:n], lanes[n:]
		f.run(p, 0, n)
	}
	f.end()
}
