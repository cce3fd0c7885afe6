package spike

import "fmt"

// Ring sums the weights that will arrive at each target of a population in
// each step to come.
type Ring struct {
	Targets int
	Slots   int // a power of two, more than the longest delay in steps
	Stride  int // from a target to itself in the next slot
	// Sums has shape (Slots, Stride); step s has slot s mod Slots. Entries
	// beyond Targets are not used.
	Sums []float64
}

// NewRing makes a ring of zeros for delays of up to maxSteps steps.
func NewRing(targets, maxSteps int) *Ring {
	r := &Ring{Targets: targets, Slots: 1, Stride: 8 * divideUp(targets, 8)}
	for r.Slots <= maxSteps {
		r.Slots *= 2
	}
	if r.Stride%512 == 0 {
		r.Stride += 8 // slots a multiple of 4 KiB apart would share a few sets of the cache
	}
	r.Sums = make([]float64, r.Slots*r.Stride)
	return r
}

// Slot is what arrives at step, shape (Targets). Who has read it must clear it
// before the next step's deliveries.
func (r *Ring) Slot(step int64) []float64 {
	lo := int(step&int64(r.Slots-1)) * r.Stride
	return r.Sums[lo : lo+r.Targets : lo+r.Targets]
}

// mustHold panics if delays of the table do not fit the ring.
func (r *Ring) mustHold(t *Table) {
	if t.MaxSteps() >= r.Slots || t.Targets != r.Targets {
		panic(fmt.Sprintf("BUG: spike: a table of %d targets and delays up to %d steps delivers to a ring of %d targets and %d slots",
			t.Targets, t.MaxSteps(), r.Targets, r.Slots))
	}
}
