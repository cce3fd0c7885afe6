package ir_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

const power = `
neuron power
source a test
state  V mV = 1 mV base
       a 1 = 0 power
       b 1 = 0 its inverse
       c 1 = 0 a whole one
       V' = 0*V/ms
       a' = (V/mV)^4.8/ms
       b' = (V/mV)^(-1.2)/ms
       c' = (V/mV)^9/ms
`

// Powers with an exponent that is no whole number are exponentials, with the values of pow:
// to 4.8·ln 10⁵⁰, at most, in the last place, and exactly at 0, 1 and infinity.
func TestExponents(t *testing.T) {
	x := start(t, parse(t, power), ir.Options{Method: ir.Euler}, 1)
	if got := count(x.plan.Step, ir.Pow); got != 1 {
		t.Errorf("%d nodes pow, want that of the whole exponent", got)
	}
	for _, v := range []float64{0, 1e-50, 1e-4, 0.3, 1, 1.7, 8.6, 1e5, 1e50, math.Inf(1), -1} {
		x := start(t, parse(t, power), ir.Options{Method: ir.Euler}, 1)
		x.set("V", v)
		x.step()
		for name, y := range map[string]float64{"a": 4.8, "b": -1.2} {
			want := math.Pow(v, y)
			got := x.get(name)
			if exact := v == 0 || v == 1 || math.IsInf(v, 0); exact && got != want || !(math.Abs(got-want) <= 600*0x1p-53*want) && !exact && v > 0 || v < 0 && !math.IsNaN(got) {
				t.Errorf("%g^%g: got %g, want %g", v, y, got, want)
			}
		}
	}
}
