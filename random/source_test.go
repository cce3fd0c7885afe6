package random

import (
	"math"
	"slices"
	"testing"
)

// A number is a function of its names: drawing others between changes nothing.
func TestRepeatable(t *testing.T) {
	first := Normal(1, 2, 3, 4)
	s := NewSource(1, 2, 4)
	a := []uint64{s.Uint64(), s.Uint64(), s.Uint64()}
	Poisson(1, 2, 3, 4, 100)
	if again := Normal(1, 2, 3, 4); again != first {
		t.Errorf("Normal(1, 2, 3, 4) is %g and then %g", first, again)
	}
	s = NewSource(1, 2, 4)
	if b := []uint64{s.Uint64(), s.Uint64(), s.Uint64()}; !slices.Equal(a, b) {
		t.Errorf("a source gives %x and then %x", a, b)
	}
	if b := NewSource(1, 3, 4); b.Uint64() == a[0] {
		t.Error("sources of two entities begin alike")
	}
}

// The words of a source are those of its blocks in turn.
func TestSourceOrder(t *testing.T) {
	s := NewSource(11, 12, 13)
	for step := range uint64(10) {
		b := Block(11, 12, step, 13, 255)
		for i := 0; i < 4; i += 2 {
			if got, want := s.Uint64(), uint64(b[i])<<32|uint64(b[i+1]); got != want {
				t.Fatalf("block %d word %d: %x, want %x", step, i/2, got, want)
			}
		}
	}
}

func TestIntn(t *testing.T) {
	s := NewSource(1, 1, 1)
	const n = 700
	got, want := make([]int, n), make([]float64, n)
	for range samples {
		got[s.Intn(n)]++
	}
	for i := range want {
		want[i] = float64(samples) / n
	}
	checkChi(t, got, want)
}

// Of 3·2⁶¹ values, a multiplication without rejection would hit a third with
// twice the probability of the others.
func TestIntnUnbiased(t *testing.T) {
	s := NewSource(2, 1, 1)
	const n = 3 << 61
	got := make([]int, 3)
	for range samples {
		got[s.Intn(n)%3]++
	}
	checkChi(t, got, []float64{samples / 3.0, samples / 3.0, samples / 3.0})
}

// Every order of four things is as likely.
func TestPerm(t *testing.T) {
	for name, fill := range map[string]func(s *Source, order []int32){
		"perm": func(s *Source, order []int32) { s.Perm(order) },
		"shuffle": func(s *Source, order []int32) {
			for i := range order {
				order[i] = int32(i)
			}
			s.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := NewSource(3, 1, 1)
			counts := map[[4]int32]int{}
			for range samples {
				var order [4]int32
				fill(&s, order[:])
				counts[order]++
			}
			var got []int
			var want []float64
			for _, n := range counts {
				got, want = append(got, n), append(want, samples/24.0)
			}
			if len(got) != 24 {
				t.Fatalf("%d orders of four things, want 24", len(got))
			}
			checkChi(t, got, want)
		})
	}
}

func TestGeometric(t *testing.T) {
	for _, p := range []float64{0.9, 0.1, 0.01} {
		s := NewSource(5, 5, 5)
		x := draw(func(uint64) float64 { return float64(s.Geometric(p)) })
		checkMoments(t, x, (1-p)/p, (1-p)/(p*p), 6+p*p/(1-p))
		checkCounts(t, x, func(k float64) float64 { return p * math.Pow(1-p, k) })
	}
	s := NewSource(5, 5, 5)
	if gap := s.Geometric(1); gap != 0 {
		t.Errorf("gap of certain successes = %d, want 0", gap)
	}
	if gap := s.Geometric(0); gap != math.MaxInt {
		t.Errorf("gap without success = %d, want the largest int", gap)
	}
}
