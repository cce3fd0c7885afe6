package spike

import (
	"fmt"
	"math"
	"slices"
)

// Delivery is bound by memory. The row of a spike is somewhere in a large table; its
// targets and delays are spread, and with a sum for every target and every step to
// come, each would be in another line of the cache. So nothing is added before the
// step in which it arrives, when there is one sum for each target. A calendar knows
// what comes when, so that it is fetched in time: whole rows where a table has one delay,
// else the parts of rows that are reached in a few steps, which lie together, since rows
// are sorted by delay.

// Path is a table and where its weights arrive: those ≥ 0 at Plus, the others at
// Minus, as they are or, where Magnitude is set, as absolute values.
type Path struct {
	Table       *Table
	Plus, Minus *Port
	Magnitude   bool
}

// Inflow is all that travels to one block of targets. Each target's sum runs in the order
// (step, path, source, synapse), first over rows of one delay, then over the others.
type Inflow struct {
	// Rows are under way as a whole, those of a step at step mod len, and Visits those of a
	// window at its number mod len, both in the order of sums.
	Rows   [][]Row
	Visits [][]Visit

	legs    []leg
	sources []source // of visits, by path
	heaps   []*heap
	store   store
	phase   int64 // window n begins in step n·windowSteps − phase
}

// Row is the synapses From ≤ k < End of a block, all of a source.
type Row struct {
	Path      int32
	From, End uint32
}

// leg is a path into the block.
type leg struct {
	table  *Table
	block  *Block
	sums   []float64 // of the port, for the block's targets
	minus  []float64 // where weights < 0 arrive, if table has both signs, else nil
	factor float64   // 1 or −1, of all weights, or those < 0 of a table that has both
}

// NewInflow joins the paths that lead to one block of a population.
func NewInflow(block int, paths []Path) *Inflow {
	if len(paths) > math.MaxUint16 {
		panic(fmt.Sprintf("BUG: spike: %d paths into one block, at most %d are possible", len(paths), math.MaxUint16))
	}
	f := &Inflow{sources: make([]source, len(paths))}
	for i, p := range paths {
		f.legs = append(f.legs, p.leg(block))
		if l := &f.legs[i]; l.block.counts != nil {
			f.sources[i] = f.sourceOf(l)
			f.Visits = atLeast(f.Visits, p.Table.MaxSteps()/windowSteps+2)
		} else {
			f.Rows = atLeast(f.Rows, p.Table.MaxSteps())
		}
	}
	f.phase = int64(block % windowSteps)
	return f
}

// atLeast makes a calendar of so many days or more.
func atLeast[T any](calendar [][]T, days int) [][]T {
	return make([][]T, max(days, len(calendar)))
}

func (p *Path) leg(block int) leg {
	t := p.Table
	b := &t.Blocks[block]
	p.mustBeDeliverable(b)
	into := p.Plus
	l := leg{table: t, block: b, factor: 1}
	if p.Magnitude && t.Sign <= 0 {
		l.factor = -1
	}
	switch {
	case t.Sign < 0:
		into = p.Minus
	case t.Sign == 0 && p.Minus != p.Plus:
		l.minus = p.Minus.Sums[b.Lo:b.Hi]
	case t.Sign == 0:
		l.factor = 1
	}
	l.sums = into.Sums[b.Lo:b.Hi]
	return l
}

func (p *Path) mustBeDeliverable(b *Block) {
	t := p.Table
	switch {
	case len(p.Plus.Sums) != t.Targets || len(p.Minus.Sums) != t.Targets:
		panic("BUG: spike: a port is not of the size of the table's targets")
	case t.Exact && t.spreads() || b.Weight64 != nil:
		panic("BUG: spike: exact delays and weights of 64 bits are delivered event by event")
	}
}

// spreads reports whether rows arrive in several steps.
func (t *Table) spreads() bool { return len(t.Delays) > 1 }

// Send sends the spikes of a step into a path and returns the number of synapses
// that they will reach. The sources are lanes of the whole source population,
// ascending; those that the table has no row for are passed over. Steps, and
// inside a step paths, follow in order.
func (f *Inflow) Send(path int, step int64, sources []int32) (events int) {
	l := &f.legs[path]
	if l.block.Row == nil {
		return 0
	}
	sources = l.table.within(sources)
	if l.block.counts != nil {
		return f.enter(path, step, sources)
	}
	return f.file(path, step, sources)
}

// file enters rows in the calendar, or what they have of each delay.
func (f *Inflow) file(path int, step int64, sources []int32) (events int) {
	l := &f.legs[path]
	first := step + int64(l.table.Steps[0])
	for _, source := range sources {
		lo, hi := l.block.Synapses(int(source) - l.table.From)
		events += hi - lo
		for lo < hi {
			delay, end := l.block.Run(lo, hi)
			day := dayOf(f.Rows, first+int64(delay))
			*day = append(*day, Row{int32(path), uint32(lo), uint32(end)})
			lo = end
		}
	}
	return events
}

// dayOf is a day of a calendar.
func dayOf[T any](calendar [][]T, n int64) *[]T { return &calendar[n%int64(len(calendar))] }

// Due reports whether Deliver would do anything.
func (f *Inflow) Due(step int64) bool {
	if len(f.Rows) > 0 && len(*dayOf(f.Rows, step+1)) > 0 {
		return true
	}
	step += 1 + f.phase
	return len(f.Visits) > 0 && (len(*dayOf(f.Visits, step/windowSteps)) > 0 || f.holds(int(step&(windowSteps-1))))
}

// holds reports whether a step of the window has something in its bags.
func (f *Inflow) holds(step int) bool {
	return slices.ContainsFunc(f.heaps, func(h *heap) bool { return len(h.bags[step]) > 0 })
}

// ahead is how many rows are fetched before they are used.
const ahead = 8

// Deliver adds to the ports what arrives in the next step, once all spikes of step are
// sent. It must be called at the end of every step in which it is due; what ports held
// for step must have been read and cleared.
func (f *Inflow) Deliver(step int64) {
	if len(f.Rows) > 0 {
		f.deliverRows(dayOf(f.Rows, step+1))
	}
	if len(f.Visits) > 0 {
		f.deliverVisits(step + 1)
	}
}

// deliverRows adds a day's rows.
func (f *Inflow) deliverRows(day *[]Row) {
	rows := *day
	for i := range rows[:min(ahead, len(rows))] {
		f.fetch(&rows[i])
	}
	for i := range rows {
		if i+ahead < len(rows) {
			f.fetch(&rows[i+ahead])
		}
		f.legs[rows[i].Path].add(&rows[i])
	}
	*day = rows[:0]
}

// fetch brings a row's synapses into the cache.
func (f *Inflow) fetch(r *Row) { f.legs[r.Path].block.fetch(r.From, r.End-r.From) }

// within cuts ascending sources to those of the table.
func (t *Table) within(sources []int32) []int32 {
	if n := len(sources); n > 0 && int(sources[0]) >= t.From && int(sources[n-1]) < t.From+t.Sources {
		return sources
	}
	lo, _ := slices.BinarySearch(sources, int32(t.From))
	hi, _ := slices.BinarySearch(sources, int32(t.From+t.Sources))
	return sources[lo:hi]
}

// Bags are what the present window has still to deliver, a part of the state of a run.
func (f *Inflow) Bags(visit func(*[]byte)) {
	for _, h := range f.heaps {
		for i := range h.bags {
			visit((*[]byte)(&h.bags[i]))
		}
	}
}
