package nmodl_test

import (
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/nmodl"
)

// The squid axon, as NMODL writes it: traps of a quotient, PROCEDURE with an argument
// named v, TABLE, GLOBAL and UNITSOFF to the end of the file.
const squid = `
UNITS { (mA) = (milliamp) (mV) = (millivolt) (S) = (siemens) }
NEURON {
	SUFFIX squid
	USEION na READ ena WRITE ina
	USEION k READ ek WRITE ik
	NONSPECIFIC_CURRENT il
	RANGE gnabar, gkbar, gl, el
	GLOBAL minf, hinf, ninf, mtau, htau, ntau
	THREADSAFE
}
PARAMETER { gnabar = .12 (S/cm2) <0,1e9>  gkbar = .036 (S/cm2)  gl = .0003 (S/cm2)  el = -54.387 (mV) }
STATE { m h n }
ASSIGNED { v (mV) celsius (degC) ena (mV) ek (mV) ina (mA/cm2) ik (mA/cm2) il (mA/cm2)
	minf hinf ninf mtau (ms) htau (ms) ntau (ms) }
BREAKPOINT {
	SOLVE states METHOD cnexp
	ina = gnabar*m^3*h*(v - ena)
	ik = gkbar*n*n*n*n*(v - ek)
	il = gl*(v - el)
}
INITIAL { rates(v)  m = minf  h = hinf  n = ninf }
DERIVATIVE states { rates(v)  m' = (minf-m)/mtau  h' = (hinf-h)/htau  n' = (ninf-n)/ntau }
PROCEDURE rates(v (mV)) {
	LOCAL alpha, beta, q10
	TABLE minf, mtau, hinf, htau, ninf, ntau DEPEND celsius FROM -100 TO 100 WITH 200
UNITSOFF
	q10 = 3^((celsius - 6.3)/10)
	alpha = .1 * vtrap(-(v+40),10)  beta = 4 * exp(-(v+65)/18)
	mtau = 1/(q10*(alpha + beta))  minf = alpha/(alpha + beta)
	alpha = .07 * exp(-(v+65)/20)  beta = 1 / (exp(-(v+35)/10) + 1)
	htau = 1/(q10*(alpha + beta))  hinf = alpha/(alpha + beta)
	alpha = .01*vtrap(-(v+55),10)  beta = .125*exp(-(v+65)/80)
	ntau = 1/(q10*(alpha + beta))  ninf = alpha/(alpha + beta)
}
FUNCTION vtrap(x,y) {
	if (fabs(x/y) < 1e-6) { vtrap = y*(1 - x/y/2) } else { vtrap = x/(exp(x/y) - 1) }
}
UNITSON`

// The model of the same name in the library, by its equations: rates and currents agree.
func TestSquidEqualsLibrary(t *testing.T) {
	library, err := models.Load("hodgkin_huxley")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []float64{-90, -65, -55, -40, -20.5, 30} { // two of them where a rate is 0/0
		x := put(t, squid, ir.Options{Keep: map[string]bool{"ina": true, "ik": true, "il": true}})
		x.set("v", v)
		x.set("ena", 50)
		x.set("ek", -77)
		x.start()
		gates := map[string]float64{"m": 0.1, "h": 0.6, "n": 0.4}
		for name, value := range gates {
			x.set(name, value)
		}
		at := func(symbol int) float64 {
			s := library.Symbols[symbol]
			if value, ok := gates[s.Name]; ok {
				return value
			}
			if s.Name == "V_m" {
				return v
			}
			if s.Role == ir.Param {
				return library.Graph.At(s.Init).Imm
			}
			return 0
		}
		for _, gate := range []string{"m", "h", "n"} {
			slot, _ := library.Symbol(gate)
			own, _ := x.plan.Mechanism.Symbol(gate)
			mine := value(x.plan.Mechanism.Graph, x.plan.Mechanism.ODE(own).Rate, func(s int) float64 { return x.values[s][0] })
			near(t, gate+"'", mine, value(library.Graph, library.ODE(slot).Rate, at), 1e-6) // vtrap breaks off its series there
		}
		x.current()
		slot, _ := library.Symbol("V_m")
		// C_m V' = −i: in internal units 1 uF/cm2 is 1e-5 nF/um2, and 1 mA/cm2 is 0.01 nA/um2.
		total := x.get("ina") + x.get("ik") + x.get("il")
		near(t, "current", total, -value(library.Graph, library.ODE(slot).Rate, at)*1e-5/0.01, 1e-12)
		near(t, "into the compartment", x.of(ir.MembraneCurrent), total*0.01*100, 1e-12)
		near(t, "total ina", x.get("total ina"), x.get("ina"), 0)
		near(t, "conductance", x.of(ir.MembraneConductance), 0.12*0.001*0.6+0.036*0.0256+0.0003, 1e-12)
	}
}

