package equation

import (
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// TestWrittenNumbers: on a membrane numbers are as the text writes their units,
// whatever the units are, and equal statements in other units come to the same.
func TestWrittenNumbers(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		values     map[string]float64
		want       float64 // mA/cm2, or nA of a point
	}{
		{"as NEURON", "channel c\nparam g 0.04 S/cm2 x\ncurrent i = g*(v + 70 mV)", map[string]float64{"g": 0.04, "v": -60}, 0.4},
		{"other units", "channel c\nparam g 40 mS/cm2 x\n E -7 cV x\ncurrent i = g*(v - E)", map[string]float64{"g": 40, "E": -7, "v": -60}, 0.4},
		{"internal units", "channel c\nparam g 4e-4 uS/um2 x\ncurrent i = g*(v + 70 mV)", map[string]float64{"g": 4e-4, "v": -60}, 0.4},
		{"literals", "channel c\ncurrent i = 3 mA/cm2 + 1 nA/um2 + 2 mS/cm2*mV", nil, 103.002},
		{"a total", "channel c\nparam g 10 nS x\ncurrent i = g*(v + 70 mV)/area", map[string]float64{"g": 10, "v": -60, "area": 50}, 0.1 / 50 * 100},
		{"a temperature", "channel c\nparam T 6.3 degC x\ncurrent i = 1 mA/cm2*2^((celsius - T)/(10 K))", map[string]float64{"celsius": 26.3, "T": 6.3}, 4},
		{"a point", "point p\nparam g 5 nS x\ncurrent i = g*(v - 0 mV)", map[string]float64{"g": 5, "v": -60}, -0.3},
		{"a point reads a density", "point p\nion ca reads ica\ncurrent i = ica*area", map[string]float64{"ica": 0.5, "area": 20}, 0.1},
		{"a concentration", "channel c\nion ca reads cai\nparam K 500 nM x\ncurrent i = mA/cm2*(cai/K)", map[string]float64{"cai": 0.002, "K": 500}, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := parseOne(t, tt.text)
			got := evaluator{m, tt.values, 0}.number(m.Membrane.Currents[0].Value)
			if math.Abs(got-tt.want) > 1e-12*math.Abs(tt.want) {
				t.Errorf("the current is %.15g, want %.15g: %s", got, tt.want, Format(m, m.Membrane.Currents[0].Value))
			}
		})
	}
}

// TestNoFactors: where the units are NEURON's, no factor is left.
func TestNoFactors(t *testing.T) {
	m := parseOne(t, `channel c
ion ca reads eca writes ica
param gbar 0.1 S/cm2 x
state m 1 = minf
      m' = (minf - m)/tau
let   minf = 1/(1 + exp(-v/(5 mV)))
      tau = 2 ms
current ica = gbar*m*(v - eca)`)
	for got, want := range map[string]string{
		Format(m, m.Membrane.Currents[0].Value): "gbar*m*(v - eca)",
		Format(m, m.ODEs[0].Rate):               "(1/(1 + exp(-v/5)) - m)/2",
		Format(m, m.Membrane.Initial[0].Value):  "1/(1 + exp(-v/5))",
		Format(m, m.Membrane.Present[1].Value):  "2",
	} {
		if got != want {
			t.Errorf("reads as %s, want %s", got, want)
		}
	}
	ion, current := m.Membrane.Ions[0], m.Membrane.Currents[0]
	if total := m.Symbols[ion.Current]; total.Role != ir.IonCurrent || total.Name != "total ica" || total.Place != ir.Compartment {
		t.Errorf("the total is %+v", total)
	}
	if own := m.Symbols[current.Symbol]; own.Role != ir.Assigned || own.Name != "ica" || current.Ion != 0 || ion.Valence != 2 {
		t.Errorf("the current is %+v of ion %+v", own, ion)
	}
}

// TestConnection: what an event does to its connection and its point.
func TestConnection(t *testing.T) {
	m := parseOne(t, `point p
param rest 0.25 x
state g uS
connection u 1 = 2*rest
           last ms = t
           first 1 = u
receive nS { u += (1 - u)*exp(-(t - last)/ms); last = t; g += u*weight }
current i = g*v`)
	r := m.Membrane.Receive
	if len(r.Args) != 4 || m.Symbols[r.Args[0]].Name != "weight" {
		t.Errorf("arguments %v", r.Args)
	}
	values := map[string]float64{"rest": 0.25, "u": 0.5, "last": 7, "t": 7, "g": 0.001, "weight": 3}
	for _, tt := range []struct {
		assigns []ir.Assign
		want    map[string]float64
	}{
		{r.Connect, map[string]float64{"u": 0.5, "last": 7, "first": 0.5}},
		{r.Assigns, map[string]float64{"u": 1, "last": 7, "g": 0.004}}, // 3 nS = 0.003 uS
	} {
		for _, a := range tt.assigns {
			name := m.Symbols[a.Symbol].Name
			if got := (evaluator{m, values, 0}).number(a.Value); math.Abs(got-tt.want[name]) > 1e-15 {
				t.Errorf("%s becomes %g, want %g", name, got, tt.want[name])
			}
			delete(tt.want, name)
		}
		if len(tt.want) > 1 || len(tt.want) == 1 && tt.want["last"] == 0 {
			t.Errorf("not assigned: %v", tt.want)
		}
	}
}

