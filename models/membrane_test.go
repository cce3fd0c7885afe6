package models

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/ir"
)

// patch is instances of one mechanism, each on a compartment of its own and with
// one connection. Values are as the mechanism's text writes them.
type patch struct {
	t     *testing.T
	plan  *ir.Plan
	lanes int
	value [][]float64 // by symbol of the plan
	step  uint64      // of random numbers

	programs map[*ir.Kernel]backend.Program
}

// newPatch lowers a model; parameters keep their defaults and everything else is 0.
func newPatch(t *testing.T, name string, lanes int, opt ir.Options) *patch {
	t.Helper()
	m, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := ir.Lower(m, opt)
	if err != nil {
		t.Fatal(err)
	}
	p := &patch{t: t, plan: plan, lanes: lanes, value: make([][]float64, len(plan.Symbols)), programs: map[*ir.Kernel]backend.Program{}}
	for i, s := range plan.Symbols {
		p.value[i] = make([]float64, lanes)
		if s.Role == ir.Param {
			p.fill(s.Name, m.Graph.At(s.Init).Imm)
		}
	}
	return p
}

// at finds a symbol by name, or by role where the name is that of a role.
func (p *patch) at(name string) []float64 {
	p.t.Helper()
	for i, s := range p.plan.Symbols {
		if s.Name == name {
			return p.value[i]
		}
	}
	p.t.Fatalf("%s has no %s", p.plan.Mechanism.Name, name)
	return nil
}

func (p *patch) get(name string) float64 { p.t.Helper(); return p.at(name)[0] }

func (p *patch) fill(name string, x float64) {
	p.t.Helper()
	for i := range p.at(name) {
		p.at(name)[i] = x
	}
}

// given sets what not every mechanism reads.
func (p *patch) given(name string, x float64) {
	for _, s := range p.plan.Symbols {
		if s.Name == name {
			p.fill(name, x)
		}
	}
}

func (p *patch) run(k *ir.Kernel) {
	p.t.Helper()
	if k == nil {
		return
	}
	program, err := p.programs[k], error(nil)
	if program == nil {
		if program, err = interp.New().Compile(k); err != nil {
			p.t.Fatal(err)
		}
		p.programs[k] = program
	}
	a := &backend.Args{Seed: 1, Step: p.step}
	p.step++
	for _, c := range k.Columns {
		v := p.value[c.Symbol]
		if c.Access == ir.One {
			v = v[:1]
		}
		a.Columns = append(a.Columns, v)
	}
	a.Index = make([][]int32, ir.Connection+1)
	for lane := range p.lanes {
		a.Index[ir.Compartment] = append(a.Index[ir.Compartment], int32(lane))
	}
	a.Index[ir.Connection] = a.Index[ir.Compartment]
	program.Run(a, 0, p.lanes)
}

func (p *patch) start() {
	p.run(p.plan.Setup)
	p.run(p.plan.SetupLanes)
	p.run(p.plan.Membrane.Initial)
	p.run(p.plan.Membrane.Connect)
}

// current computes the currents, from nothing.
func (p *patch) current() {
	for i, s := range p.plan.Symbols {
		switch s.Role {
		case ir.IonCurrent, ir.MembraneCurrent, ir.MembraneConductance:
			clear(p.value[i])
		}
	}
	p.run(p.plan.Membrane.Current)
}

// receive is an event of a weight at time t, ms.
func (p *patch) receive(t, weight float64) {
	p.given("t", t)
	p.fill("weight", weight)
	p.run(p.plan.Membrane.Receive)
}

// everyMembrane calls f for each channel and point of the library.
func everyMembrane(t *testing.T, f func(t *testing.T, m *ir.Mechanism)) {
	for _, m := range All() {
		if m.Membrane != nil {
			t.Run(m.Name, func(t *testing.T) { f(t, m) })
		}
	}
}

