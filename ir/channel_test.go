package ir

import (
	"slices"
	"testing"
)

// leak is a channel with one gate: i = g·p·(v − e), p' = −p/tau.
func leak(kind Kind) *Mechanism {
	g := NewGraph()
	m := &Mechanism{Kind: kind, Name: "leak", Graph: g, Inject: None, Couple: None}
	add := func(s Symbol) Ref {
		m.Symbols = append(m.Symbols, s)
		return g.Load(len(m.Symbols)-1, Pos{})
	}
	v := add(Symbol{Name: "v", Role: Voltage, Place: Compartment, Init: None})
	e := add(Symbol{Name: "ek", Role: IonPotential, Place: Compartment, Init: None})
	add(Symbol{Name: "total ik", Role: IonCurrent, Place: Compartment, Init: None})
	gbar := add(Symbol{Name: "gbar", Role: Param, Init: g.Const(1)})
	tau := add(Symbol{Name: "tau", Role: Param, Init: g.Const(2)})
	p := add(Symbol{Name: "p", Role: State, Init: g.Const(1)})
	add(Symbol{Name: "ik", Role: Assigned, Init: g.Const(0)})
	add(Symbol{Name: "g", Role: Assigned, Init: g.Const(0)})
	conductance := g.Mul(gbar, p)
	m.ODEs = []ODE{{Symbol: 5, Rate: g.Neg(g.Div(p, tau))}}
	m.Membrane = &Membrane{
		Ions:     []Ion{{Name: "k", Valence: 1, Current: 2, Potential: 1, Inside: -1, Outside: -1}},
		Currents: []Current{{Name: "ik", Symbol: 6, Value: g.Mul(conductance, g.Sub(v, e)), Ion: 0}},
		Present:  []Assign{{7, conductance}},
		Initial:  []Assign{{5, g.Const(1)}},
	}
	return m
}

// stored lists what a kernel stores, additions with a plus sign.
func stored(k *Kernel) []string {
	var out []string
	for _, s := range k.Stores {
		sign := ""
		if s.Add {
			sign = "+"
		}
		out = append(out, sign+k.Columns[s.Column].Name)
	}
	return out
}

// What nobody reads is not kept; what is asked for is. The state follows its equation
// where the text gives no step.
func TestMembraneStores(t *testing.T) {
	for _, tt := range []struct {
		name           string
		kind           Kind
		keep           map[string]bool
		current, state []string
	}{
		{"channel", Channel, nil, []string{"+total ik", "+membrane current", "+membrane conductance"}, []string{"p"}},
		{"kept", Channel, map[string]bool{"g": true, "ik": true}, []string{"g", "ik", "+total ik", "+membrane current", "+membrane conductance"}, []string{"p"}},
		{"point process", PointProcess, nil, []string{"+total ik", "+membrane current", "+membrane conductance"}, []string{"p"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := Lower(leak(tt.kind), Options{Keep: tt.keep})
			if err != nil {
				t.Fatal(err)
			}
			if got := stored(plan.Membrane.Current); !slices.Equal(got, tt.current) {
				t.Errorf("current stores %q, want %q", got, tt.current)
			}
			if got := stored(plan.Membrane.State); !slices.Equal(got, tt.state) {
				t.Errorf("state stores %q, want %q", got, tt.state)
			}
			if len(plan.Integrators) != 1 || plan.Integrators[0].Method != Exact {
				t.Errorf("integrators %v, want exact", plan.Integrators)
			}
		})
	}
}

// A compartment's columns are reached through the index table, or directly where lanes and
// compartments are one.
func TestMembraneAccess(t *testing.T) {
	for _, aligned := range []bool{false, true} {
		plan, err := Lower(leak(Channel), Options{Aligned: aligned})
		if err != nil {
			t.Fatal(err)
		}
		want := map[bool]Access{false: ByIndex, true: Own}[aligned]
		for _, c := range plan.Membrane.Current.Columns {
			if c.Place == Compartment && (c.Access != want || c.Index != int(Compartment)) {
				t.Errorf("aligned = %t: %s has access %d and index %d", aligned, c.Name, c.Access, c.Index)
			}
		}
	}
	m := leak(Channel)
	if got := m.IonOf(1) + m.IonOf(2) + m.IonOf(3); got != "kk" {
		t.Errorf("ions of ek, total ik and gbar: %q, want kk", got)
	}
}

// What an option leaves out, or asks for, is left out and there: totals that nobody reads, sums
// that the mechanism begins, and the step in one pass, which cannot be where others may have a
// say between states and currents.
func TestMembraneOptions(t *testing.T) {
	k := map[string]bool{"k": true}
	for _, tt := range []struct {
		name    string
		opt     Options
		current []string
		step    []string // nil: no such kernel
	}{
		{"total is read", Options{Together: true}, []string{"+total ik", "+membrane current", "+membrane conductance"}, nil},
		{"unread", Options{Unread: k}, []string{"+membrane current", "+membrane conductance"}, nil},
		{"together", Options{Unread: k, Together: true}, []string{"+membrane current", "+membrane conductance"},
			[]string{"p", "+membrane current", "+membrane conductance"}},
		{"first", Options{Unread: k, Together: true, Entering: true, First: true}, []string{"membrane current", "membrane conductance"},
			[]string{"p", "membrane current", "membrane conductance"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := Lower(leak(Channel), tt.opt)
			if err != nil {
				t.Fatal(err)
			}
			if got := stored(plan.Membrane.Current); !slices.Equal(got, tt.current) {
				t.Errorf("current stores %q, want %q", got, tt.current)
			}
			var step []string
			if plan.Membrane.Step != nil {
				step = stored(plan.Membrane.Step)
			}
			if !slices.Equal(step, tt.step) {
				t.Errorf("step stores %q, want %q", step, tt.step)
			}
		})
	}
	plan, err := Lower(leak(Channel), Options{Aligned: true, Uniform: k})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range plan.Membrane.Current.Columns {
		if c.Role == IonPotential && c.Access != One {
			t.Errorf("a potential that is one value has access %d", c.Access)
		}
	}
	m := leak(Channel)
	if m.Reads(2) || !m.Reads(1) || !m.Reads(4) || m.Reads(6) {
		t.Error("the mechanism reads ek and tau, not the total of ik or ik itself")
	}
}
