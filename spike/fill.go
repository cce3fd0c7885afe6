package spike

import "runtime"

// This file takes the arrays of tables over into tracts, and brings them back.

// fill moves the synapses of members, in order of lane, to the tract. lane is the inflow's first.
func (t *tract) fill(members []member, lane int) {
	for i := range members {
		t.count(&members[i])
	}
	t.sumRows()
	next := make([]int, len(members)) // synapse of each
	for row := range t.rows() {
		k := t.row[row]
		for d, n := range t.counts[row*t.stride : (row+1)*t.stride] {
			if n > 0 {
				t.fillRun(k, int(n), members, next, row, d, lane)
				k += uint32(n)
			}
		}
	}
	t.steps = fetchSteps(len(t.synapses) / max(t.runs(), 1))
	for i := range members {
		b := members[i].block
		b.Target, b.Delay, b.Weight32 = nil, nil, nil
		b.home = &home{t, members[i].lane - lane, t.signOf(&members[i])}
	}
	if len(t.synapses) > muchGarbage {
		runtime.GC()
	}
}

// muchGarbage is the size of a tract, in bytes, from which on the arrays that it was made from are
// worth collecting at once: else a network would take its memory twice.
const muchGarbage = 1 << 26

// count counts a member's synapses.
func (t *tract) count(m *member) {
	b, later := m.block, int(m.path.Table.Steps[0])-t.first
	for row := range m.path.Table.Sources {
		counts := t.counts[(m.path.Table.From-t.from+row)*t.stride:]
		for lo, hi := b.Synapses(row); lo < hi; {
			delay, end := b.Run(lo, hi)
			counts[later+delay] += uint16(end - lo)
			lo = end
		}
	}
}

// sumRows sets where rows begin.
func (t *tract) sumRows() {
	sum := uint32(0)
	for row := range t.rows() {
		for _, n := range t.counts[row*t.stride : (row+1)*t.stride] {
			sum += uint32(n)
		}
		t.row[row+1] = sum
	}
}

// runs is the number of runs.
func (t *tract) runs() int {
	runs := 0
	for _, n := range t.counts {
		if n > 0 {
			runs++
		}
	}
	return runs
}

// fillRun fills a run of n synapses from k on with what members have of a row and a delay.
func (t *tract) fillRun(k uint32, n int, members []member, next []int, row, delay, lane int) {
	weights, targets := t.run(k, n)
	i := 0
	for x := range members {
		m := &members[x]
		b, r, d := m.block, row+t.from-m.path.Table.From, uint16(delay+t.first-int(m.path.Table.Steps[0]))
		if r < 0 || r >= m.path.Table.Sources {
			continue
		}
		at, sign := uint16(m.lane-lane), t.signOf(m)
		for ; next[x] < int(b.Row[r+1]) && b.Delay[next[x]] == d; next[x]++ {
			targets[i] = b.Target[next[x]] + at
			if weights != nil {
				weights[i] = b.Weight32[next[x]] * sign
			}
			i++
		}
	}
}

// signOf is the factor of a member's stored weights.
func (t *tract) signOf(m *member) float32 {
	if t.minus != nil {
		return 1
	}
	return float32(m.factor)
}

// home is where a block's synapses are that have moved to a tract.
type home struct {
	tract *tract
	at    int // lane of the block's first target, from the inflow's first
	sign  float32
}

// Restore copies back to the table what tracts have taken from it, which they keep.
func (t *Table) Restore() {
	for i := range t.Blocks {
		if b := &t.Blocks[i]; b.away() {
			b.restore(t)
		}
	}
}

func (b *Block) restore(t *Table) {
	x, n := b.home.tract, b.Len()
	b.Target, b.Delay = make([]uint16, 0, n), make([]uint16, 0, n)
	for row := range t.Sources {
		r := t.From - x.from + row
		k := x.row[r]
		for d, n := range x.counts[r*x.stride : (r+1)*x.stride] {
			b.restoreRun(k, int(n), uint16(d+x.first-int(t.Steps[0])))
			k += uint32(n)
		}
	}
}

// restoreRun copies what a run has of the block.
func (b *Block) restoreRun(k uint32, n int, delay uint16) {
	weights, targets := b.home.tract.run(k, n)
	for i, target := range targets {
		local := int(target) - b.home.at
		if local < 0 || local >= b.Hi-b.Lo {
			continue
		}
		b.Target, b.Delay = append(b.Target, uint16(local)), append(b.Delay, delay)
		if weights != nil {
			b.Weight32 = append(b.Weight32, weights[i]*b.home.sign)
		}
	}
}

// away reports whether the block's synapses are in a tract alone.
func (b *Block) away() bool { return b.home != nil && b.Target == nil }

// mustBeHere panics where accessors would find nothing.
func (b *Block) mustBeHere() {
	if b.away() {
		panic("BUG: spike: a table is read whose synapses have moved to a tract: restore it first")
	}
}
