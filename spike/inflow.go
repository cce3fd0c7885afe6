package spike

import (
	"fmt"
	"math"
	"slices"
)

// Delivery is bound by memory. The row of a spike is somewhere in a large table; its
// targets and delays are spread, and with a sum for every target and every step to
// come, each would be in another line of the cache. So nothing is added before the
// step in which it arrives, when there is one sum for each target. What comes is known
// before and fetched in time: whole rows where a table has one delay, else what a row has of
// each, which lies together, since rows are sorted by delay. And as a short run takes as much
// time to find as a long one, tables of the same sources are joined to tracts, whose
// rows lead to many populations.

// Path is the way of a table's spikes to one of its blocks, and where weights arrive
// there: those ≥ 0 at Plus, the others at Minus, as they are or, where Magnitude is set, as
// absolute values.
type Path struct {
	Source      int // number of the population that sends
	Table       *Table
	Block       int
	Plus, Minus *Port
	Magnitude   bool
}

// Inflow is all that travels to some blocks, of one population or several. Each
// target's sum runs first over rows that travel alone, in the order (step, path, lane,
// synapse), then over those of tracts, in the order (source, path, step, lane,
// synapse). So which blocks are together does not show in sums.
type Inflow struct {
	legs   []leg
	rows   [][]row // of legs, those that arrive in a step at step mod len
	tracts []*tract
	// from is the first step whose arrivals are not in the sums, where an inflow takes up a
	// run that others have begun.
	from int64
}

// NewInflow joins paths, those into each block in the order of sums. Blocks are at most
// [MostLanes] apart in their planes. It takes the tables' arrays over into tracts: see
// [Table.Restore].
func NewInflow(paths []Path) *Inflow {
	f := &Inflow{}
	var joint []member
	for i := range paths {
		p := &paths[i]
		p.mustBeDeliverable()
		if m, ok := p.member(); ok {
			joint = append(joint, m)
			continue
		}
		if l := p.leg(); l.block.Row != nil {
			f.legs = append(f.legs, l)
			f.rows = make([][]row, max(len(f.rows), p.Table.MaxSteps()))
		}
	}
	f.bundle(joint)
	return f
}

func (p *Path) mustBeDeliverable() {
	t := p.Table
	switch {
	case len(p.Plus.Sums) != t.Targets || len(p.Minus.Sums) != t.Targets:
		panic("BUG: spike: a port is not of the size of the table's targets")
	case t.Exact && t.spreads() || t.Blocks[p.Block].Weight64 != nil:
		panic("BUG: spike: exact delays and weights of 64 bits are delivered event by event")
	case p.Source < 0 || p.Source > math.MaxInt32:
		panic(fmt.Sprintf("BUG: spike: %d is no number of a population", p.Source))
	}
}

// spreads reports whether rows arrive in several steps.
func (t *Table) spreads() bool { return len(t.Delays) > 1 }

// Fetch brings what Send will read of the rows of a step's spikes into the cache.
func (f *Inflow) Fetch(lanes [][]int32) {
	for _, t := range f.tracts {
		t.fetchHeads(lanes[t.source])
	}
}

// Send sends the spikes of a step on their way and returns the number of synapses that
// they will reach. lanes are the spikes of populations by number, lanes of the whole
// population, ascending. Steps follow in order.
func (f *Inflow) Send(step int64, lanes [][]int32) (events int) {
	for i := range f.legs {
		if l := &f.legs[i]; len(lanes[l.source]) > 0 {
			events += f.file(i, step, l.table.within(lanes[l.source]))
		}
	}
	for _, t := range f.tracts {
		if len(lanes[t.source]) > 0 {
			events += t.send(step, f.from, lanes[t.source])
		}
	}
	return events
}

// TakeUp drops all that is under way, before it is sent again from the oldest spikes on:
// of their synapses those remain that are reached from a step on.
func (f *Inflow) TakeUp(from int64) {
	f.from = from
	for i := range f.rows {
		f.rows[i] = f.rows[i][:0]
	}
	for _, t := range f.tracts {
		t.empty()
	}
}

// Due reports whether Deliver would do anything.
func (f *Inflow) Due(step int64) bool {
	return len(f.rows) > 0 && len(*f.day(step + 1)) > 0 ||
		slices.ContainsFunc(f.tracts, func(t *tract) bool { return t.due(step + 1) })
}

// Deliver adds to the ports what arrives in the next step, once all spikes of step are
// sent. It must be called at the end of every step in which it is due; what ports held
// for step must have been read and cleared.
func (f *Inflow) Deliver(step int64) {
	if len(f.rows) > 0 {
		f.deliverRows(step + 1)
	}
	for _, t := range f.tracts {
		if t.due(step + 1) {
			t.deliver(step + 1)
		}
	}
}

// within cuts ascending lanes to those of the table.
func (t *Table) within(lanes []int32) []int32 { return within(lanes, t.From, t.From+t.Sources) }

// within cuts ascending lanes to lo ≤ lane < hi.
func within(lanes []int32, lo, hi int) []int32 {
	if n := len(lanes); n > 0 && int(lanes[0]) >= lo && int(lanes[n-1]) < hi {
		return lanes
	}
	i, _ := slices.BinarySearch(lanes, int32(lo))
	j, _ := slices.BinarySearch(lanes, int32(hi))
	return lanes[i:j]
}

// Bytes is the memory that tracts take.
func (f *Inflow) Bytes() int {
	n := 0
	for _, t := range f.tracts {
		n += unitBytes*cap(t.runs) + 8*cap(t.heads)
	}
	return n
}