// value evaluates a node.
func value(g *ir.Graph, r ir.Ref, symbol func(int) float64) float64 {
	n := *g.At(r)
	var a []float64
	for _, arg := range n.Args() {
		a = append(a, value(g, arg, symbol))
	}
	switch {
	case n.Op == ir.Const:
		return n.Imm
	case n.Op == ir.Load:
		return symbol(int(n.Slot))
	case n.Op == ir.Select && a[0] != 0:
		return a[1]
	case n.Op == ir.Select:
		return a[2]
	case n.Op == ir.Not:
		return 1 - a[0]
	case n.Op.Mask():
		if ir.EvalMask2(n.Op, a[0], a[1]) {
			return 1
		}
		return 0
	case len(a) == 1:
		return ir.Eval1(n.Op, a[0])
	}
	return ir.Eval2(n.Op, a[0], a[1])
}

// cnexp is exact for linear equations, whatever the step.
func TestCnexpIsExact(t *testing.T) {
	text := channel(`PARAMETER { tau = 2 (ms)  a = 0.7 }
STATE { x y z }
INITIAL { x = 0.1  y = 3  z = 1 }
BREAKPOINT { SOLVE s METHOD cnexp  i = x }
DERIVATIVE s { x' = (a - x)/tau   y' = -y/(tau*5)   z' = 2 }`)
	for _, dt := range []float64{0.025, 1, 7} {
		x := put(t, text, ir.Options{})
		x.set("dt", dt)
		x.start()
		x.advance()
		near(t, "x", x.get("x"), 0.7+(0.1-0.7)*math.Exp(-dt/2), 1e-14)
		near(t, "y", x.get("y"), 3*math.Exp(-dt/10), 1e-14)
		near(t, "z", x.get("z"), 1+2*dt, 1e-14)
	}
}

// Halving the step halves the error of the implicit and explicit Euler methods, and takes
// a sixteenth of that of Runge and Kutta's: the logistic equation has a closed form.
func TestOrderOfMethods(t *testing.T) {
	for _, tt := range []struct {
		method string
		order  float64
	}{{"derivimplicit", 1}, {"euler", 1}, {"runge", 4}, {"sparse", 1}} {
		text := channel("STATE { x }\nINITIAL { x = 0.1 }\nBREAKPOINT { SOLVE s METHOD " + tt.method + "  i = x }\nDERIVATIVE s { x' = x*(1 - x) }")
		failure := func(steps int) float64 {
			x := put(t, text, ir.Options{})
			x.set("dt", 2/float64(steps))
			x.start()
			for range steps {
				x.advance()
			}
			return abs(x.get("x") - 1/(1+9*math.Exp(-2)))
		}
		if order := math.Log2(failure(40) / failure(80)); abs(order-tt.order) > 0.1 {
			t.Errorf("%s: order %.3f, want %g", tt.method, order, tt.order)
		}
	}
}

// ∂i/∂v is exact: it agrees with a central difference, through PROCEDUREs, both branches
// of IF, and powers.
func TestConductanceIsDerivative(t *testing.T) {
	text := channel(`PARAMETER { e = -77 (mV) k = 9 mg = 1 }
ASSIGNED { p g (S/cm2) }
BREAKPOINT { open(v)  g = 1e-3*p^2/(1 + exp(-0.062*v)*mg/3.57)  i = g*(v - e) + 1e-4*trap(v + 40) }
PROCEDURE open(u (mV)) { LOCAL w
	w = u + 10
	if (w < -50) { p = 0.01*exp(w/k) } else if (w < 0) { p = 1/(1 + exp(-w/k)) } else { p = sqrt(w + 1)/3 } }
FUNCTION trap(x) { if (fabs(x) < 1e-6) { trap = 1 - x/2 } else { trap = x/(exp(x) - 1) } }`)
	for _, v := range []float64{-80, -41, -30, -12, 20} {
		x := put(t, text, ir.Options{})
		at := func(v float64) (i, g float64) {
			x.set("v", v)
			x.current()
			return x.of(ir.MembraneCurrent), x.of(ir.MembraneConductance)
		}
		const h = 1e-4
		above, _ := at(v + h)
		below, _ := at(v - h)
		_, g := at(v)
		near(t, "∂i/∂v", g, (above-below)/(2*h), 1e-6)
		secant := put(t, text, ir.Options{Secant: 0.001})
		secant.set("v", v)
		secant.current()
		near(t, "secant", secant.of(ir.MembraneConductance), g, 1e-3)
	}
}

