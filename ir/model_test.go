package ir_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/cajal-sim/cajal/equation"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// parse reads the one mechanism of a text.
func parse(t *testing.T, text string) *ir.Mechanism {
	t.Helper()
	m, err := equation.Parse(t.Name(), text)
	if err != nil {
		t.Fatal(err)
	}
	return m[0]
}

// model runs one lane of a mechanism.
type model struct {
	plan   *ir.Plan
	value  []float64 // by symbol of the plan
	normal func(stream int) float64
}

// start lowers a mechanism and sets its parameters and initial states.
func start(t *testing.T, m *ir.Mechanism, opt ir.Options, dt float64) *model {
	t.Helper()
	plan, err := ir.Lower(m, opt)
	if err != nil {
		t.Fatal(err)
	}
	x := &model{plan: plan, value: make([]float64, len(plan.Symbols))}
	for i, s := range plan.Symbols {
		switch s.Role {
		case ir.Param:
			x.value[i] = m.Graph.At(s.Init).Imm
		case ir.StepSize:
			x.value[i] = dt
		}
	}
	x.call(plan.Setup)
	x.call(plan.SetupLanes)
	for _, k := range plan.Init {
		x.call(k)
	}
	return x
}

// columns gathers what a kernel of the plan works on.
func (x *model) columns(k *ir.Kernel) []float64 {
	out := make([]float64, len(k.Columns))
	for c := range k.Columns {
		out[c] = x.value[k.Columns[c].Symbol]
	}
	return out
}

// call runs a kernel and reports whether the lane spiked, and when in the step.
func (x *model) call(k *ir.Kernel) (spiked bool, offset float64) {
	if k == nil {
		return false, 0
	}
	l := lane{k: k, normal: x.normal}
	after := l.run(x.columns(k))
	for c, v := range after.columns {
		x.value[k.Columns[c].Symbol] = v
	}
	return after.spike == 1, after.offset
}

// step advances a neuron by dt.
func (x *model) step() (spiked bool) {
	spiked, _ = x.call(x.plan.Step)
	x.advanceTime()
	return spiked
}

func (x *model) advanceTime() {
	for i, s := range x.plan.Symbols {
		switch s.Role {
		case ir.Time, ir.StepStart:
			x.value[i] += x.get("dt")
		case ir.Received:
			x.value[i] = 0
		}
	}
}

// index finds a symbol of the plan.
func (x *model) index(name string) int {
	for i, s := range x.plan.Symbols {
		if s.Name == name {
			return i
		}
	}
	panic("no symbol " + name)
}

func (x *model) get(name string) float64    { return x.value[x.index(name)] }
func (x *model) set(name string, v float64) { x.value[x.index(name)] = v }

// typical is by how much a value of a dimension differs from one moment or cell to
// the next, in internal units.
func typical(d unit.Dimension) float64 {
	for _, of := range []struct {
		unit  string
		scale float64
	}{{"mV", 5}, {"nA", 0.05}, {"uS", 0.01}, {"ms", 1}, {"nF", 0.1}, {"1/ms", 0.1}, {"1/mV", 0.01}} {
		if unit.MustParse(of.unit).Dim == d {
			return of.scale
		}
	}
	return 0.3
}

// onMembrane is what a compartment typically has.
var onMembrane = map[ir.Role]float64{ir.Voltage: -48, ir.Celsius: 31, ir.Diameter: 2, ir.Area: 100,
	ir.IonPotential: 45, ir.IonInside: 0.05, ir.IonOutside: 2, ir.IonCurrent: 0.01}

// scatter moves a model to a random but plausible place: states and inputs by
// what is typical, parameters by a few percent.
func (x *model) scatter(r *rand.Rand) {
	for i, s := range x.plan.Symbols {
		spread := typical(s.Dim)
		switch s.Role {
		case ir.Param:
			x.value[i] *= 1 + 0.05*r.Float64()
			if x.value[i] == 0 {
				x.value[i] = 0.2 * spread * r.Float64()
			}
		case ir.State, ir.Input, ir.Received, ir.Weight, ir.Delivery, ir.Coupling, ir.Injected:
			x.value[i] += spread * (0.2 + r.Float64())
		case ir.Time, ir.StepStart:
			x.value[i] = 20 + r.Float64()
		default:
			if x.value[i] == 0 {
				x.value[i] = onMembrane[s.Role] * (1 + 0.1*r.Float64())
			}
		}
	}
	x.call(x.plan.Setup)
	x.call(x.plan.SetupLanes)
}

// reach is the first step of differences in a symbol's value: small beside what
// is typical, so that no kink comes between.
func (x *model) reach(symbol int) float64 {
	s, v := x.plan.Symbols[symbol], math.Abs(x.value[symbol])
	switch {
	case s.Role == ir.Param || s.Role == ir.Derived:
		return 0.01 * max(v, 1e-3)
	}
	return 0.02 * typical(s.Dim)
}
