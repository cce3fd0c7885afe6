package interp

import (
	"math"
	"math/big"
	"testing"
)

const digits = 300 // bits of the reference

// exact is eˣ − minus by Taylor series of x/2¹², squared 12 times.
func exact(x float64, minus float64) *big.Float {
	real := func(x float64) *big.Float { return new(big.Float).SetPrec(digits).SetFloat64(x) }
	r := real(x)
	r.SetMantExp(r, -12)
	sum, term := real(1), real(1)
	for k := 1; k < 60; k++ {
		term.Mul(term, r)
		term.Quo(term, real(float64(k)))
		sum.Add(sum, term)
	}
	for range 12 {
		sum.Mul(sum, sum)
	}
	return sum.Sub(sum, real(minus))
}

// ulps is the error of got in units of the last place of want.
func ulps(got float64, want *big.Float) float64 {
	nearest, _ := want.Float64()
	_, exponent := math.Frexp(nearest)
	unit := math.Ldexp(1, max(exponent-53, -1074))
	d := new(big.Float).SetPrec(digits).SetFloat64(got)
	d.Sub(d, want)
	e, _ := d.Float64()
	return math.Abs(e / unit)
}

// worst is the greatest error of f over many arguments.
func worst(f func(float64) float64, minus float64, arguments []float64) (error, at float64) {
	for _, x := range arguments {
		if e := ulps(f(x), exact(x, minus)); e > error {
			error, at = e, x
		}
	}
	return error, at
}

func grid(lo, hi float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = lo + (hi-lo)*(float64(i)+0.37)/float64(n)
	}
	return out
}

func TestExpAccuracy(t *testing.T) {
	for _, tt := range []struct {
		name      string
		f         func(float64) float64
		minus     float64
		arguments []float64
		most      float64
	}{
		// ½ of the last rounding, and little more: the table has extra digits.
		{"exp of all sizes", exp, 0, grid(-745, 709.7, 3000), 1.01},
		{"exp of ordinary size", exp, 0, grid(-3, 3, 3000), 0.6},
		// Where e^x − 1 is small beside the terms it is the difference of, their rounding shows.
		{"expm1 of all sizes", expm1, 1, grid(-50, 709.7, 2000), 1.5},
		{"expm1 of ordinary size", expm1, 1, grid(-1, 1, 4000), 1.5},
		{"expm1 near 0", expm1, 1, grid(-0.01, 0.01, 2000), 2},
		{"expm1 of tiny size", expm1, 1, []float64{5e-324, -1e-310, 1e-300, -1e-17, 1e-9, -1e-8}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, at := worst(tt.f, tt.minus, tt.arguments)
			t.Logf("greatest error %.3f units in the last place, at %g", e, at)
			if e > tt.most {
				t.Errorf("error of %.3f units in the last place at %g, want at most %g", e, at, tt.most)
			}
		})
	}
}

func TestExpSpecial(t *testing.T) {
	inf := math.Inf(1)
	for _, tt := range []struct{ x, exp, expm1 float64 }{
		{0, 1, 0}, {inf, inf, inf}, {-inf, 0, -1}, {math.NaN(), math.NaN(), math.NaN()},
		{709.782712893384, 1.797693134862273e308, 1.797693134862273e308}, // the last before overflow
		{709.782712893385, inf, inf}, {1e300, inf, inf}, {-1e300, 0, -1},
		{-745.13, 5e-324, -1}, {-745.14, 0, -1}, {-746, 0, -1},
	} {
		for i, f := range []func(float64) float64{exp, expm1} {
			got, want := f(tt.x), [...]float64{tt.exp, tt.expm1}[i]
			if got != want && !(math.Abs(got/want-1) < 1e-12) && !(got != got && want != want) {
				t.Errorf("function %d of %.15g = %g, want %g", i, tt.x, got, want)
			}
		}
	}
	if y := expm1(math.Copysign(0, -1)); y != 0 || !math.Signbit(y) {
		t.Errorf("expm1(−0) = %g, want −0", y)
	}
}

// A loop over lanes gives the bits of the function of one number, whatever else
// stands in the block: special lanes are mended without touching the others.
func TestLoopsEqualScalars(t *testing.T) {
	special := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 708, 708.1, -708.1, 710, -746, 1e300, -1e300, 5e-324, 1e-310}
	for _, tt := range []struct {
		name   string
		loop   func(d, a []float64)
		scalar func(float64) float64
	}{
		{"exp", expLoop[float64], exp}, {"expm1", expm1Loop[float64], expm1}, {"linoid", linoidLoop[float64], linoid},
		{"exprel", exprelLoop[float64], exprel}, {"tanh", tanhLoop[float64], tanh},
	} {
		a := grid(-40, 40, block)
		for i := -1; i < len(special); i++ {
			if i >= 0 {
				a[17*i+3] = special[i]
			}
			d := make([]float64, len(a))
			tt.loop(d, a)
			for j, x := range a {
				if got, want := d[j], tt.scalar(x); math.Float64bits(got) != math.Float64bits(want) && !(got != got && want != want) {
					t.Errorf("%s(%g) = %g in the loop, want %g", tt.name, x, got, want)
				}
			}
		}
	}
}

// linoid(−x) = linoid(x) + x and exprel(x) = e^x·exprel(−x), within a few roundings.
func FuzzLinoid(f *testing.F) {
	for _, x := range []float64{0, 1e-300, 1e-8, 0.003, 1, 30, 700} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x float64) {
		if !(math.Abs(x) < 700) {
			return
		}
		if a, b := linoid(-x), linoid(x)+x; math.Abs(a-b) > 4e-16*(math.Abs(a)+math.Abs(x)) {
			t.Errorf("linoid(−x) = %.17g, linoid(x) + x = %.17g at x = %g", a, b, x)
		}
		if a, b := exprel(x), exp(x)*exprel(-x); math.Abs(a-b) > 2e-15*a {
			t.Errorf("exprel(x) = %.17g, e^x·exprel(−x) = %.17g at x = %g", a, b, x)
		}
	})
}