// An assignment to v inside a PROCEDURE reaches the statements after it, not the
// compartment; -x^2 is −(x²); a statement after SOLVE belongs to the current.
func TestTrapsOfPublishedFiles(t *testing.T) {
	text := channel(`ASSIGNED { a b c }
STATE { x }
INITIAL { rates()  x = a }
BREAKPOINT { SOLVE s METHOD cnexp
	rates()
	i = a + 0*x }
DERIVATIVE s { rates() x' = (a - x)/b }
PROCEDURE rates() {
	UNITSOFF
	v = v + 10
	a = exp(-((v - -55)/10)^2)    : x -> y, a comment with code: ~ A <-> B
	b = 1.0/.5 * -2^2 + 2^-1 + 2^3^2
	v = v - 10
	UNITSON
}`)
	x := put(t, text, ir.Options{Keep: map[string]bool{"a": true, "b": true}})
	x.set("v", -60)
	x.start()
	near(t, "a", x.get("a"), math.Exp(-0.25), 1e-15)
	near(t, "b", x.get("b"), -8+0.5+512, 1e-15)
	near(t, "v", x.get("v"), -60, 0)
	x.set("v", -65)
	x.current()
	near(t, "i", x.of(ir.MembraneCurrent), 1, 1e-15)
	near(t, "g", x.of(ir.MembraneConductance), 0, 0)
}

// Calcium: two USEION lines, a concentration that is a STATE and is written to the
// compartment, FARADAY, an assignment to an argument, no newline at the end.
func TestCalcium(t *testing.T) {
	const pool = `NEURON { SUFFIX pool USEION ca READ ica WRITE cai RANGE decay }
UNITS { (mV) = (millivolt) (mA) = (milliamp) FARADAY = (faraday) (coulombs) (molar) = (1/liter) (mM) = (millimolar) }
PARAMETER { gamma = 0.05  decay = 80 (ms)  depth = 0.1 (um)  minCai = 1e-4 (mM) }
ASSIGNED { ica (mA/cm2) }
INITIAL { cai = minCai }
STATE { cai (mM) }
BREAKPOINT { SOLVE states METHOD cnexp }
DERIVATIVE states { cai' = -(10000)*(ica*gamma/(2*FARADAY*depth)) - (cai - minCai)/decay }`
	x := put(t, pool, ir.Options{})
	x.start()
	near(t, "cai", x.get("cai"), 1e-4, 0)
	x.set("ica", -0.01)
	x.advance()
	drive := 1e4*0.01*0.05/(2*96485.33212331001*0.1) + 1e-4/80
	near(t, "cai", x.get("cai"), 80*drive+(1e-4-80*drive)*math.Exp(-0.025/80), 1e-12)

	const sk = `NEURON { SUFFIX sk
 USEION k READ ek WRITE ik
 USEION ca READ cai
 RANGE gbar, g, ik }
PARAMETER { v (mV) gbar = 1 (mho/cm2) zTau = 1 (ms) ek (mV) cai (mM) }
ASSIGNED { zInf ik (mA/cm2) g (S/cm2) }
STATE { z FROM 0 TO 1 }
BREAKPOINT { SOLVE states METHOD cnexp  g = gbar * z  ik = g * (v - ek) }
DERIVATIVE states { rates(cai) z' = (zInf - z) / zTau }
PROCEDURE rates(ca(mM)) { if(ca < 1e-7){ ca = ca + 1e-07 } zInf = 1/(1 + (0.00043 / ca)^4.8) }
INITIAL { rates(cai) z = zInf }`
	y := put(t, sk, ir.Options{Keep: map[string]bool{"g": true}})
	for _, c := range []float64{0, 5e-8, 1e-4, 1e-3} {
		y.set("cai", c)
		y.start()
		if c < 1e-7 {
			near(t, "z", y.get("z"), 1/(1+math.Pow(0.00043/(c+1e-7), 4.8)), 1e-12)
		} else {
			near(t, "z", y.get("z"), 1/(1+math.Pow(0.00043/c, 4.8)), 1e-12)
		}
		near(t, "cai", y.get("cai"), c, 0)
	}
}

// BEFORE and AFTER join the blocks they stand beside; a mechanism without currents does
// all of BREAKPOINT when states advance.
func TestBesideBlocks(t *testing.T) {
	x := put(t, `NEURON { SUFFIX beside RANGE a, b, c, d }
ASSIGNED { a b c d }
BEFORE INITIAL { a = 1 }
INITIAL { b = a + 1 }
AFTER INITIAL { c = b + 1 }
BEFORE BREAKPOINT { d = 10 }
BREAKPOINT { d = d + 1 }
AFTER SOLVE { d = d*2 }`, ir.Options{Keep: map[string]bool{"a": true, "b": true, "c": true, "d": true}})
	x.start()
	near(t, "c", x.get("c"), 3, 0)
	x.advance()
	near(t, "d", x.get("d"), 22, 0)
	if k := x.plan.Membrane.Current; k != nil {
		t.Errorf("a mechanism without currents has the kernel\n%s", k)
	}
}

