package native

import (
	"math"
	"slices"
	"unsafe"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// copyLanes is how many listed lanes are copied and run together.
const copyLanes = 256

// mostLanes is the greatest number of lanes of an iteration.
const mostLanes = 32

// frame is what calls work in. It stays in Args.Scratch between calls, and grows when
// a program needs more than those before.
type frame[T float] struct {
	p       *program[T]
	c       *compiled
	args    *backend.Args
	columns [][]T
	width   int       // lanes of a vector
	fitted  *compiled // the code that there is room for

	values   []float64 // of uniform nodes
	matrix   []float64
	pointers []unsafe.Pointer
	room     []uint64
	numbers  []uint64 // within room, aligned to 64 bytes
	gen      generator

	block  [][]T // columns of the block
	own    [][]T // copies of elements, by column
	index  [][]int32
	lanes  []int32 // of the block at hand where it is copied
	spikes []int32
	tables []countsOf
	table  random.PoissonTable // of a mean that the code does not count by
}

// begin readies the frame of a call: scalars, the form of the code, room.
func begin[T float](p *program[T], a *backend.Args, listed bool) *frame[T] {
	f, ok := a.Scratch.(*frame[T])
	if !ok {
		f = &frame[T]{lanes: make([]int32, copyLanes+mostLanes)}
		a.Scratch = f
	}
	f.p, f.args, f.columns = p, a, columnsOf[T](a)
	f.scalars()
	f.choose(listed)
	if f.fitted != f.c || len(f.index) < len(a.Index) {
		f.fit()
	}
	if len(f.c.b.numbers) > 0 && f.c.plan.random {
		f.gen.begin(a.Seed, a.Step, a.Entity)
	}
	f.fill()
	return f
}

// end forgets the caller's memory.
func (f *frame[T]) end() {
	clear(f.pointers)
	f.args, f.columns, f.p, f.c = nil, nil, nil, nil
}

func columnsOf[T float](a *backend.Args) [][]T {
	if c, ok := any(&a.Columns).(*[][]T); ok {
		return *c
	}
	return *any(&a.Columns32).(*[][]T)
}

// scalars computes the uniform nodes.
func (f *frame[T]) scalars() {
	s := f.p.scalars
	f.values = append(f.values[:0], s.constant...)
	f.matrix = slices.Grow(f.matrix[:0], s.room)[:s.room]
	for _, r := range s.loads {
		f.values[r] = float64(f.columns[s.k.Nodes[r].Slot][0])
	}
	s.eval(f.values, f.matrix)
}

// choose picks the form of the code. Means that tables cannot serve are left to Go.
func (f *frame[T]) choose(listed bool) {
	form := 0
	if listed {
		form = listedForm
	}
	for _, r := range f.p.forms[0].means {
		if mean := f.values[r]; !(mean >= 0 && mean <= random.PoissonSearch) {
			form |= poissonForm
		}
	}
	f.c = f.p.forms[form]
}

// fit makes room for the chosen code.
func (f *frame[T]) fit() {
	c := f.c
	f.width, f.fitted = c.b.lanes(), c
	f.pointers = slices.Grow(f.pointers[:0], len(c.b.pointers))[:len(c.b.pointers)]
	if words := c.b.size/8 + 8; len(f.room) < words {
		f.room = make([]uint64, words)
	}
	skip := int(-uintptr(unsafe.Pointer(&f.room[0]))%64) / 8
	f.numbers = f.room[skip:]
	block := max(c.chunk, copyLanes) + f.width
	f.block = columnsFor(f.block, c.plan.scratch, block)
	if len(f.spikes) < block {
		f.spikes = make([]int32, block)
	}
	f.own = columnsFor(f.own, len(c.plan.k.Columns), copyLanes+f.width)
	for len(f.index) < len(f.args.Index) {
		f.index = append(f.index, make([]int32, copyLanes+mostLanes))
	}
	for len(f.tables) < len(c.means) {
		f.tables = append(f.tables, countsOf{})
	}
}

// columnsFor makes at least n columns of at least some length.
func columnsFor[T float](have [][]T, n, length int) [][]T {
	for i := range have[:min(n, len(have))] {
		if len(have[i]) < length {
			have[i] = make([]T, length)
		}
	}
	for len(have) < n {
		have = append(have, make([]T, length))
	}
	return have
}

// fill writes the numbers of the call, but for those that depend on the lanes.
func (f *frame[T]) fill() {
	b := f.c.b
	stream, words := -1, [streamWords]uint32{}
	for i, x := range b.numbers {
		at := b.offsets[i]
		switch x.kind {
		case value:
			f.put(at, f.bits(f.values[x.n]))
		case maskValue:
			f.put(at, -uint64(f.values[x.n]))
		case keyWord:
			f.putWord(at, f.key(x.n))
		case streamWord:
			if x.stream != stream {
				stream, words = x.stream, f.gen.stream(uint32(x.stream))
			}
			f.putWord(at, words[x.n])
		}
	}
	for i, r := range f.c.means {
		f.tables[i].set(f.values[r], f.c.b.single)
	}
}

func (f *frame[T]) key(n int) uint32 {
	if n == entityKey {
		return uint32(f.args.Entity)
	}
	return f.gen.keys[n]
}

// bits is an element, twice where elements have 32 bits.
func (f *frame[T]) bits(x float64) uint64 {
	if f.c.b.single {
		w := uint64(math.Float32bits(float32(x)))
		return w<<32 | w
	}
	return math.Float64bits(x)
}

// putWord writes a word of the generator to every element.
func (f *frame[T]) putWord(at int, w uint32) {
	x := uint64(w)
	if f.c.b.single {
		x |= x << 32
	}
	f.put(at, x)
}

// put writes a uniform number at an offset in bytes.
func (f *frame[T]) put(at int, x uint64) {
	at /= 8
	f.numbers[at] = x
	if !f.c.b.wide() {
		f.numbers[at+1], f.numbers[at+2], f.numbers[at+3] = x, x, x
	}
}

// toGroup is how many of n lanes from lo stand before the next group of partners; n where lo begins one.
func (f *frame[T]) toGroup(lo, n int) int {
	if ahead := int(-(f.args.Entity + uint64(lo)) % group); ahead > 0 && f.c.plan.halves && f.c.several != nil {
		return min(n, ahead)
	}
	return n
}

// together is how many of n lanes from lo share the upper word of their entities.
func (f *frame[T]) together(lo, n int) int {
	first := f.args.Entity + uint64(lo)
	if left := 1<<32 - first&(1<<32-1); left < uint64(n) && f.c.plan.random {
		return int(left)
	}
	return n
}

// togetherListed is how many of the first lanes do.
func (f *frame[T]) togetherListed(lanes []int32) int {
	if f.c.plan.random {
		high := (f.args.Entity + uint64(lanes[0])) >> 32
		for i, lane := range lanes {
			if (f.args.Entity+uint64(lane))>>32 != high {
				return i
			}
		}
	}
	return len(lanes)
}

// at readies the generator for lanes from a first one; listed ones need only share
// the upper word of its entity.
func (f *frame[T]) at(lane int) {
	b := f.c.b
	entity := f.args.Entity + uint64(lane)
	if entity>>32 != f.gen.entity>>32 {
		f.gen.begin(f.args.Seed, f.args.Step, entity)
		f.fill()
	}
	for i, x := range b.numbers {
		if !x.ofLanes() {
			continue
		}
		place, first := unsafe.Pointer(&f.numbers[b.offsets[i]/8]), uint32(entity)+uint32(x.n*b.lanes())
		if b.single {
			fillFrom(unsafe.Slice((*uint32)(place), b.lanes()), first, x.kind)
		} else {
			fillFrom(unsafe.Slice((*uint64)(place), b.lanes()), first, x.kind)
		}
	}
}

// fillFrom counts up from a word, in elements of its size or twice that.
func fillFrom[W uint32 | uint64](out []W, first uint32, kind numberKind) {
	for j := range out {
		if kind == firstLanes && j == random.Partner {
			first += random.Partner
		}
		out[j] = W(first + uint32(j))
	}
}

// uniformTruth reports whether a uniform mask holds.
func (f *frame[T]) uniformTruth(r ir.Ref) bool { return f.values[r] != 0 }
