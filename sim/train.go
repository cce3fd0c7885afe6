package sim

import (
	"cmp"
	"slices"

	"github.com/cajal-sim/cajal/network"
)

// trains hands out given spikes step by step.
type trains struct {
	times []float64
	cells []int32
	next  int
}

// newTrains sorts the spikes by step, then cell, then time.
func newTrains(t *network.Trains, c *clock) *trains {
	if t == nil {
		return &trains{}
	}
	order := make([]int, len(t.Times))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(c.stepOf(t.Times[a]), c.stepOf(t.Times[b])),
			cmp.Compare(t.Cells[a], t.Cells[b]),
			cmp.Compare(t.Times[a], t.Times[b]))
	})
	out := &trains{times: make([]float64, len(order)), cells: make([]int32, len(order))}
	for i, j := range order {
		out.times[i], out.cells[i] = t.Times[j], t.Cells[j]
	}
	return out
}

// take moves the spikes of the present step (and any before it) to the population.
func (t *trains) take(pop *population, c *clock) {
	for ; t.next < len(t.times) && c.stepOf(t.times[t.next]) <= c.step; t.next++ {
		pop.lanes = append(pop.lanes, t.cells[t.next])
		pop.times = append(pop.times, t.times[t.next])
	}
}
