package interp

import (
	"encoding/binary"
	"slices"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// frame is what a program works in. It stays in Args.Scratch between calls,
// and grows when a program needs more than those before.
type frame[T float] struct {
	args    *backend.Args
	columns [][]T
	at      int     // first lane of the block, where lanes is nil
	lanes   []int32 // lanes of the block, where they are listed
	n       int     // lanes in the block
	whole   bool    // registers can be columns themselves

	scalars  []T
	numbers  [][]T    // registers, of length n
	masks    [][]bool // registers, of length n
	buffers  [][]T    // full length; registers above the program's own columns lie in them
	bits     [][]bool // full length
	tables   []table
	machine  *vector.Machine[T]
	spare    []T
	counted  []float64 // counts of a block, and room for as many; nil until there are any
	counting *vector.Machine[float64]
	matrix   []float64 // an argument and result of the matrix exponential
	index    []int32   // index of each lane of a block

	packed [][]uint64 // masks of threaded code, a bit a lane
	temps  []T
	table  []uintptr
}

// begin readies the frame of a call and computes its scalars.
func (p *program[T]) begin(a *backend.Args) *frame[T] {
	f, ok := a.Scratch.(*frame[T])
	if !ok {
		f = &frame[T]{index: make([]int32, block), spare: make([]T, block), machine: vector.New[T](p.set)}
		a.Scratch = f
	}
	f.machine.Use(p.set)
	f.fit(p)
	f.args, f.columns = a, columns[T](a)
	copy(f.scalars, p.constants)
	for _, g := range p.globals {
		f.scalars[g.scalar] = f.columns[g.column][0]
	}
	f.uniform(p.uniform, p.exps)
	return f
}

// end forgets the caller's memory.
func (f *frame[T]) end() {
	f.args, f.columns, f.lanes = nil, nil, nil
	clear(f.numbers)
	f.machine.End()
	if f.counting != nil {
		f.counting.End()
	}
}

// columns returns the columns of the element type.
func columns[T float](a *backend.Args) [][]T {
	if c, ok := any(&a.Columns).(*[][]T); ok {
		return *c
	}
	return *any(&a.Columns32).(*[][]T)
}

// fit makes room for the registers of p.
func (f *frame[T]) fit(p *program[T]) {
	f.scalars = slices.Grow(f.scalars[:0], p.scalars)[:p.scalars]
	f.numbers = slices.Grow(f.numbers[:0], p.numbers)[:p.numbers]
	f.masks = slices.Grow(f.masks[:0], p.masks)[:p.masks]
	for len(f.buffers) < p.numbers {
		f.buffers = append(f.buffers, make([]T, block))
	}
	for len(f.bits) < p.masks {
		f.bits = append(f.bits, make([]bool, block))
	}
	for len(f.tables) < p.tables {
		f.tables = append(f.tables, table{})
	}
	for _, job := range p.exps {
		f.matrix = slices.Grow(f.matrix[:0], 2*job.n*job.n)[:2*job.n*job.n]
	}
	if len(p.pieces) > 0 {
		f.fitPieces(p)
	}
}

// run executes one block: registers, instructions, spikes, stores.
func (f *frame[T]) run(p *program[T], at, n int) {
	f.at, f.n = at, n
	f.whole = f.lanes == nil && n%p.lanes == 0
	for i := range f.masks {
		f.masks[i] = f.bits[i][:n]
	}
	for i := len(p.own); i < p.numbers; i++ {
		f.numbers[i] = f.buffers[i][:n]
	}
	for i, c := range p.own {
		f.numbers[i] = f.own(i, c, p.lanes)
	}
	f.execute(p)
	if p.set != vector.None {
		f.finish(p)
	}
	if p.spike >= 0 {
		f.spikes(p)
	}
	for i := range p.stores {
		f.store(&p.stores[i])
	}
}

// table is a distribution of counts, in the form that machine code or plain Go reads.
type table struct {
	random.PoissonTable
	search []float64
	mean   float64 // of search
}

// own is register i, which stands for column c: the column itself, or a copy of the elements
// of listed lanes, and of those that do not fill a block of threaded code. Lanes that nobody
// wants repeat the last one: what else may stand there could be slow to compute with.
func (f *frame[T]) own(i, c, lanes int) []T {
	column := f.columns[c]
	if f.whole {
		return column[f.at : f.at+f.n]
	}
	buffer := f.buffers[i]
	if f.lanes == nil {
		copy(buffer[:f.n], column[f.at:])
	}
	for j, lane := range f.lanes {
		buffer[j] = column[lane]
	}
	last := buffer[f.n-1]
	for j := f.n; j%lanes != 0; j++ {
		buffer[j] = last
	}
	return buffer[:f.n]
}

// indices is the index table entry of every lane of the block.
func (f *frame[T]) indices(table int) []int32 {
	index := f.args.Index[table]
	if f.lanes == nil {
		return index[f.at : f.at+f.n]
	}
	out := f.index[:f.n]
	for j, lane := range f.lanes {
		out[j] = index[lane]
	}
	return out
}

// lane is the lane at place i of the block.
func (f *frame[T]) lane(i int) int {
	if f.lanes == nil {
		return f.at + i
	}
	return int(f.lanes[i])
}

// gather reads a column by index.
func (f *frame[T]) gather(d []T, column, table int) {
	from := f.columns[column]
	for i, j := range f.indices(table) {
		d[i] = from[j]
	}
}

// spikes appends the lanes whose mask holds. Spikes are rare: many lanes are passed over at a time.
func (f *frame[T]) spikes(p *program[T]) {
	if p.set != vector.None {
		f.packedSpikes(f.packed[p.spike], p.offset)
		return
	}
	m := bytes(f.masks[p.spike])
	for i := 0; i < len(m); i++ {
		for i+8 <= len(m) && binary.NativeEndian.Uint64(m[i:]) == 0 {
			i += 8
		}
		if i < len(m) && m[i] != 0 {
			f.spiked(i, p.offset)
		}
	}
}

func (f *frame[T]) spiked(i int, offset value) {
	f.args.Spikes = append(f.args.Spikes, int32(f.lane(i)))
	if offset.index >= 0 {
		f.args.Offsets = append(f.args.Offsets, float64(f.element(offset, i)))
	}
}

// element is a value at place i of the block.
func (f *frame[T]) element(v value, i int) T {
	if v.uniform {
		return f.scalars[v.index]
	}
	return f.numbers[v.index][i]
}

// store writes a block of values to a column.
func (f *frame[T]) store(s *store) {
	column := f.columns[s.column]
	switch {
	case s.access == ir.One:
		f.storeOne(s, column)
	case s.access == ir.ByIndex:
		f.scatter(s, column, f.indices(s.index))
	case f.lanes != nil:
		f.scatter(s, column, f.lanes)
	default:
		f.storeOwn(s, column[f.at:f.at+f.n])
	}
}

// storeOne writes the one element of a column, lane after lane.
func (f *frame[T]) storeOne(s *store, column []T) {
	for i := range f.n {
		if s.mask >= 0 && !f.masks[s.mask][i] {
			continue
		}
		if s.add {
			column[0] += f.element(s.value, i)
		} else {
			column[0] = f.element(s.value, i)
		}
	}
}

// scatter writes the elements at index, lane after lane.
func (f *frame[T]) scatter(s *store, column []T, index []int32) {
	switch {
	case s.mask >= 0:
		mask := f.masks[s.mask]
		for i, j := range index {
			if mask[i] && s.add {
				column[j] += f.element(s.value, i)
			} else if mask[i] {
				column[j] = f.element(s.value, i)
			}
		}
	case s.value.uniform:
		scatterScalar(column, f.scalars[s.value.index], index, s.add)
	case s.add:
		v := f.numbers[s.value.index][:len(index)]
		for i, j := range index {
			column[j] += v[i]
		}
	default:
		v := f.numbers[s.value.index][:len(index)]
		for i, j := range index {
			column[j] = v[i]
		}
	}
}

func scatterScalar[T float](column []T, v T, index []int32, add bool) {
	for _, j := range index {
		if add {
			column[j] += v
		} else {
			column[j] = v
		}
	}
}

// storeOwn writes the lanes' own elements.
func (f *frame[T]) storeOwn(s *store, column []T) {
	switch {
	case s.value.uniform:
		storeScalar(column, f.scalars[s.value.index], f.mask(s.mask), s.add)
	case s.mask < 0 && !s.add:
		copy(column, f.numbers[s.value.index])
	case s.mask < 0:
		addVV(column, column, f.numbers[s.value.index])
	case s.add:
		v, mask := f.numbers[s.value.index], f.masks[s.mask]
		for i := range column {
			if mask[i] {
				column[i] += v[i]
			}
		}
	default:
		selectVV(column, f.masks[s.mask], f.numbers[s.value.index], column)
	}
}

func (f *frame[T]) mask(register int32) []bool {
	if register < 0 {
		return nil
	}
	return f.masks[register]
}

func storeScalar[T float](column []T, v T, mask []bool, add bool) {
	switch {
	case mask == nil && add:
		addVS(column, column, v)
	case mask == nil:
		fillLoop(column, v)
	case !add:
		selectSV(column, mask, v, column)
	default:
		for i := range column {
			if mask[i] {
				column[i] += v
			}
		}
	}
}
