package ir_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// Two quotients of one denominator are one division; another's stays.
func TestReciprocals(t *testing.T) {
	x := start(t, parse(t, `
neuron gates
source a test
state  V 1 = -65 potential
       a 1 = 0 both
       b 1 = 0 one
       V' = 0*V/ms
       a' = (V/tau + exp(V/10)/tau)/ms
       b' = V/(2 + exp(V/20))/ms
let    tau = 3 + exp(V/30)
`), ir.Options{Method: ir.Euler}, 1)
	if got := count(x.plan.Step, ir.Div); got != 2 {
		t.Errorf("%d divisions, want 2", got)
	}
	for _, v := range []float64{-100, -65.3, 0.1, 40} {
		x.set("V", v)
		x.set("a", 0)
		x.step()
		// a reciprocal and a product round half a unit each
		if got, want := x.get("a"), (v+math.Exp(v/10))/(3+math.Exp(v/30)); math.Abs(got-want) > 1e-15*(math.Abs(v)+want) {
			t.Errorf("at V = %g: a' = %.17g, want %.17g", v, got, want)
		}
	}
}
