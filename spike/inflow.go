package spike

import (
	"fmt"
	"math"
	"slices"
)

// Delivery is bound by memory. The row of a spike is somewhere in a large table; its
// targets and delays are spread over the ring, where every sum is in another line of
// the cache. So a row is not delivered when its neuron fires: it travels. Time is cut
// into windows of as many steps as rings have slots, few enough for the slots to stay
// in the cache. When a window opens, every row under way adds those of its synapses
// whose delays end in it, which lie together, since rows are sorted by delay. The rows
// to come are known, and fetched some rows ahead.

// ahead is how many rows are fetched before they are added.
const ahead = 8

// Path is a table and where its weights arrive: those ≥ 0 at Plus, the others at
// Minus, as they are or, where Magnitude is set, as absolute values.
type Path struct {
	Table       *Table
	Plus, Minus *Ring
	Magnitude   bool
}

// Inflow is all that travels to one block of targets. Its sums run in the order
// (step, path, source, synapse).
type Inflow struct {
	// Rows are those under way, in that order. They are part of the state of a run.
	Rows []Row
	// Calendar, not nil where rings are columns (see [Over]), holds the rows in place of
	// Rows, each of which arrives as a whole: those of a step at step mod len.
	Calendar [][]Row

	legs  []leg
	fresh int   // rows at the end, sent since the last Deliver
	slots int64 // of the rings, a power of two; a window has as many steps
	whole bool  // rings hold the longest delay: rows are added at once
}

// Row is the synapses Next ≤ k < End of a block, which a spike has not reached yet.
type Row struct {
	Path      int32
	Next, End uint32
	First     int64 // step at which a synapse of delay index 0 is reached
}

// leg is a path into the block.
type leg struct {
	table        *Table
	block        *Block
	sums         []float64 // of the ring, from the block's first target
	minus        []float64 // where weights < 0 arrive, if table has both signs, else nil
	factor       float64   // 1 or −1, of all weights, or those < 0 of a table that has both
	mask, stride uint
	reach        uint32 // synapses of a row that a window holds, about
}

// NewInflow joins the paths that lead to one block of a population. Their rings
// have the same number of slots.
func NewInflow(block int, paths []Path) *Inflow {
	f := &Inflow{}
	for _, p := range paths {
		p.Plus.mustHold(p.Table)
		p.Minus.mustHold(p.Table)
		f.slots, f.whole = int64(p.Plus.Slots), p.Plus.holdsAll()
		f.legs = append(f.legs, p.leg(block))
	}
	for _, p := range paths {
		if int64(p.Plus.Slots) != f.slots || int64(p.Minus.Slots) != f.slots || p.Plus.holdsAll() != f.whole {
			panic(fmt.Sprintf("BUG: spike: rings of %d, %d and %d slots at one block", f.slots, p.Plus.Slots, p.Minus.Slots))
		}
		if p.Plus.column {
			p.mustArriveAtOnce()
			f.Calendar = make([][]Row, p.Plus.Longest+1)
		}
	}
	return f
}

func (p *Path) mustArriveAtOnce() {
	if len(p.Table.Delays) > 1 || !p.Minus.column {
		panic("BUG: spike: a row that goes to a column arrives in several steps")
	}
}

func (p *Path) leg(block int) leg {
	t := p.Table
	if t.Exact && len(t.Delays) > 1 {
		panic("BUG: spike: exact delays are delivered event by event")
	}
	b := &t.Blocks[block]
	into := p.Plus
	l := leg{table: t, block: b, factor: 1, mask: uint(into.Slots - 1), stride: uint(into.Stride)}
	if p.Magnitude && t.Sign <= 0 {
		l.factor = -1
	}
	switch {
	case t.Sign < 0:
		into = p.Minus
	case t.Sign == 0 && p.Minus != p.Plus:
		l.minus = p.Minus.Sums[b.Lo:]
	case t.Sign == 0:
		l.factor = 1
	}
	l.sums = into.Sums[b.Lo:]
	l.reach = math.MaxUint32
	if !into.holdsAll() && (b.Delay != nil || b.Packed != nil) {
		// delays are seldom even: twice the mean
		l.reach = uint32(2*b.Len()*into.Slots/(t.Sources*len(t.Delays)) + 8)
	}
	return l
}

