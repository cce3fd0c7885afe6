package spike

import "runtime"

// This file takes the arrays of tables over into tracts, and brings them back.

// fill moves the synapses of members, in order of lane, to the tract. lane is the inflow's first.
func (t *tract) fill(members []member, lane int) {
	t.runs = Array[uint16](t.layRows(members) + 1)
	next, end := make([]int, len(members)), make([]int, len(members))
	for row := range t.rows() {
		if t.synapses(row) > 0 {
			t.fillRow(row, members, next, end, lane)
		}
	}
	for i := range members {
		b := members[i].block
		b.Target, b.Delay, b.Weight32 = nil, nil, nil
		b.home = &home{t, members[i].lane - lane, t.signOf(&members[i])}
	}
	if unitBytes*len(t.runs) > muchGarbage {
		runtime.GC()
	}
}

// muchGarbage is the size of a tract, in bytes, from which on the arrays that it was made from are
// worth collecting at once: else a network would take its memory twice.
const muchGarbage = 1 << 26

// layRows sets where rows begin, and returns the number of units.
func (t *tract) layRows(members []member) int {
	at := 0
	for row := range t.rows() {
		t.heads[row].from = uint32(at)
		n := 0
		for i := range members {
			n += members[i].inRow(row + t.from)
		}
		if n > 0 {
			at += t.delays - 1 + n*t.size
		}
	}
	t.heads[t.rows()].from = uint32(at)
	return at
}

// inRow is the number of a member's synapses from a source.
func (m *member) inRow(source int) int {
	row := source - m.path.Table.From
	if row < 0 || row >= m.path.Table.Sources {
		return 0
	}
	return int(m.block.Row[row+1] - m.block.Row[row])
}

// fillRow fills a row. next and end are the bounds of each member's run.
func (t *tract) fillRow(row int, members []member, next, end []int, lane int) {
	k := t.heads[row].from
	for d := range t.delays {
		n := 0
		for i := range members {
			end[i] = members[i].endOf(next[i], row+t.from, d+t.first)
			n += end[i] - next[i]
		}
		if d == 0 {
			t.heads[row].count = uint32(n)
		} else {
			t.runs[k] = uint16(n)
			k++
		}
		if n > 0 {
			t.fillRun(k, uint32(n), members, next, end, lane)
			k += uint32(n * t.size)
		}
	}
}

// endOf is the end of the run that begins at synapse k, if it is of a source and a delay, else k.
func (m *member) endOf(k, source, delay int) int {
	row, d := source-m.path.Table.From, uint16(delay-int(m.path.Table.Steps[0]))
	if row < 0 || row >= m.path.Table.Sources {
		return k
	}
	end := int(m.block.Row[row+1])
	for k < end && m.block.Delay[k] == d {
		k++
	}
	return k
}

// fillRun fills a run of n synapses with members' runs, which it passes.
func (t *tract) fillRun(k, n uint32, members []member, next, end []int, lane int) {
	weights, targets := t.run(k, n)
	at := 0
	for i := range members {
		m := &members[i]
		sign := t.signOf(m)
		for ; next[i] < end[i]; next[i]++ {
			targets[at] = m.block.Target[next[i]] + uint16(m.lane-lane)
			if weights != nil {
				weights[at] = m.block.Weight32[next[i]] * sign
			}
			at++
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
	x := b.home.tract
	b.Target, b.Delay = make([]uint16, 0, b.Len()), make([]uint16, 0, b.Len())
	for row := range t.Sources {
		r := t.From - x.from + row
		if x.synapses(r) == 0 {
			continue
		}
		k, n := x.heads[r].from, x.heads[r].count
		for d := range x.delays {
			if n > 0 {
				b.restoreRun(k, n, uint16(d+x.first-int(t.Steps[0])))
			}
			k, n = x.after(k, n)
		}
	}
}

// restoreRun copies what a run has of the block.
func (b *Block) restoreRun(k, n uint32, delay uint16) {
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
