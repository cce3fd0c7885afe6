package nmodl_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// A scheme of two rows of six states, as sodium channels have it: closed to open, and
// beside each its inactivated twin. Rates depend on v.
const (
	rows, length = 2, 6
	states       = rows * length
)

func stateName(i int) string { return fmt.Sprintf("%c%d", "CI"[i/length], i%length) }

// rate of each reaction, forward and backward, at v.
func along(row, i int) (forward, backward string) {
	return fmt.Sprintf("%d*2*exp((v+40)/24)*%d", length-i, 1+row), fmt.Sprintf("%d*0.5*exp(-(v+40)/24)", i+1)
}

func across(i int) (forward, backward string) {
	return fmt.Sprintf("0.01*2.51^%d", i), fmt.Sprintf("4/5.32^%d", i)
}

// scheme writes the mechanism, with its steady state as a LINEAR block.
func scheme() string {
	var reactions, all, equations []string
	flow := make([]string, states)
	react := func(a, b int, f, g string) {
		reactions = append(reactions, fmt.Sprintf("~ %s <-> %s (%s, %s)", stateName(a), stateName(b), f, g))
		net := fmt.Sprintf("(%s)*(%s) - (%s)*(%s)", stateName(a), f, stateName(b), g)
		flow[a] += " - (" + net + ")"
		flow[b] += " + (" + net + ")"
	}
	for i := range length {
		for row := range rows {
			if i+1 < length {
				f, g := along(row, i)
				react(row*length+i, row*length+i+1, f, g)
			}
		}
		f, g := across(i)
		react(i, length+i, f, g)
	}
	for i := range states {
		all = append(all, stateName(i))
		if i+1 < states {
			equations = append(equations, "~ 0 "+flow[i]+" = 0")
		}
	}
	sum := strings.Join(all, " + ")
	return channel("STATE { "+strings.Join(all, " ")+" }",
		"INITIAL { SOLVE steady }",
		"BREAKPOINT { SOLVE kin METHOD sparse  i = 0.001*C5*(v - 50) }",
		"KINETIC kin {\n"+strings.Join(reactions, "\n")+"\nCONSERVE "+sum+" = 1 }",
		"LINEAR steady {\n"+strings.Join(equations, "\n")+"\n~ "+sum+" = 1 }")
}

// matrix is the generator of the scheme at v, column-wise: x' = A·x.
func matrix(v float64) []float64 {
	a := make([]float64, states*states)
	react := func(from, to int, rate float64) {
		a[to*states+from] += rate
		a[from*states+from] -= rate
	}
	for i := range length {
		for row := range rows {
			if i+1 < length {
				from := row*length + i
				react(from, from+1, float64(length-i)*2*math.Exp((v+40)/24)*float64(1+row))
				react(from+1, from, float64(i+1)*0.5*math.Exp(-(v+40)/24))
			}
		}
		react(i, length+i, 0.01*math.Pow(2.51, float64(i)))
		react(length+i, i, 4/math.Pow(5.32, float64(i)))
	}
	return a
}

func occupancy(x *instance) []float64 {
	p := make([]float64, states)
	for i := range p {
		p[i] = x.get(stateName(i))
	}
	return p
}

// The LINEAR block finds the state in which nothing flows, at any voltage, and the
// KINETIC block leaves it as it is.
func TestSteadyState(t *testing.T) {
	for _, v := range []float64{-120, -65, 0, 40} {
		x := put(t, scheme(), ir.Options{})
		x.set("v", v)
		x.start()
		before, a, sum := occupancy(x), matrix(v), 0.0
		for i := range states {
			flow, size := 0.0, 0.0
			for j, p := range before {
				flow += a[i*states+j] * p
				size += abs(a[i*states+j] * p)
			}
			if abs(flow) > 1e-12*size+1e-15 {
				t.Errorf("v = %g: %g flows into %s", v, flow, stateName(i))
			}
			if before[i] < 0 {
				t.Errorf("v = %g: %s = %g", v, stateName(i), before[i])
			}
			sum += before[i]
		}
		near(t, "sum", sum, 1, 1e-14)
		for range 100 {
			x.advance()
		}
		for i, p := range occupancy(x) {
			if abs(p-before[i]) > 1e-15 { // the sum rounds at 1e-16
				t.Errorf("v = %g: %s went from %g to %g", v, stateName(i), before[i], p)
			}
		}
	}
}

// After a step of voltage the scheme follows exp(tA) to first order in dt, and keeps
// its sum whatever the step.
func TestKineticFollowsExponential(t *testing.T) {
	const from, to, span = -90, -20, 0.3
	e := make([]float64, states*states)
	a := matrix(to)
	for i := range a {
		a[i] *= span
	}
	ir.EvalExpm(e, a, states)
	failure := func(steps int) float64 {
		x := put(t, scheme(), ir.Options{})
		x.set("v", from)
		x.start()
		start, worst := occupancy(x), 0.0
		x.set("v", to)
		x.set("dt", span/float64(steps))
		x.setup()
		for range steps {
			x.advance()
		}
		end, sum := occupancy(x), 0.0
		for i := range states {
			want := 0.0
			for j, p := range start {
				want += e[i*states+j] * p
			}
			worst = max(worst, abs(end[i]-want))
			sum += end[i]
		}
		near(t, "sum", sum, 1, 1e-13)
		return worst
	}
	if order := math.Log2(failure(300) / failure(600)); abs(order-1) > 0.05 {
		t.Errorf("order %.3f, want 1", order)
	}
}