// TestGates: states that decay linearly are advanced by exponential Euler, as by
// NEURON's cnexp, or exactly.
func TestGates(t *testing.T) {
	everyMembrane(t, func(t *testing.T, m *ir.Mechanism) {
		for _, c := range newPatch(t, m.Name, 1, ir.Options{}).plan.Integrators {
			if c.Method != ir.ExponentialEuler && c.Method != ir.Exact {
				t.Errorf("%s is advanced by %s", c.State, c.Method)
			}
		}
	})
}

// TestConductance: ∂i/∂v is what the current does when v changes.
func TestConductance(t *testing.T) {
	everyMembrane(t, func(t *testing.T, m *ir.Mechanism) {
		for _, opt := range []ir.Options{{}, {Aligned: true}, {Secant: 0.001}} {
			p := newPatch(t, m.Name, 1, opt)
			if p.plan.Membrane.Current == nil {
				continue
			}
			for _, v := range []float64{-90.3, -60.1, -33.7, 12.9} {
				p.excite(v)
				h, tolerance := 1e-3, 1e-8 // third derivatives are below 0.1 per mV2
				low, high := p.flow(v-h), p.flow(v+h)
				if opt.Secant > 0 {
					h, low, tolerance = opt.Secant/2, p.flow(v), 1e-9
				}
				p.flow(v)
				got, want := p.get("membrane conductance"), (high-low)/(2*h)
				if math.Abs(got-want) > tolerance*math.Abs(want)+1e-11 || want == 0 {
					t.Errorf("%+v: at %g mV the conductance is %.12g uS, want %.12g by differences", opt, v, got, want)
				}
			}
		}
	})
}

// excite starts a patch at v with every current flowing.
func (p *patch) excite(v float64) {
	for name, x := range map[string]float64{"v": v, "celsius": 34, "area": 314, "ena": 53, "ek": -107, "eca": 130, "cai": 3e-4, "gmax": 0.002} {
		p.given(name, x)
	}
	p.start()
	if p.plan.Membrane.Receive != nil {
		p.receive(0, 0.5)
		for range 20 {
			p.given("dt", 0.1)
			p.run(p.plan.Setup)
			p.run(p.plan.Membrane.State)
		}
	}
	p.given("t", 0.05)
}

// flow is the current at v with the states as they are, nA.
func (p *patch) flow(v float64) float64 {
	p.given("v", v)
	p.current()
	return p.get("membrane current")
}

// TestTogether: states and currents in one pass are what they are one after the other. An
// exponential that both share may be formed in another way.
func TestTogether(t *testing.T) {
	fused := 0
	everyMembrane(t, func(t *testing.T, m *ir.Mechanism) {
		unread := map[string]bool{}
		for _, ion := range m.Membrane.Ions {
			unread[ion.Name] = true
		}
		opt := ir.Options{Unread: unread, Entering: true}
		apart := newPatch(t, m.Name, 1, opt)
		opt.Together, opt.First = true, true
		together := newPatch(t, m.Name, 1, opt)
		if together.plan.Membrane.Step == nil {
			return
		}
		fused++
		for _, v := range []float64{-90.3, -60.1, -33.7, 12.9} {
			apart.excite(v)
			together.excite(v)
			together.given("start conductance", 0.25)
			apart.run(apart.plan.Membrane.State)
			apart.current()
			together.run(together.plan.Membrane.Step)
			for _, name := range []string{"membrane current", "membrane conductance"} {
				got, want := together.get(name), apart.get(name)
				if name == "membrane conductance" {
					want += 0.25
				}
				if math.Abs(got-want) > 1e-13*math.Abs(want) {
					t.Errorf("%s at %g mV: %.15g in one pass, %.15g in two", name, v, got, want)
				}
			}
			for i, s := range apart.plan.Symbols {
				if got, want := together.get(s.Name), apart.value[i][0]; s.Role == ir.State && math.Abs(got-want) > 1e-13*math.Abs(want) {
					t.Errorf("%s at %g mV: %.15g in one pass, %.15g in two", s.Name, v, got, want)
				}
			}
		}
	})
	if fused < 10 {
		t.Errorf("%d mechanisms go through in one pass: the test tests nothing", fused)
	}
}
