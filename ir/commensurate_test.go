package ir_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// rates reads exponentials of one potential in all the ways that are powers of another.
const rates = `
neuron rates
source a test
param  V_T -63 mV shift
state  V mV = -65 mV potential
       a 1 = 0 eighth power
       b 1 = 0 another offset
       c 1 = 0 linoid of either sign
       d 1 = 0 no multiple
       V' = 0*V/ms
       a' = 1/(1 + exp((40 - u)/5))/ms
       b' = exp((10 - u)/40)/ms + 0.01*exp((30 - u)/40)/ms
       c' = linoid((15 - u)/5)/ms + linoid((u - 40)/5)/ms + linoid((13 - u)/4)/ms
       d' = exp((17 - u)/18)/ms + exp((u - 10)/40)/ms
let    u = (V - V_T)/mV
`

// count is how many nodes of a kernel do an operation.
func count(k *ir.Kernel, op ir.Op) int {
	n := 0
	for i := range k.Nodes {
		if k.Nodes[i].Op == op {
			n++
		}
	}
	return n
}

// Of eight exponentials three are left: the base, one of the other sign and one of another slope.
func TestCommensurate(t *testing.T) {
	x := start(t, parse(t, rates), ir.Options{Method: ir.Euler}, 1)
	k := x.plan.Step
	for op, want := range map[ir.Op]int{ir.Exp: 3, ir.Linoid: 0, ir.LinoidExp: 3} {
		if got := count(k, op); got != want {
			t.Errorf("%d nodes %s, want %d", got, op, want)
		}
	}
}

// The values are those of the text, for potentials at which cells live and far beyond. The tenth power has
// ten times the error of its base and the rounding of its argument, which is 1000 at most here.
func TestCommensurateValues(t *testing.T) {
	const tolerance = 4e-13
	for v := -4e3; v <= 4e3; v += 0.37 {
		x := start(t, parse(t, rates), ir.Options{Method: ir.Euler}, 1)
		x.set("V", v)
		x.step()
		u := v + 63
		linoid := ir.EvalLinoid
		for name, want := range map[string]float64{
			"a": 1 / (1 + math.Exp((40-u)/5)),
			"b": math.Exp((10-u)/40) + 0.01*math.Exp((30-u)/40),
			"c": linoid((15-u)/5) + linoid((u-40)/5) + linoid((13-u)/4),
			"d": math.Exp((17-u)/18) + math.Exp((u-10)/40),
		} {
			if got := x.get(name); !(math.Abs(got-want) <= tolerance*math.Abs(want)+1e-290) {
				t.Errorf("at V = %g: %s' = %.17g, want %.17g", v, name, got, want)
			}
		}
	}
}

// What LinoidExp computes changes with its argument as Linoid does.
func TestLinoidExpDerivative(t *testing.T) {
	g := ir.NewGraph()
	x := g.Load(0, ir.Pos{})
	given := g.Binary(ir.LinoidExp, x, g.Unary(ir.Exp, x, ir.Pos{}), ir.Pos{})
	plain := g.Unary(ir.Linoid, x, ir.Pos{})
	for _, at := range []float64{-40, -2, -0.2, 1e-9, 0.1, 3, 20} {
		got := value(program(g, g.Derivative(given, 0), 1), at)
		want := value(program(g, g.Derivative(plain, 0), 1), at)
		if math.Abs(got-want) > 1e-12*math.Abs(want) {
			t.Errorf("at %g: %.15g, want %.15g", at, got, want)
		}
	}
}

// The base is the exponential that most others are powers of, wherever it stands.
func TestCommensurateBase(t *testing.T) {
	x := start(t, parse(t, `
neuron rates
source a test
state  V 1 = -65 potential
       a 1 = 0 some rates
       V' = 0*V/ms
       a' = (exp(-(V + 65)/20) + 1/(1 + exp(-(V + 35)/10)) + linoid(-(V + 40)/10) + exp(-(V + 65)/80))/ms
`), ir.Options{Method: ir.Euler}, 1)
	if got := count(x.plan.Step, ir.Exp); got != 1 {
		t.Errorf("%d exponentials, want one", got)
	}
}

// The rates of a gate that opens and closes alike need one quotient, whatever their parameters.
func TestTwins(t *testing.T) {
	x := start(t, parse(t, `
neuron rates
source a test
param  half -48 mV half activation
       k 6 mV steepness
state  V mV = -65 mV potential
       a 1 = 0 opening
       b 1 = 0 closing
       V' = 0*V/ms
       a' = linoid(-(V - half)/k)/ms
       b' = linoid((V - half)/k)/ms
`), ir.Options{Method: ir.Euler}, 1)
	if got := count(x.plan.Step, ir.Linoid); got != 1 {
		t.Errorf("%d quotients, want one", got)
	}
	start := append([]float64(nil), x.value...)
	for v := -5000.0; v <= 5000; v += 7.25 { // −48 among them, where both are 1
		copy(x.value, start)
		x.set("V", v)
		x.step()
		for name, want := range map[string]float64{"a": ir.EvalLinoid((-48 - v) / 6), "b": ir.EvalLinoid((v + 48) / 6)} {
			// a unit in the last place of the argument, which is 840 at most, and of the quotient
			if got := x.get(name); !(math.Abs(got-want) <= 4e-13*want) {
				t.Errorf("at V = %g: %s' = %.17g, want %.17g", v, name, got, want)
			}
		}
	}
}

// A difference from a distant value is taken first, as the text says: 1e5 + 0.1 in the argument of an
// exponential would have lost five digits.
func TestDistantOffset(t *testing.T) {
	x := start(t, parse(t, `
neuron late
source a test
state  V 1 = 0 potential
       a 1 = 0 a rate
       V' = 0*V/ms
       a' = exp((V - 100000)/0.1)/ms
`), ir.Options{Method: ir.Euler}, 1)
	v := 100000.1
	x.set("V", v)
	x.step()
	if got, want := x.get("a"), math.Exp((v-100000)/0.1); math.Abs(got-want) > 1e-14*want {
		t.Errorf("got %.17g, want %.17g", got, want)
	}
}
