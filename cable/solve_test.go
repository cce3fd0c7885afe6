package cable

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// random returns a tree with n compartments of any shape, a tenth of them
// joints, with conductances and capacitances over four decades.
func random(r *rand.Rand, n int) *Tree {
	t := &Tree{make([]int32, n), make([]float64, n), make([]float64, n)}
	for k := range n {
		t.Parent[k] = int32(r.IntN(k+1)) - 1
		t.C[k] = math.Pow(10, -4*r.Float64())
		t.G[k] = math.Pow(10, 2-4*r.Float64())
		switch {
		case k == 0 || r.IntN(50) == 0:
			t.Parent[k], t.G[k] = -1, 0
		case t.Parent[k] < 0:
			t.Parent[k] = 0
			fallthrough
		case r.IntN(10) == 0:
			t.C[k] = 0
		}
	}
	order, err := Sort(t.Parent)
	if err != nil {
		panic(err)
	}
	return t.Permute(order)
}

// fill sets the potentials and the leak of a system to anything.
func fill(r *rand.Rand, s *System) {
	for i := range s.V {
		s.V[i] = -65 + 20*r.Float64()
		s.Leak[i] = 0.1 * s.C[i] * r.Float64()
		s.Drive[i] = -70 * s.Leak[i]
	}
}

// step takes a step in which current, shape (elements), enters.
func step(s *System, current []float64) {
	s.Begin(0, len(s.Groups))
	for i, x := range current {
		s.B[i] += x
	}
	s.Solve(0, len(s.Groups))
}

// dense solves the equations of a step of one tree, after Begin, as a matrix.
func dense(t *Tree, s *System) []float64 {
	n := t.Len()
	a, b := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	add := func(i, j int, g float64) { a.Set(i, j, a.At(i, j)+g) }
	for k := range n {
		at := s.Index(0, k)
		add(k, k, s.E[at])
		b.SetVec(k, b.AtVec(k)+s.B[at])
		if p := int(t.Parent[k]); p >= 0 {
			g, i := t.G[k], t.G[k]*(s.V[s.Index(0, p)]-s.V[at])
			add(k, k, g)
			add(p, p, g)
			add(k, p, -g)
			add(p, k, -g)
			b.SetVec(k, b.AtVec(k)+i)
			b.SetVec(p, b.AtVec(p)-i)
		}
	}
	var x mat.VecDense
	if err := x.SolveVec(a, b); err != nil {
		panic(err)
	}
	return x.RawVector().Data
}

// Changes of potential are those of an LU decomposition of the whole matrix, to
// 1e-12 of the largest where its condition allows that many digits.
func TestDense(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 100 {
		tree := random(r, 1+r.IntN(80))
		if err := tree.Check(); err != nil {
			t.Fatal(err)
		}
		s := New([]*Tree{tree})
		fill(r, s)
		s.SetStep(0.025, Euler)
		s.Begin(0, 1)
		want := dense(tree, s)
		s.Solve(0, 1)
		scale := math.Max(slices.Max(want), -slices.Min(want))
		for k := range want {
			x := s.B[s.Index(0, k)]
			if math.Abs(x-want[k]) > 1e-12*scale {
				t.Errorf("tree %d, compartment %d: change %.15g mV, a dense solver gives %.15g", i, k, x, want[k])
			}
		}
	}
}

// Cells give the same bits alone, in lanes beside others of their topology, and
// in a forest.
func TestSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	shape := random(r, 60)
	other := random(r, 35)
	var cells []*Tree
	for i := range 21 { // 2 groups of 8, one with 3 empty lanes, and others between
		tree := random(r, 60)
		tree.Parent = shape.Parent
		for k := range tree.C {
			tree.C[k], tree.G[k] = 0.1+r.Float64(), r.Float64()
			if shape.Parent[k] < 0 {
				tree.G[k] = 0
			}
		}
		cells = append(cells, tree)
		if i%7 == 0 {
			cells = append(cells, other)
		}
	}
	together := New(cells)
	if len(together.Groups) != 4 || together.Groups[2].Cell[4] < 0 || together.Groups[2].Cell[5] >= 0 {
		t.Fatalf("groups %+v", together.Groups)
	}
	forest, place := join(t, cells)
	joined := New([]*Tree{forest})
	fill(r, together)
	alone := make([]*System, len(cells))
	for c, tree := range cells {
		alone[c] = New([]*Tree{tree})
		for k := range tree.Parent {
			i, j := together.Index(c, k), joined.Index(0, int(place[c][k]))
			at := alone[c].Index(0, k)
			alone[c].Leak[at], alone[c].Drive[at], alone[c].V[at] = together.Leak[i], together.Drive[i], together.V[i]
			joined.Leak[j], joined.Drive[j], joined.V[j] = together.Leak[i], together.Drive[i], together.V[i]
		}
	}
	for _, s := range append(alone, together, joined) {
		s.SetStep(0.025, CrankNicolson)
		for range 50 {
			step(s, nil)
		}
	}
	for c, tree := range cells {
		for k := range tree.Parent {
			v, in, beside := alone[c].V[alone[c].Index(0, k)], together.V[together.Index(c, k)], joined.V[joined.Index(0, int(place[c][k]))]
			if v != in || v != beside {
				t.Errorf("cell %d, compartment %d: %v mV alone, %v in a group, %v in a forest", c, k, v, in, beside)
			}
		}
	}
}