// Two states: backward Euler by hand, with and without CONSERVE, and the steady state.
func TestTwoStates(t *testing.T) {
	const dt, f, b = 0.1, 3.0, 0.7
	for _, conserve := range []string{"", "CONSERVE A + B = 1"} {
		x := put(t, channel("STATE { A B }", "INITIAL { A = 0.9  B = 0.1 }",
			"BREAKPOINT { SOLVE k METHOD sparse  i = A }", "KINETIC k { ~ A <-> B (3, 0.7) "+conserve+" }"), ir.Options{})
		x.set("dt", dt)
		x.start()
		x.advance()
		want := (0.9 + dt*b) / (1 + dt*(f+b)) // from A + B = 1
		near(t, "A", x.get("A"), want, 1e-14)
		near(t, "B", x.get("B"), 1-want, 1e-14)
	}
	x := put(t, channel("STATE { A B }", "INITIAL { A = 0.9  B = 0.1  SOLVE k STEADYSTATE sparse }",
		"BREAKPOINT { SOLVE k METHOD sparse  i = A }", "KINETIC k { ~ A <-> B (3, 0.7) CONSERVE A + B = 1 }"), ir.Options{})
	x.start()
	near(t, "A at rest", x.get("A"), b/(f+b), 1e-8) // a step of 1e9 ms
}

// A buffer: the reaction is of second order, amounts are conserved, and at rest the law of
// mass action holds. << adds a flux, -> removes, and COMPARTMENT gives volumes.
func TestBuffer(t *testing.T) {
	x := put(t, channel("STATE { ca buf cabuf out }", "PARAMETER { vol = 2 }",
		"INITIAL { ca = 1  buf = 2  cabuf = 0  out = 1 }",
		"BREAKPOINT { SOLVE k METHOD sparse  i = ca }",
		"KINETIC k { COMPARTMENT vol { ca buf cabuf } COMPARTMENT 1 { out }\n ~ ca + buf <-> cabuf (4, 1)\n ~ out -> (0.5)\n ~ out << (0.25) }"), ir.Options{})
	x.start()
	for range 4000 {
		x.advance()
	}
	near(t, "calcium", x.get("ca")+x.get("cabuf"), 1, 1e-12)
	near(t, "buffer", x.get("buf")+x.get("cabuf"), 2, 1e-12)
	near(t, "mass action", 4*x.get("ca")*x.get("buf"), x.get("cabuf"), 1e-10)
	near(t, "out", x.get("out"), 0.5, 1e-10)
}

// What a CONSERVE sums are amounts, volume times concentration; where INITIAL leaves the sum
// wrong, the state declared last makes up for it (NEURON 8.2 does so).
func TestConservedAmounts(t *testing.T) {
	x := put(t, channel("STATE { B A }", "INITIAL { A = 0.5  B = 0.2 }", "BREAKPOINT { SOLVE k METHOD sparse  i = A }",
		"KINETIC k { COMPARTMENT 3 { A }  COMPARTMENT 2 { B }\n ~ A <-> B (0.4, 0.6)\n CONSERVE A + B = 7 }"), ir.Options{})
	x.set("dt", 0.1)
	x.start()
	x.advance()
	a, b := x.get("A"), x.get("B")
	near(t, "amount", 3*a+2*b, 7, 1e-14)
	near(t, "B by its own equation", 2*(b-0.2)/0.1, 0.4*a-0.6*b, 1e-12)
}

// f_flux and b_flux are the fluxes of the reaction above, at the end of the step. What was
// computed before a SOLVE keeps the states of that time.
func TestValuesBesideSolve(t *testing.T) {
	x := put(t, channel("STATE { A B }", "ASSIGNED { net before after }", "INITIAL { A = 0.9  B = 0.1 }",
		"BREAKPOINT { SOLVE step  i = A }", "PROCEDURE step() { before = A  SOLVE k METHOD sparse  after = A }",
		"KINETIC k { ~ A <-> B (3, 0.7)\n net = f_flux - b_flux }"), ir.Options{Keep: map[string]bool{"net": true, "before": true, "after": true}})
	x.start()
	x.advance()
	near(t, "before", x.get("before"), 0.9, 0)
	near(t, "after", x.get("after"), x.get("A"), 0)
	near(t, "net", x.get("net"), 3*x.get("A")-0.7*x.get("B"), 1e-14)
}

// A DERIVATIVE block that is called takes the step that SOLVE takes.
func TestCalledDerivative(t *testing.T) {
	x := put(t, channel("STATE { x }", "INITIAL { x = 1  s() }", "BREAKPOINT { SOLVE s METHOD cnexp  i = x }", "DERIVATIVE s { x' = -x }"), ir.Options{})
	x.start()
	near(t, "x", x.get("x"), math.Exp(-0.025), 1e-15)
}

// NONLINEAR blocks are solved where they start near.
func TestNonlinear(t *testing.T) {
	x := put(t, channel("STATE { x y }", "INITIAL { x = 1  y = 1  SOLVE eq }", "BREAKPOINT { i = x }",
		"NONLINEAR eq { ~ x*x + y*y = 5\n ~ x*y = 2 }"), ir.Options{})
	x.set("x", 0)
	x.run(x.plan.Setup)
	x.run(x.plan.Membrane.Initial)
	if got := x.get("x"); !math.IsNaN(got) { // x = y makes the Jacobian singular: no root is invented
		t.Errorf("x = %g from a singular start, want NaN", got)
	}
	y := put(t, channel("STATE { x y }", "INITIAL { x = 1.5  y = 0.5  SOLVE eq }", "BREAKPOINT { i = x }",
		"NONLINEAR eq { ~ x*x + y*y = 5\n ~ x*y = 2 }"), ir.Options{})
	y.start()
	near(t, "x", y.get("x"), 2, 1e-14)
	near(t, "y", y.get("y"), 1, 1e-14)
}