// Send sends the spikes of a step into a path and returns the number of synapses
// that they will reach. The sources are lanes of the whole source population,
// ascending; those that the table has no row for are passed over. Steps, and
// inside a step paths, follow in order.
func (f *Inflow) Send(path int, step int64, sources []int32) (events int) {
	l := &f.legs[path]
	if l.block.Row == nil {
		return 0
	}
	first := step + int64(l.table.Steps[0])
	from := l.table.From
	for _, source := range l.table.within(sources) {
		lo, hi := l.block.Row[int(source)-from], l.block.Row[int(source)-from+1]
		if lo < hi {
			f.file(Row{int32(path), lo, hi, first})
			events += int(hi - lo)
		}
	}
	return events
}

// file adds a row to those under way.
func (f *Inflow) file(r Row) {
	if f.Calendar != nil {
		day := f.day(r.First)
		*day = append(*day, r)
		return
	}
	f.Rows = append(f.Rows, r)
	f.fresh++
}

// day is the rows that arrive in a step.
func (f *Inflow) day(step int64) *[]Row { return &f.Calendar[step%int64(len(f.Calendar))] }

// Due reports whether Deliver would do anything.
func (f *Inflow) Due(step int64) bool {
	if f.Calendar != nil {
		return len(*f.day(step + 1)) > 0
	}
	return f.fresh > 0 || len(f.Rows) > 0 && f.opens(step+1)
}

// Deliver adds to the rings what arrives in the present window, once all spikes of
// step are sent. It must be called at the end of every step in which it is due;
// slots of step and before must have been read and cleared.
func (f *Inflow) Deliver(step int64) {
	if f.Calendar != nil {
		day := f.day(step + 1)
		*day = (*day)[:f.advance(*day, math.MaxInt64)]
		return
	}
	from := len(f.Rows) - f.fresh
	if f.opens(step + 1) {
		from = 0
	}
	f.fresh = 0
	end := int64(math.MaxInt64)
	if !f.whole {
		end = (step+1)&^(f.slots-1) + f.slots
	}
	f.Rows = f.Rows[:from+f.advance(f.Rows[from:], end)]
}

// opens reports whether a window begins with a step.
func (f *Inflow) opens(step int64) bool { return !f.whole && step&(f.slots-1) == 0 }

// advance adds what arrives before end. The rows that have not ended move to the
// front and are counted.
func (f *Inflow) advance(rows []Row, end int64) int {
	for i := range rows[:min(ahead, len(rows))] {
		f.fetch(&rows[i], end)
	}
	kept := 0
	for i := range rows {
		if i+ahead < len(rows) {
			f.fetch(&rows[i+ahead], end)
		}
		r := rows[i]
		if r.First < end {
			r.Next = f.legs[r.Path].add(&r, end)
		}
		if r.Next < r.End {
			rows[kept] = r
			kept++
		}
	}
	return kept
}

// fetch brings the synapses that a row will add before end into the cache.
func (f *Inflow) fetch(r *Row, end int64) {
	if r.First >= end {
		return
	}
	l := &f.legs[r.Path]
	l.block.fetch(r.Next, min(l.reach, r.End-r.Next))
}

// within cuts ascending sources to those of the table.
func (t *Table) within(sources []int32) []int32 {
	if n := len(sources); n > 0 && int(sources[0]) >= t.From && int(sources[n-1]) < t.From+t.Sources {
		return sources
	}
	lo, _ := slices.BinarySearch(sources, int32(t.From))
	hi, _ := slices.BinarySearch(sources, int32(t.From+t.Sources))
	return sources[lo:hi]
}