// TestConcentration: a state that is the concentration of an ion lives in the compartment.
func TestConcentration(t *testing.T) {
	m := parseOne(t, `channel shell
ion sr valence 2 reads isr writes sri
param tau 80 ms x
state sri mM = 100 nM inside
      sri' = -isr/(2*96485 C/mol*0.1 um) - sri/tau`)
	xi := symbol(t, m, "sri")
	s := m.Symbols[xi]
	if s.Role != ir.IonInside || s.Place != ir.Compartment || s.Doc != "inside" || !m.Membrane.Ions[0].WritesInside {
		t.Errorf("xi is %+v", s)
	}
	values := map[string]float64{"isr": -0.01, "sri": 0.001, "tau": 80}
	want := 1e4*0.01/(2*96485*0.1) - 0.001/80 // mA/cm2 in C/mol and um: the factor 1e4 of NEURON's texts
	if got := (evaluator{m, values, 0}).number(m.ODEs[0].Rate); math.Abs(got-want) > 1e-15*math.Abs(want)*10 {
		t.Errorf("xi' = %.15g, want %.15g", got, want)
	}
	if got := (evaluator{m, values, 0}).number(m.Membrane.Initial[0].Value); m.Membrane.Initial[0].Symbol != xi || got != 1e-4 {
		t.Errorf("xi starts at %g, want 1e-4", got)
	}
}

const scheme = `channel scheme
param a 3 1/ms x
      b 2 1/ms x
      c 5 1/ms x
state A 1
      B 1
      C 1
      A' = -a*A + b*B
      B' = a*A - b*B - c*B + a*C
      C' = c*B - a*C
conserve A + B + C = 2
initially steady
solve implicitly
current i = A*mA/cm2
`

// TestSteady: three states in a row, in detailed balance and with the given sum;
// and where one equation is another for the start alone.
func TestSteady(t *testing.T) {
	values := map[string]float64{"a": 3, "b": 2, "c": 5}
	for _, tt := range []struct {
		name, text string
		b          float64 // of B in A'
	}{
		{"balance", scheme, 2},
		{"another equation", strings.Replace(scheme, "steady\n", "steady\n  A' = (B - 3*A)/ms\n", 1), 1},
	} {
		m := parseOne(t, tt.text)
		x := map[string]float64{}
		sum := 0.0
		for _, a := range m.Membrane.Initial {
			x[m.Symbols[a.Symbol].Name] = evaluator{m, values, 0}.number(a.Value)
			sum += x[m.Symbols[a.Symbol].Name]
		}
		if math.Abs(sum-2) > 1e-14 {
			t.Errorf("%s: the sum is %g, want 2", tt.name, sum)
		}
		rest := -3*x["A"] + tt.b*x["B"]
		middle := 3*x["A"] - 7*x["B"] + 3*x["C"]
		if math.Abs(rest) > 1e-14 || math.Abs(middle) > 1e-14 {
			t.Errorf("%s: starts at %v, where A' = %g and B' = %g", tt.name, x, rest, middle)
		}
	}
}

// TestImplicit: the step solves x − x₀ = dt·f(x), with the sum kept.
func TestImplicit(t *testing.T) {
	m := parseOne(t, scheme)
	values := map[string]float64{"a": 3, "b": 2, "c": 5, "dt": 0.7, "A": 2, "B": 0, "C": 0}
	x := map[string]float64{}
	for _, a := range m.Membrane.Advance {
		x[m.Symbols[a.Symbol].Name] = evaluator{m, values, 0}.number(a.Value)
	}
	residual := []float64{x["A"] - 2 - 0.7*(-3*x["A"]+2*x["B"]), x["B"] - 0.7*(3*x["A"]-7*x["B"]+3*x["C"]), x["A"] + x["B"] + x["C"] - 2}
	for _, r := range residual {
		if math.Abs(r) > 1e-14 {
			t.Errorf("a step to %v leaves %v", x, residual)
		}
	}
}