// A noisy conductance (the idiom of Gfluct): normal numbers through C code.
func TestFluctuatingConductance(t *testing.T) {
	x := put(t, `NEURON { POINT_PROCESS fluct RANGE g NONSPECIFIC_CURRENT i POINTER donotuse }
PARAMETER { tau = 3 (ms) std = 0.002 (uS) mean = 0.01 (uS) e = 0 (mV) }
ASSIGNED { v (mV) i (nA) g (uS) g1 (uS) decay amp (uS) donotuse }
INITIAL { g1 = 0  decay = exp(-dt/tau)  amp = std*sqrt(1 - exp(-2*dt/tau)) }
BREAKPOINT { SOLVE oup  g = mean + g1  i = g*(v - e) }
PROCEDURE oup() { g1 = decay*g1 + amp*grand() }
FUNCTION grand() {
VERBATIM
	if (_p_donotuse) { _lgrand = nrn_random_pick(_p_donotuse); } else { hoc_execerror("no generator", 0); }
ENDVERBATIM
}`, ir.Options{})
	x.set("dt", 1)
	x.start()
	const n = 20000
	sum, squares, products, last := 0.0, 0.0, 0.0, 0.0
	for range n {
		x.advance()
		g := x.get("g1")
		sum, squares, products, last = sum+g, squares+g*g, products+g*last, g
	}
	// About n/6 independent values: five standard errors are 0.17 of std and 0.12 of the variance.
	if abs(sum/n) > 0.17*0.002 {
		t.Errorf("mean %g, want 0", sum/n)
	}
	if v := squares / n; abs(v-4e-6) > 0.12*4e-6 {
		t.Errorf("variance %g, want 4e-6", v)
	}
	if c := products / squares; abs(c-math.Exp(-1.0/3)) > 0.03 {
		t.Errorf("correlation after 1 ms %g, want %g", c, math.Exp(-1.0/3))
	}
}

// A point process that is an electrode: nA, into the cell.
func TestElectrode(t *testing.T) {
	x := put(t, `NEURON { POINT_PROCESS clamp RANGE del, dur, amp ELECTRODE_CURRENT i }
PARAMETER { del = 1 (ms) dur = 2 (ms) <0,1e9> amp = 0.3 (nA) }
ASSIGNED { i (nA) }
INITIAL { i = 0 }
BREAKPOINT { at_time(del) at_time(del+dur)
	if (t < del + dur && t >= del) { i = amp } else { i = 0 } }`, ir.Options{})
	x.start()
	for now, want := range map[float64]float64{0.5: 0, 1: 0.3, 2.9: 0.3, 3: 0} {
		x.set("t", now)
		x.current()
		near(t, "i", x.of(ir.ElectrodeCurrent), want, 0)
		near(t, "membrane current", x.of(ir.MembraneCurrent), 0, 0)
	}
	if l := x.plan.Mechanism.Membrane.Limits; len(l) != 1 || l[0].Low != 0 || l[0].High != 1e9 {
		t.Errorf("limits %v, want 0 to 1e9 of dur", l)
	}
}

// What a text says of its states is told to users: by which method each is advanced.
func TestChoices(t *testing.T) {
	text := func(solve, block string) string {
		return `NEURON { SUFFIX x RANGE g NONSPECIFIC_CURRENT i }
STATE { a b }
ASSIGNED { v (mV) i (mA/cm2) g }
INITIAL { a = 0 b = 1 }
BREAKPOINT { ` + solve + ` i = 0*v*a*b }
` + block
	}
	linear, square := "DERIVATIVE s { a' = 1 - a b' = -b }", "DERIVATIVE s { a' = 1 - a b' = -b*b }"
	for _, tt := range []struct{ name, text, want string }{
		{"cnexp", text("SOLVE s METHOD cnexp", linear), "a exponential_euler METHOD cnexp, b exponential_euler METHOD cnexp"},
		{"nonlinear", text("SOLVE s METHOD cnexp", square), "a implicit_euler METHOD cnexp, but not linear in itself, b implicit_euler METHOD cnexp, but not linear in itself"},
		{"runge", text("SOLVE s METHOD runge", linear), "a rk4 METHOD runge, b rk4 METHOD runge"},
		{"none", text("SOLVE s", linear), "a implicit_euler no METHOD is given, b implicit_euler no METHOD is given"},
		{"procedure", text("SOLVE s", "PROCEDURE s() { a = a + 0.1*(1 - a) }"), "a assignment the text assigns it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, _, err := nmodl.Parse("x.mod", tt.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range m.Membrane.Choices {
				got = append(got, c.State+" "+string(c.Method)+" "+c.Why)
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
