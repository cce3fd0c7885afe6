package spike

import "fmt"

// Ring sums the weights that will arrive at each target of a population in
// each step of the present window, or, if it has slots for the longest delay, of
// all steps to come.
type Ring struct {
	Targets int
	Longest int // delay in steps
	Slots   int // a power of two
	Stride  int // from a target to itself in the next slot
	// Sums has shape (Slots, Stride); step s has slot s mod Slots. Entries
	// beyond Targets are not used.
	Sums []float64

	column bool // see Over
}

// Limits of windows. A block has up to windowSums sums open at once, which the inner
// cache holds together with the rows that stream through it; where a row would give
// a window less than goodReach synapses, up to mostSums.
const (
	windowSums = 48 << 10
	mostSums   = 64 << 10
	goodReach  = 16
)

// NewRing makes a ring of zeros for what arrives through tables, all of one
// population. Rings that one block of tables leads to must be made for the same ones.
func NewRing(targets int, tables ...*Table) *Ring {
	r := &Ring{Targets: targets, Slots: 1, Stride: 8 * divideUp(targets, 8)}
	synapses, runs := 0, 0
	for _, t := range tables {
		r.Longest = max(r.Longest, t.MaxSteps())
		synapses += t.Len()
		runs += t.Sources * len(t.Blocks) * len(t.Delays)
	}
	for r.Slots <= r.Longest {
		sums := 2 * r.Slots * BlockSize(targets)
		if sums > mostSums || sums > windowSums && r.Slots*synapses >= goodReach*runs {
			break
		}
		r.Slots *= 2
	}
	if r.Stride%512 == 0 {
		r.Stride += 8 // slots a multiple of 4 KiB apart would share a few sets of the cache
	}
	r.Sums = make([]float64, r.Slots*r.Stride)
	return r
}

// Over makes a ring of one slot over a column that nobody clears: a state to which
// weights are added as they arrive. Its inflows deliver what arrives in a step
// after that step has moved the column: the deliveries of step − 1 at the end of step.
// Each table has one delay.
func Over(column []float64, tables ...*Table) *Ring {
	r := &Ring{Targets: len(column), Slots: 1, Stride: len(column), Sums: column, column: true}
	for _, t := range tables {
		r.Longest = max(r.Longest, t.MaxSteps())
	}
	return r
}

// holdsAll reports whether every delay ends while the ring has a slot for it.
func (r *Ring) holdsAll() bool { return r.Longest < r.Slots }

// Slot is what arrives at step, shape (Targets). Who has read it must clear it
// before the next step's deliveries.
func (r *Ring) Slot(step int64) []float64 {
	lo := int(step&int64(r.Slots-1)) * r.Stride
	return r.Sums[lo : lo+r.Targets : lo+r.Targets]
}

// mustHold panics if the table does not fit the ring.
func (r *Ring) mustHold(t *Table) {
	if t.MaxSteps() > r.Longest || t.Targets != r.Targets {
		panic(fmt.Sprintf("BUG: spike: a table of %d targets and delays up to %d steps delivers to a ring of %d targets and delays up to %d steps",
			t.Targets, t.MaxSteps(), r.Targets, r.Longest))
	}
}
