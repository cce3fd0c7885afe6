package ir

import (
	"math"
	"testing"
)

func checkExpm(t *testing.T, n int, a, want []float64, tolerance float64) {
	t.Helper()
	got := make([]float64, n*n)
	EvalExpm(got, a, n)
	for i := range want {
		if d := math.Abs(got[i] - want[i]); !(d <= tolerance*math.Abs(want[i])) {
			t.Errorf("expm(%g) entry (%d, %d) = %.17g, want %.17g, relative error %.2g", a, i/n, i%n, got[i], want[i], d/math.Abs(want[i]))
		}
	}
}

// The exponential of [[−p, 0], [c, −q]] has (e^(−p) − e^(−q))/(q−p)·c below the diagonal.
func TestExpmTwoDecays(t *testing.T) {
	for _, tt := range []struct{ p, q, c float64 }{
		{0.1, 0.2, 1}, {0.01, 0.01, 3}, {0.05, 0.05000001, 1e-3}, {1e-3, 5, 1e6},
		{0.1 / 20, 0.1 / 0.5, 0.1 / 250}, {1e-4, 1000, 2}, {0, 0.3, 7}, {0, 0, 5}, {30, 2, -1e-9},
	} {
		divided := math.Exp(-tt.p) // equal decays
		if d := tt.q - tt.p; d != 0 {
			divided = -math.Exp(-tt.p) * math.Expm1(-d) / d
		}
		a := []float64{-tt.p, 0, tt.c, -tt.q}
		checkExpm(t, 2, a, []float64{math.Exp(-tt.p), 0, tt.c * divided, math.Exp(-tt.q)}, 2e-14)
	}
}

// An alpha current of equal time constants on a leaky membrane of the same one:
// a Jordan block, whose exponential is e^(−p)·(1, c, c²/2).
func TestExpmJordan(t *testing.T) {
	const p, c = 0.2, 0.7
	e := math.Exp(-p)
	a := []float64{-p, 0, 0, c, -p, 0, 0, c, -p}
	checkExpm(t, 3, a, []float64{e, 0, 0, c * e, e, 0, c * c / 2 * e, c * e, e}, 1e-14)
}

func TestExpmNilpotent(t *testing.T) {
	a := []float64{0, 1e3, -2, 0, 0, 1e-3, 0, 0, 0}
	checkExpm(t, 3, a, []float64{1, 1e3, -1.5, 0, 1, 1e-3, 0, 0, 1}, 1e-14)
}

// A damped rotation; large angles lose digits by the squarings, as the
// conditioning of e^(iθ) makes them.
func TestExpmRotation(t *testing.T) {
	for _, angle := range []float64{1e-8, 0.3, 1, 3, 20} {
		const damping = 0.1
		e := math.Exp(-damping)
		c, s := e*math.Cos(angle), e*math.Sin(angle)
		a := []float64{-damping, -angle, angle, -damping}
		checkExpm(t, 2, a, []float64{c, -s, s, c}, 1e-14*(1+10*angle))
	}
}

// The same rotation in badly scaled variables: balancing restores it.
func TestExpmBalance(t *testing.T) {
	const angle, ratio = 0.5, 0x1p40
	c, s := math.Cos(angle), math.Sin(angle)
	a := []float64{0, -angle * ratio, angle / ratio, 0}
	checkExpm(t, 2, a, []float64{c, -s * ratio, s / ratio, c}, 1e-14)
}

// A fast variable driven by a slow one and driving another: e¹ is the same by one
// step as by 64 of a 64th.
func TestExpmHalving(t *testing.T) {
	const n = 5
	a := []float64{
		-0.005, 0, 0, 0, 0,
		0.3, -2, 0, 0, 0,
		0, 1.7, -0.2, 0, 0,
		0.004, 0, 0, -0.1, -0.5,
		0, 0, 0.02, 0.4, -0.1,
	}
	want := make([]float64, n*n)
	small := make([]float64, n*n)
	for i := range a {
		small[i] = a[i] / 64
	}
	EvalExpm(want, small, n)
	for range 6 {
		copy(small, want)
		multiply(want, small, small, n)
	}
	checkExpm(t, n, a, want, 2e-13)
}

func TestExpmSpecial(t *testing.T) {
	checkExpm(t, 1, []float64{-0.3}, []float64{math.Exp(-0.3)}, 1e-15)
	checkExpm(t, 1, []float64{-1e5}, []float64{0}, 0)
	got := make([]float64, 4)
	EvalExpm(got, []float64{0, math.NaN(), 0, 0}, 2)
	for i, x := range got {
		if x == x {
			t.Errorf("expm of NaN has entry %d = %g, want NaN", i, x)
		}
	}
}

func TestExpmLarge(t *testing.T) {
	const n = 20 // beyond the room on the stack
	a, want := make([]float64, n*n), make([]float64, n*n)
	for i := range n {
		a[i*n+i] = -float64(i)
		want[i*n+i] = math.Exp(-float64(i))
	}
	checkExpm(t, n, a, want, 1e-15)
}

func BenchmarkExpm(b *testing.B) {
	a := []float64{-0.2, 0, 0, 0.1, -0.2, 0, 0, 0.4, -0.01}
	dst := make([]float64, 9)
	for range b.N {
		EvalExpm(dst, a, 3)
	}
}
