package interp

import (
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/random"
)

// drawVectors draws for the block: at once where all entities share their upper word, and by
// whole groups where they begin with one.
func drawVectors[T, E float](f *frame[T], m *vector.Machine[E], in *instr, d, spare []E, table []float64) {
	draw := func(k vector.Kernel, out []E, from, n, at int) {
		m.Begin()
		m.Vector(out[from:])
		if table != nil {
			m.Table(table)
		}
		m.Draw(f.args.Seed, f.args.Step, f.args.Entity+uint64(f.at), f.entity(at), uint32(in.a), f.numbered()[from:])
		m.Run(k, n)
	}
	if f.lanes == nil && f.entity(0)%(2*random.Partner) == 0 && f.together(0) == f.n {
		whole := f.n / vector.Group * vector.Group
		if whole > 0 {
			draw(in.kernel.Groups(), d, 0, whole, 0)
		}
		if whole < f.n {
			draw(in.kernel, d, whole, f.n-whole, whole)
		}
		return
	}
	for at := 0; at < f.n; {
		to, out := f.together(at), d
		if to-at < f.n {
			out = spare
		}
		draw(in.kernel, out, 0, f.n, at)
		if to-at < f.n {
			copy(d[at:to], out[at:to])
		}
		at = to
	}
}

// poissonVectors draws counts of one mean as float64, or reports that there is no code for the mean.
func (f *frame[T]) poissonVectors(in *instr) bool {
	mean := float64(f.scalars[in.c])
	if !(mean >= 0 && mean <= random.PoissonSearch) {
		return false
	}
	if f.counted == nil {
		f.counted, f.counting = make([]float64, 2*block), vector.New[float64](vector.None)
	}
	f.counting.Use(f.machine.Set())
	d, spare, table := f.counted[:block], f.counted[block:], f.tables[in.b].layout(mean)
	drawVectors(f, f.counting, in, d, spare, table)
	for i := range f.numbers[in.dst] {
		f.numbers[in.dst][i] = T(d[i])
	}
	return true
}

// together is the end of the lanes from at whose entities share their upper word.
func (f *frame[T]) together(at int) int {
	high := f.entity(at) >> 32
	if f.lanes == nil && f.entity(f.n-1)>>32 == high {
		return f.n
	}
	for at++; at < f.n && f.entity(at)>>32 == high; at++ {
	}
	return at
}

// numbered is the lanes of the block as numbers from f.at on, padded.
func (f *frame[T]) numbered() []int32 {
	if f.lanes == nil {
		return ascending[:]
	}
	copy(f.index, f.lanes)
	return f.index
}

var ascending = func() (out [block]int32) {
	for i := range out {
		out[i] = int32(i)
	}
	return out
}()

// layout is the table of a mean as machine code reads it.
func (t *table) layout(mean float64) []float64 {
	if t.search == nil || mean != t.mean {
		t.Set(mean)
		t.mean, t.search = mean, t.Search(t.search[:0])
	}
	return t.search
}
