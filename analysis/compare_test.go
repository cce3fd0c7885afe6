package analysis

import (
	"fmt"
	"math"
	"testing"
)

// spikes makes a train of alternating cells and times.
func spikes(n int, cellsAndTimes ...float64) Train {
	t := Train{N: n, To: math.Inf(1)}
	for k := 0; k < len(cellsAndTimes); k += 2 {
		t.Cells = append(t.Cells, int32(cellsAndTimes[k]))
		t.Times = append(t.Times, cellsAndTimes[k+1])
	}
	return t
}

func TestCompareByHand(t *testing.T) {
	for _, tt := range []struct {
		name string
		a, b Train
		tol  float64
		want Comparison
	}{
		{
			"equal", spikes(2, 0, 1, 1, 2), spikes(2, 1, 2, 0, 1), 0,
			Comparison{2, 2, 2, 0, -1, 0, 0, 2, 0, 0, math.Inf(1)},
		},
		{
			"shifted within the tolerance", spikes(2, 0, 1, 1, 2), spikes(2, 0, 1.25, 1, 2.5), 0.5,
			Comparison{2, 2, 2, 0, -1, 0.5, 1, 2, 0, 0, math.Inf(1)},
		},
		{
			"shifted beyond it", spikes(2, 0, 1, 1, 2), spikes(2, 0, 1.25, 1, 2.5), 0.3,
			Comparison{2, 2, 2, 0, -1, 0.5, 1, 1, 1, 1, 2},
		},
		{
			"one missing in the middle", spikes(1, 0, 1, 0, 2, 0, 3), spikes(1, 0, 1, 0, 3), 0.1,
			Comparison{3, 2, 1, 1, 0, math.NaN(), -1, 2, 1, 0, 2},
		},
		{
			"another cell", spikes(2, 1, 7), spikes(3, 2, 7), 0.1,
			Comparison{1, 1, 3, 2, 1, math.NaN(), -1, 0, 1, 1, 7},
		},
		{
			"nothing", spikes(0), spikes(0), 0.1,
			Comparison{0, 0, 0, 0, -1, math.NaN(), -1, 0, 0, 0, math.Inf(1)},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Compare(tt.a, tt.b, tt.tol)
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("Compare = %+v\nwant      %+v", got, tt.want)
			}
		})
	}
}

func TestCompareFraction(t *testing.T) {
	c := Compare(spikes(1, 0, 1, 0, 2, 0, 3), spikes(1, 0, 1), 0)
	near(t, "Fraction()", c.Fraction(), 0.5, 0)
	if c.Equal() {
		t.Error("Equal() is true with missing spikes")
	}
	if c := Compare(spikes(3), spikes(3), 0); !c.Equal() || c.Fraction() != 1 {
		t.Errorf("two silent files: Equal() %v, Fraction() %g, want true, 1", c.Equal(), c.Fraction())
	}
}

func TestCompareWithinWindows(t *testing.T) {
	a, b := gamma(10, 20, 1000, 1, 1), gamma(10, 20, 1000, 1, 1)
	b.Times[0] = 900 // differs from here on; before, one spike is missing
	c := Compare(a.Window(a.Times[0]+1e-9, 800), b.Window(a.Times[0]+1e-9, 800), 0)
	if !c.Equal() {
		t.Errorf("windows without the change differ: %+v", c)
	}
}

// Each spike is matched, missing or extra; exchanging the files exchanges missing
// and extra; no pairing can match more than greedily in order of time, which a
// dynamic program over all pairings in order confirms.
func FuzzCompare(f *testing.F) {
	f.Add([]byte{1, 5, 9}, []byte{2, 5}, byte(1))
	f.Add([]byte{0, 0, 0, 7}, []byte{0, 3, 4, 7, 7}, byte(3))
	f.Add([]byte{}, []byte{4}, byte(0))
	f.Fuzz(func(t *testing.T, x, y []byte, tol byte) {
		if len(x) > 50 || len(y) > 50 {
			return
		}
		a, b := Train{N: 1, To: 1e9}, Train{N: 1, To: 1e9}
		for _, v := range x {
			a.Times, a.Cells = append(a.Times, float64(v)), append(a.Cells, 0)
		}
		for _, v := range y {
			b.Times, b.Cells = append(b.Times, float64(v)), append(b.Cells, 0)
		}
		c, d := Compare(a, b, float64(tol)), Compare(b, a, float64(tol))
		if c.Matched+c.Missing != len(x) || c.Matched+c.Extra != len(y) {
			t.Errorf("%v, %v: %+v does not add up", x, y, c)
		}
		if c.Matched != d.Matched || c.Missing != d.Extra {
			t.Errorf("%v, %v: %+v one way, %+v the other", x, y, c, d)
		}
		if best := mostPairs(a.ByCell()[0], b.ByCell()[0], float64(tol)); c.Matched != best {
			t.Errorf("%v, %v, tolerance %d: %d pairs, want %d", x, y, tol, c.Matched, best)
		}
	})
}

// mostPairs is the largest number of pairs within the tolerance, each spike in at
// most one.
func mostPairs(a, b []float64, tol float64) int {
	best := make([]int, len(b)+1)
	for _, x := range a {
		next := make([]int, len(b)+1)
		for j, y := range b {
			next[j+1] = max(next[j], best[j+1])
			if math.Abs(x-y) <= tol {
				next[j+1] = max(next[j+1], best[j]+1)
			}
		}
		best = next
	}
	return best[len(b)]
}
