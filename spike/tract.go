package spike

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unsafe"
)

// tract is the synapses of one population onto the targets of an inflow, joined from several
// tables: a row has those of a source, in order of delay and inside a delay of block.
type tract struct {
	source int
	from   int // lane of row 0's source
	first  int // the shortest delay, in steps
	delays int
	// row r begins at synapse row[r], shape (rows+1), and has counts[r·stride+d] of the d-th delay.
	row    []uint32
	counts []uint16
	stride int // delays, rounded up to a multiple of mostSteps
	steps  int // that are fetched at once
	// synapses holds the runs of equal delay one after the other, of each first all weights
	// as float32, if they differ, then all targets as uint16.
	synapses []byte
	size     uintptr // of a synapse in bytes
	adder
	queue
}

// Sizes of synapses: a target, and a weight with it.
const (
	targetSize = 2
	weightSize = 4
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

// sparsest is the number of counts for each synapse above which rows travel alone.
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

// fits reports whether numbers of synapses have room, and counts are not more than is worth it.
func (s span) fits() bool {
	return s.synapses <= math.MaxUint32 && s.longest <= math.MaxUint16 &&
		(s.hi-s.lo)*(s.last+mostSteps-s.first) <= min(sparsest*s.synapses, math.MaxUint32)
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
	rows := s.hi - s.lo
	t.stride = mostSteps * divideUp(t.delays, mostSteps)
	t.row = make([]uint32, rows+1)
	t.counts = Array[uint16](rows * t.stride)
	t.synapses = Array[byte](s.synapses * int(t.size))
	t.fill(members, lane)
	return t
}

func (t *tract) rows() int { return len(t.row) - 1 }

// place is where the run begins whose first synapse is the k-th.
func (t *tract) place(k uint32) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(t.synapses)), uintptr(k)*t.size)
}

// run returns the weights (nil: they do not differ) and the targets of a run of n synapses.
// Weights need not lie at multiples of their size.
func (t *tract) run(k uint32, n int) (weights *[1 << 16]float32, targets []uint16) {
	p := t.place(k)
	if t.size > targetSize {
		weights = (*[1 << 16]float32)(p)
		p = unsafe.Add(p, weightSize*n)
	}
	return weights, unsafe.Slice((*uint16)(p), n)
}
