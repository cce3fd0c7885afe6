package cable

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// onWidths calls f with each width of machine code that this machine has, and last
// without any.
func onWidths(t *testing.T, f func(t *testing.T)) {
	own := width
	defer func() { width = own }()
	for _, w := range []int{8, 4, 0} {
		if w <= own {
			width = w
			t.Run(fmt.Sprint(w), f)
		}
	}
}

// odd are numbers at which arithmetic is special.
var odd = []float64{0, math.Copysign(0, -1), 5e-324, -1e-310, math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN(), hold, 1e-300}

// Machine code gives the bits of the Go functions, for any tree, for any part of it that never
// changes, with numbers of all kinds among those of a cell.
func TestMachineCode(t *testing.T) {
	var want [][]uint64
	for _, w := range []int{0, 4, 8} {
		got := widthResults(w)
		switch {
		case got == nil:
			t.Logf("this machine has no vectors of %d lanes", w)
		case want == nil:
			want = got
		}
		for i := range got {
			if !slices.Equal(got[i], want[i]) {
				t.Errorf("case %d: %d lanes at a time give other bits than Go", i, w)
			}
		}
	}
}

// widthResults are the columns of many systems after some steps, solved with vectors of some
// lanes; nil where there are none.
func widthResults(w int) [][]uint64 {
	own := width
	if w > own {
		return nil
	}
	defer func() { width = own }()
	width = w
	r := rand.New(rand.NewPCG(21, 22))
	var out [][]uint64
	for i := range 200 {
		tree := random(r, 1+r.IntN(90))
		s := New(slices.Repeat([]*Tree{tree}, []int{1, 8, 5}[i%3]))
		fill(r, s)
		var changing []int32
		for at := range s.Len {
			if r.IntN(1+i%40) == 0 {
				changing = append(changing, int32(at))
			}
		}
		s.Vary(changing)
		s.SetStep(0.025, Method(i%2))
		if i%4 == 3 {
			sprinkle(r, s.V, s.G, s.Drive)
		}
		for range 4 {
			s.Begin(0, len(s.Groups))
			for _, at := range changing {
				s.E[at] += r.Float64()
			}
			s.Solve(0, len(s.Groups))
		}
		out = append(out, bits(s.V), bits(s.B), bits(s.E))
	}
	return out
}

// sprinkle puts odd numbers into columns.
func sprinkle(r *rand.Rand, columns ...[]float64) {
	for _, column := range columns {
		for range 1 + len(column)/50 {
			column[r.IntN(len(column))] = odd[r.IntN(len(odd))]
		}
	}
}

// bits are those of numbers, one pattern for all that are none.
func bits(x []float64) []uint64 {
	out := make([]uint64, len(x))
	for i, y := range x {
		if out[i] = math.Float64bits(y); y != y {
			out[i] = math.Float64bits(math.NaN())
		}
	}
	return out
}

// What never changes and is eliminated beforehand gives the bits of what is eliminated
// in every step.
func TestConstantParts(t *testing.T) {
	onWidths(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(23, 24))
		for i := range 60 {
			tree := random(r, 2+r.IntN(90))
			cells := slices.Repeat([]*Tree{tree}, 1+7*(i%2))
			all, some := New(cells), New(cells)
			fill(r, all)
			copy(some.V, all.V)
			copy(some.Leak, all.Leak)
			copy(some.Drive, all.Drive)
			changing := []int32{int32(r.IntN(all.Len)), int32(r.IntN(all.Len))}
			some.Vary(changing)
			for _, s := range []*System{all, some} {
				s.SetStep(0.025, CrankNicolson)
			}
			for step := range 5 {
				for _, s := range []*System{all, some} {
					s.Begin(0, len(s.Groups))
					for _, at := range changing {
						s.E[at] += 0.01 * float64(step)
						s.B[at] += 0.5
					}
					s.Solve(0, len(s.Groups))
				}
			}
			if !slices.Equal(all.V, some.V) {
				t.Errorf("tree %d: potentials differ where parts are constant", i)
			}
		}
	})
}
