package spike

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unsafe"
)

// tract is the synapses of one population onto the targets of an inflow, joined from several
// tables. A row has a run for each delay, and a run the synapses of that delay, in order
// of block: first all weights as float32, where they differ, then all targets.
// Before each run but the first stands the number of its synapses.
//
//	head ─► w w w w w w t t t  2  w w w w t t  0  1  w w t
//	 3      run of delay 0        delay 1         2  delay 3     units of 2 bytes
//
// So who has read a run knows where the next one is and how long, without another
// place in memory.
type tract struct {
	source int
	from   int // lane of row 0's source
	first  int // the shortest delay, in steps
	delays int
	heads  []head   // of rows, and of a last one behind them
	runs   []uint16 // of all rows
	size   int      // of a synapse in units
	adder
	queue
}

// head is where a row's runs begin, and the number of synapses in its first run.
type head struct{ from, count uint32 }

// Sizes in units.
const (
	targetSize = 1
	weightSize = 2
	unitBytes  = 2
)

// adder is a way to add synapses.
type adder struct {
	sums   *float64 // of the inflow's first target
	minus  *float64 // where weights < 0 arrive, or nil
	factor float64  // the weight of all; or, where minus is not nil, of weights < 0
}

// MostLanes is the number of lanes that a tract can tell apart.
const MostLanes = 1 << 16

// member is a block that joins a tract.
type member struct {
	path        *Path
	block       *Block
	into, minus *Port
	factor      float64
	lane        int // of its first target in the planes
	rank        int // how many blocks before it have the same source and targets
	longest     int // row, in synapses
}

// kind is what members of a tract have in common.
type kind struct {
	source, rank int
	into, minus  *Plane
	factor       float64
	weights      bool
}

// sparsest is the number of runs for each synapse above which rows travel alone.
const sparsest = 32

// member reports whether a path may join a tract, and returns what it would be there.
func (p *Path) member() (member, bool) {
	t := p.Table
	b := &t.Blocks[p.Block]
	if b.Row == nil || !t.spreads() {
		return member{}, false
	}
	m := member{path: p, block: b, longest: b.longest()}
	m.into, m.minus, m.factor = p.route()
	m.lane = m.into.at + b.Lo
	return m, span{}.with(&m).fits() && (m.minus == nil || m.minus.at == m.into.at)
}

// longest is the length of the longest row.
func (b *Block) longest() int {
	most := 0
	for row := range len(b.Row) - 1 {
		most = max(most, int(b.Row[row+1]-b.Row[row]))
	}
	return most
}

func (m *member) kind() kind {
	k := kind{source: m.path.Source, rank: m.rank, into: m.into.plane, weights: m.block.Weight32 != nil}
	if m.minus != nil {
		k.minus = m.minus.plane
	}
	if !k.weights {
		k.factor = m.path.Table.Uniform * m.factor
	} else if m.minus != nil {
		k.factor = m.factor
	}
	return k
}

// bundle makes tracts of members.
func (f *Inflow) bundle(all []member) {
	if len(all) == 0 {
		return
	}
	lane := lanesOf(all)
	rankMembers(all)
	slices.SortStableFunc(all, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.path.Source, b.path.Source), cmp.Compare(a.rank, b.rank))
	})
	for len(all) > 0 {
		joined, others := matching(all)
		f.tracts = append(f.tracts, newTract(joined, lane))
		all = others
	}
}

// lanesOf is the first lane of the members' targets.
func lanesOf(all []member) (first int) {
	first, end := math.MaxInt, 0
	for i := range all {
		first, end = min(first, all[i].lane), max(end, all[i].lane+all[i].block.Hi-all[i].block.Lo)
	}
	if end-first > MostLanes {
		panic(fmt.Sprintf("BUG: spike: an inflow to %d lanes, at most %d are possible", end-first, MostLanes))
	}
	return first
}

// rankMembers counts for each member those before it of the same source and targets.
func rankMembers(all []member) {
	type way struct{ source, lane int }
	seen := map[way]int{}
	for i := range all {
		w := way{all[i].path.Source, all[i].lane}
		all[i].rank = seen[w]
		seen[w]++
	}
}

// matching parts members into those that can join the first one, in order of lane, and the others.
func matching(all []member) (joined, others []member) {
	var s span
	for _, m := range all {
		if wider := s.with(&m); len(joined) == 0 || m.kind() == joined[0].kind() && wider.fits() {
			joined, s = append(joined, m), wider
		} else {
			others = append(others, m)
		}
	}
	slices.SortFunc(joined, func(a, b member) int { return cmp.Compare(a.lane, b.lane) })
	return joined, others
}

// span is what a tract must cover.
type span struct {
	lo, hi      int // lanes of sources
	first, last int // delays in steps
	synapses    int
	longest     int // row, at most
}

func (s span) with(m *member) span {
	t := m.path.Table
	n := span{t.From, t.From + t.Sources, int(t.Steps[0]), t.MaxSteps(), m.block.Len(), m.longest}
	if s == (span{}) {
		return n
	}
	return span{min(s.lo, n.lo), max(s.hi, n.hi), min(s.first, n.first), max(s.last, n.last), s.synapses + n.synapses, s.longest + n.longest}
}

// fits reports whether numbers have room, and runs are not more than is worth it.
func (s span) fits() bool {
	runs := (s.hi - s.lo) * (s.last + 1 - s.first)
	return runs+(weightSize+targetSize)*s.synapses < math.MaxUint32 && s.longest <= math.MaxUint16 && runs <= sparsest*s.synapses
}

func newTract(members []member, lane int) *tract {
	var s span
	for i := range members {
		s = s.with(&members[i])
	}
	m := &members[0]
	t := &tract{source: m.path.Source, from: s.lo, first: s.first, delays: s.last + 1 - s.first, size: targetSize}
	t.adder = adder{sums: &m.into.plane.sums[lane], factor: m.kind().factor}
	if m.minus != nil {
		t.minus = &m.minus.plane.sums[lane]
	}
	if m.kind().weights {
		t.size += weightSize
	}
	t.heads = make([]head, s.hi-s.lo+1)
	t.fill(members, lane)
	return t
}

// rows is the number of rows.
func (t *tract) rows() int { return len(t.heads) - 1 }

// synapses is the number of synapses in a row.
func (t *tract) synapses(row int) int {
	units := int(t.heads[row+1].from - t.heads[row].from)
	return max(0, units-(t.delays-1)) / t.size
}

// after is where the next run begins, and its number of synapses.
func (t *tract) after(k, n uint32) (next, count uint32) {
	k += n * uint32(t.size)
	return k + 1, uint32(t.runs[k])
}

// run returns the weights (nil: they do not differ) and the targets of a run of n synapses, 1 or more.
// Weights need not lie at multiples of their size.
func (t *tract) run(k, n uint32) (weights []float32, targets []uint16) {
	if t.size > targetSize {
		weights = unsafe.Slice((*float32)(unsafe.Pointer(&t.runs[k])), n)
		k += weightSize * n
	}
	return weights, t.runs[k : k+n]
}
