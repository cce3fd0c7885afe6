package nmodl_test

import (
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/nmodl"
)

// instance is one instance of a mechanism in one compartment, run by the interpreter.
type instance struct {
	t      *testing.T
	plan   *ir.Plan
	values map[int][]float64 // by symbol, one element each
	spikes int
	step   uint64

	programs map[*ir.Kernel]backend.Program
}

func parse(t *testing.T, text string) *ir.Mechanism {
	t.Helper()
	m, _, err := nmodl.Parse("test.mod", text)
	if err != nil {
		t.Fatalf("parse:\n%v", err)
	}
	return m
}

// put places a mechanism into a compartment of 100 um2 and runs its setup.
func put(t *testing.T, text string, opt ir.Options) *instance {
	t.Helper()
	m := parse(t, text)
	plan, err := ir.Lower(m, opt)
	if err != nil {
		t.Fatal(err)
	}
	x := &instance{t: t, plan: plan, values: map[int][]float64{}, programs: map[*ir.Kernel]backend.Program{}}
	for i, s := range plan.Symbols {
		x.values[i] = []float64{0}
		if (s.Role == ir.Param || s.Role == ir.Assigned) && s.Init != ir.None {
			x.values[i][0] = m.Graph.At(s.Init).Imm
		}
	}
	for name, value := range map[string]float64{"dt": 0.025, "celsius": 6.3, "area": 100, "v": -65} {
		x.trySet(name, value)
	}
	return x
}

// trySet sets a value if the mechanism has it.
func (x *instance) trySet(name string, value float64) {
	for i, s := range x.plan.Symbols {
		if s.Name == name {
			x.values[i][0] = value
		}
	}
}

func (x *instance) set(name string, value float64) { x.values[x.symbol(name)][0] = value }

func (x *instance) get(name string) float64 { return x.values[x.symbol(name)][0] }

func (x *instance) symbol(name string) int {
	x.t.Helper()
	for i, s := range x.plan.Symbols {
		if s.Name == name {
			return i
		}
	}
	x.t.Fatalf("no symbol %s", name)
	return -1
}

// of is the value of the only symbol of a role.
func (x *instance) of(role ir.Role) float64 {
	for i, s := range x.plan.Symbols {
		if s.Role == role {
			return x.values[i][0]
		}
	}
	return 0
}

func (x *instance) setup() {
	x.run(x.plan.Setup)
	x.run(x.plan.SetupLanes)
}

// start runs setup and INITIAL.
func (x *instance) start() {
	x.setup()
	x.run(x.plan.Membrane.Initial)
}

// current clears what currents are added to and adds them.
func (x *instance) current() {
	for i, s := range x.plan.Symbols {
		switch s.Role {
		case ir.MembraneCurrent, ir.MembraneConductance, ir.ElectrodeCurrent, ir.ElectrodeConductance, ir.IonCurrent:
			x.values[i][0] = 0
		}
	}
	x.run(x.plan.Membrane.Current)
}

func (x *instance) advance() { x.run(x.plan.Membrane.State) }

func (x *instance) run(k *ir.Kernel) {
	x.t.Helper()
	if k == nil {
		return
	}
	p := x.programs[k]
	if p == nil {
		var err error
		if p, err = interp.New().Compile(k); err != nil {
			x.t.Fatal(err)
		}
		x.programs[k] = p
	}
	a := &backend.Args{Index: make([][]int32, 16), Seed: 7, Step: x.step}
	x.step++
	for i := range a.Index {
		a.Index[i] = []int32{0}
	}
	for _, c := range k.Columns {
		a.Columns = append(a.Columns, x.values[c.Symbol])
	}
	p.Run(a, 0, 1)
	x.spikes += len(a.Spikes)
}

// near reports a difference beyond a relative tolerance.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if d := got - want; !(d <= tolerance*(1e-12+abs(want)) && -d <= tolerance*(1e-12+abs(want))) {
		t.Errorf("%s = %.17g, want %.17g", what, got, want)
	}
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

// channel wraps blocks into a mechanism with one conductance state.
func channel(blocks ...string) string {
	return "NEURON { SUFFIX test NONSPECIFIC_CURRENT i RANGE g }\nASSIGNED { v (mV) i (mA/cm2) }\n" + strings.Join(blocks, "\n")
}