// join makes a forest of cells, and returns where each compartment is in it.
func join(t *testing.T, cells []*Tree) (*Tree, [][]int32) {
	all := &Tree{}
	var starts []int
	for _, c := range cells {
		at := int32(all.Len())
		starts = append(starts, int(at))
		for _, p := range c.Parent {
			if p >= 0 {
				p += at
			}
			all.Parent = append(all.Parent, p)
		}
		all.C, all.G = append(all.C, c.C...), append(all.G, c.G...)
	}
	order, err := Sort(all.Parent)
	if err != nil {
		t.Fatal(err)
	}
	to := inverse(order)
	place := make([][]int32, len(cells))
	for c, tree := range cells {
		place[c] = to[starts[c] : starts[c]+tree.Len()]
	}
	return all.Permute(order), place
}

// The order of compartments does not matter but for rounding: a tree whose
// compartments were listed anyhow has the same potentials.
func TestPermutation(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 50 {
		tree := random(r, 40)
		shuffled := make([]int32, tree.Len())
		for k := range shuffled {
			shuffled[k] = int32(k)
		}
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		mixed := tree.Permute(shuffled)
		order, err := Sort(mixed.Parent)
		if err != nil {
			t.Fatal(err)
		}
		a, b := New([]*Tree{tree}), New([]*Tree{mixed.Permute(order)})
		fill(r, a)
		for k, o := range order {
			from, at := a.Index(0, int(shuffled[o])), b.Index(0, k)
			b.V[at], b.Leak[at], b.Drive[at] = a.V[from], a.Leak[from], a.Drive[from]
		}
		for _, s := range []*System{a, b} {
			s.SetStep(0.025, Euler)
			for range 10 {
				step(s, nil)
			}
		}
		for k, o := range order {
			if got, want := b.V[b.Index(0, k)], a.V[a.Index(0, int(shuffled[o]))]; math.Abs(got-want) > 1e-12*100 {
				t.Errorf("tree %d, compartment %d: %.15g mV in another order, want %.15g", i, k, got, want)
			}
		}
	}
}

// The potential at one place from a current at another is the same with the
// places exchanged.
func TestReciprocity(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for i := range 50 {
		tree := random(r, 50)
		response := func(from, to int) float64 {
			s := New([]*Tree{tree})
			for k := range s.Leak {
				s.Leak[k] = 0.1 * s.C[k]
			}
			s.SetStep(0.025, Euler)
			current := make([]float64, s.Len)
			current[s.Index(0, from)] = 1
			for range 20 {
				step(s, current)
			}
			return s.V[s.Index(0, to)]
		}
		a, b := r.IntN(50), r.IntN(50)
		if x, y := response(a, b), response(b, a); math.Abs(x-y) > 1e-12*math.Abs(x) {
			t.Errorf("tree %d: %.15g mV from %d to %d, %.15g back", i, x, a, b, y)
		}
	}
}

// Without leak, cells hold the charge that was put into them, and membrane
// currents sum up to what is injected.
func TestCharge(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, method := range []Method{Euler, CrankNicolson} {
		for i := range 20 {
			tree := random(r, 60)
			s := New([]*Tree{tree, tree, tree, tree, tree})
			s.SetStep(0.025, method)
			current := make([]float64, s.Len)
			for c := range 5 {
				current[s.Index(c, r.IntN(60))] = 0.5
			}
			for range 40 {
				step(s, current)
			}
			charge := 0.0
			for i, c := range s.C {
				charge += c * s.V[i]
			}
			if want := 5 * 0.5 * 40 * 0.025; math.Abs(charge-want) > 1e-12*want {
				t.Errorf("method %d, tree %d: charge %.15g pC, want %.15g", method, i, charge, want)
			}
		}
	}
}

// A compartment's membrane current is its capacitive and ionic one, by its
// definition, and all together are what is injected.
func TestMembraneCurrents(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, method := range []Method{Euler, CrankNicolson} {
		for i := range 20 {
			tree := random(r, 60)
			s := New([]*Tree{tree, tree, tree, tree, tree})
			fill(r, s)
			s.Outside = make([]float64, s.Len)
			for i := range s.Outside {
				s.Outside[i] = r.Float64()
			}
			s.SetStep(0.025, method)
			current := make([]float64, s.Len)
			current[s.Index(2, 30)] = 0.5
			for range 10 {
				step(s, current)
			}
			s.Begin(0, len(s.Groups))
			e, b := slices.Clone(s.E), slices.Clone(s.B)
			for i, x := range current {
				s.B[i] += x
			}
			s.Solve(0, len(s.Groups))
			im := make([]float64, s.Len)
			s.MembraneCurrents(im, 0, len(s.Groups))
			sum, size := -0.5, 0.0
			for i := range im {
				im[i] += current[i]
				sum += im[i]
				size += math.Abs(im[i])
				// A potential has 1e-14 mV; a compartment's conductances may be 1e3 µS.
				if want := e[i]*s.B[i] - b[i]; math.Abs(im[i]-want) > 1e-10 {
					t.Errorf("method %d, tree %d, element %d: membrane current %.15g nA, want %.15g", method, i, i, im[i], want)
				}
			}
			if math.Abs(sum) > 1e-12*size {
				t.Errorf("method %d, tree %d: membrane currents sum up to %g nA more than is injected, of %g nA", method, i, sum, size)
			}
		}
	}
}
