package ir

import (
	"errors"
	"math"
	"testing"
)

// A random system with many zeros: what Eliminate writes has the solution, and
// pivots that are zero by structure or tiny at the sample are avoided.
func TestEliminate(t *testing.T) {
	const n = 8
	g := NewGraph()
	numbers := map[int]float64{}
	x := uint64(1)
	draw := func() float64 { // a linear congruential generator (Knuth's MMIX)
		x = x*6364136223846793005 + 1442695040888963407
		return float64(x>>11)/(1<<52) - 1
	}
	a, b := make([][]Ref, n), make([]Ref, n)
	symbol := func(v float64) Ref {
		numbers[len(numbers)] = v
		return g.Load(len(numbers)-1, Pos{})
	}
	for i := range n {
		for j := range n {
			switch {
			case i == j: // no pivot stands on the diagonal
				a[i] = append(a[i], symbol(1e-14*draw()))
			case (i+j)%3 == 0 || j == (i+1)%n:
				a[i] = append(a[i], symbol(draw()))
			default:
				a[i] = append(a[i], g.Const(0))
			}
		}
		b[i] = symbol(draw())
	}
	at := func(s int) float64 { return numbers[s] }
	solution, err := g.Eliminate(a, b, at)
	if err != nil {
		t.Fatal(err)
	}
	s := newSample(g, at)
	for i := range n {
		sum, size := -s.of(b[i]), 0.0
		for j := range n {
			p := s.of(a[i][j]) * s.of(solution[j])
			sum, size = sum+p, size+math.Abs(p)
		}
		if math.Abs(sum) > 1e-12*size {
			t.Errorf("row %d: residual %g of %g", i, sum, size)
		}
	}
}

func TestEliminateSingular(t *testing.T) {
	g := NewGraph()
	x := g.Load(0, Pos{})
	zero := g.Const(0)
	_, err := g.Eliminate([][]Ref{{x, zero}, {x, zero}}, []Ref{x, x}, func(int) float64 { return 1 })
	if !errors.Is(err, ErrSingular) {
		t.Errorf("error %v, want %v", err, ErrSingular)
	}
}

// Backward Euler of x' = −x³ from 1 solves y + h·y³ = 1; Newton's method finds the root.
func TestImplicitNonlinear(t *testing.T) {
	g := NewGraph()
	x := g.Load(0, Pos{})
	cube := g.Binary(Pow, x, g.Const(3), Pos{})
	s := &Implicit{States: []int{0}, Rates: []Ref{g.Neg(cube)}, Step: g.Const(0.1), Passes: 4, Sample: func(int) float64 { return 1 }}
	next, err := s.Solve(g)
	if err != nil {
		t.Fatal(err)
	}
	y := newSample(g, s.Sample).of(next[0])
	if r := y + 0.1*y*y*y - 1; math.Abs(r) > 1e-15 {
		t.Errorf("y = %.17g leaves %g", y, r)
	}
}
