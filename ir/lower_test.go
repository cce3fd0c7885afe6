package ir_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

// method tells how the states of a text are advanced by Auto.
func method(t *testing.T, text string) map[string]ir.Method {
	t.Helper()
	plan, err := ir.Lower(parse(t, text), ir.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]ir.Method{}
	for _, c := range plan.Integrators {
		out[c.State] = c.Method
	}
	return out
}

// Exact is found by differentiation: whatever the states are called, in whatever
// form the equation stands, and not where it only seems to be linear.
func TestChoiceOfMethod(t *testing.T) {
	const head = "neuron m\nsource a test\nparam a 2 gain\n      tau 5 ms time\n"
	for _, tt := range []struct {
		name, states, equations string
		want                    map[string]ir.Method
	}{
		{"linear", "x 1 = 0", "x' = -x/tau", map[string]ir.Method{"x": ir.Exact}},
		{"factored", "q7 1 = 0", "q7' = (a - q7)*(1 + a)/tau", map[string]ir.Method{"q7": ir.Exact}},
		{"affine through a branch", "x 1 = 0", "x' = (x if a > 1 else -x)/tau", map[string]ir.Method{"x": ir.Exact}},
		{"squared", "x 1 = 0", "x' = -x*x/tau", map[string]ir.Method{"x": ir.RK4}},
		{"a square that cancels", "x 1 = 0", "x' = (x^2 - x*x - x)/tau", map[string]ir.Method{"x": ir.Exact}},
		{"a jump at a state", "x 1 = 0", "x' = ((1 if x > 0 else 2) - x)/tau", map[string]ir.Method{"x": ir.ExponentialEuler}},
		{"floor", "x 1 = 0", "x' = (floor(x) - x)/tau", map[string]ir.Method{"x": ir.ExponentialEuler}},
		{"kink", "x 1 = 0", "x' = -abs(x)/tau", map[string]ir.Method{"x": ir.RK4}},
		{"driven by time", "x 1 = 0", "x' = (sin(t/ms) - x)/tau", map[string]ir.Method{"x": ir.ExponentialEuler}},
		{"noisy", "x 1 = 0", "x' = -x/tau + xi/sqrt(tau)", map[string]ir.Method{"x": ir.Exact}},
		{"noise that multiplies", "x 1 = 0", "x' = -x/tau + x*xi/sqrt(tau)", map[string]ir.Method{"x": ir.Heun}},
		{"noise drives another", "x 1 = 0\n  y 1 = 0", "x' = -x/tau + xi/sqrt(tau)\n  y' = (x - y)/tau", map[string]ir.Method{"x": ir.Exact, "y": ir.Heun}},
		{"random coefficient", "x 1 = 0", "x' = (uniform() - x)/tau", map[string]ir.Method{"x": ir.ExponentialEuler}},
		{"linear beside nonlinear", "x 1 = 0\n  y 1 = 0", "x' = (y - x)/tau\n  y' = -y^3/tau", map[string]ir.Method{"x": ir.RK4, "y": ir.RK4}},
		{"linear drives nonlinear", "x 1 = 0\n  y 1 = 0", "x' = -x/tau\n  y' = (x - y^3)/tau", map[string]ir.Method{"x": ir.Exact, "y": ir.RK4}},
		{"gated", "x 1 = 0\n  y 1 = 0", "x' = -y*x/tau\n  y' = -exp(x)*y/tau", map[string]ir.Method{"x": ir.ExponentialEuler, "y": ir.ExponentialEuler}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := method(t, head+"state "+tt.states+"\n      "+tt.equations+"\n")
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

const pair = `
synapse pair "Pair rule"
source a test
param  tau_plus 20 ms window
       tau_minus 20 ms window
       A 0.01 rate
pre    x 1 = 0 trace
       tau_plus x' = -x
post   y 1 = 0 trace
       tau_minus y' = -y
on pre { deliver weight; weight = max(weight - A*y, 0); x += 1 }
on post { weight += A*x; y += 1 }
`

const eligible = `
synapse eligible
source a test
param  tau_c 1000 ms eligibility
       tau_d 200 ms modulator
state  c 1 = 0 eligibility
       tau_c c' = -c
volume d 1 = 0 modulator
       tau_d d' = -d
on pre { deliver weight; c += 1 }
on volume { d += 0.1 }
`

// Connections are left alone between events only where that changes nothing.
func TestLazySynapses(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		opt        ir.Options
		lazy       bool
	}{
		{"linear in itself", eligible, ir.Options{}, true},
		{"by a method that takes steps", eligible, ir.Options{Method: ir.Euler}, false},
		{"no state of its own", pair, ir.Options{}, false},
		{"reads the volume", strings.Replace(eligible, "tau_c c' = -c", "tau_c c' = -c*d", 1), ir.Options{}, false},
		{"reads the time", strings.Replace(eligible, "tau_c c' = -c", "tau_c c' = sin(t/ms) - c", 1), ir.Options{}, false},
		{"nonlinear", strings.Replace(eligible, "tau_c c' = -c", "tau_c c' = -c*c", 1), ir.Options{}, false},
		{"reads a state that only events change", strings.NewReplacer("tau_c c' = -c", "tau_c c' = d - c", "       tau_d d' = -d\n", "").Replace(eligible), ir.Options{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := ir.Lower(parse(t, tt.text), tt.opt)
			if err != nil {
				t.Fatal(err)
			}
			if plan.Syn.Lazy != tt.lazy {
				t.Errorf("lazy = %t, want %t", plan.Syn.Lazy, tt.lazy)
			}
		})
	}
}

// A lazy connection brought up to date once is where small steps would have taken it.
func TestLazyAdvance(t *testing.T) {
	x := start(t, parse(t, eligible), ir.Options{}, 0.1)
	x.set("c", 2)
	x.set("last update", 30)
	x.set("t", 1030)
	x.call(x.plan.Syn.Advance[ir.Self])
	agree(t, x, 1, map[string]float64{"c": 2 * 0.36787944117144233, "last update": 1030}) // e⁻¹
}

func TestStaticSynapse(t *testing.T) {
	for text, want := range map[string]bool{
		"synapse s\nsource a test\non pre { deliver weight }\n":   true,
		"synapse s\nsource a test\non pre { deliver 2*weight }\n": false,
		pair: false,
	} {
		plan, err := ir.Lower(parse(t, text), ir.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Syn.Static != want {
			t.Errorf("static = %t, want %t for:\n%s", plan.Syn.Static, want, text)
		}
	}
}

// Nothing that depends on parameters alone is left in the loop, but for what is as
// cheap as a load.
func TestHoisting(t *testing.T) {
	for _, text := range []string{leaky, adaptive, hodgkinHuxley} {
		for _, varied := range []map[string]bool{nil, {"C_m": true, "tau_syn": true}} {
			plan, err := ir.Lower(parse(t, text), ir.Options{Varied: varied})
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range uniformSlowNodes(plan.Step) {
				t.Errorf("%s computes a constant in every step:\n%s", n, plan.Step)
			}
		}
	}
}

// uniformSlowNodes lists the dear operations of a kernel that read nothing but
// parameters, derived values and the step.
func uniformSlowNodes(k *ir.Kernel) []string {
	constant := make([]bool, len(k.Nodes))
	var found []string
	for i, n := range k.Nodes {
		switch n.Op {
		case ir.Load:
			r := k.Columns[n.Slot].Role
			constant[i] = r == ir.Param || r == ir.Derived || r == ir.StepSize
			continue
		case ir.Normal, ir.Uniform, ir.Poisson:
			continue
		case ir.Expm:
			found = append(found, fmt.Sprintf("%%%d = expm", i))
			continue
		}
		constant[i] = !slices.ContainsFunc(n.Args(), func(a ir.Ref) bool { return !constant[a] })
		dear := n.Op == ir.Div || n.Op == ir.Sqrt || n.Op == ir.Exp || n.Op == ir.Exprel || n.Op == ir.Floor
		if constant[i] && dear {
			found = append(found, fmt.Sprintf("%%%d = %s", i, n.Op))
		}
	}
	return found
}

// A spike resets V and holds it for t_ref; what it receives meanwhile is lost,
// while the synaptic current goes on.
func TestRefractoriness(t *testing.T) {
	const jump = `receive kick mV { V += weight } a delta synapse
spike when`
	x := start(t, parse(t, strings.Replace(leaky, "spike when", jump, 1)), ir.Options{}, 0.25)
	x.set("kick", 100)
	if !x.step() {
		t.Fatal("no spike at a kick of 100 mV")
	}
	for i := range 4 { // t_ref is 1 ms, four steps
		x.set("kick", 100)
		before := x.get("i")
		if x.step() {
			t.Errorf("spike in refractory step %d", i)
		}
		if got := x.get("V"); got != -68 {
			t.Errorf("V = %g in refractory step %d, want -68", got, i)
		}
		if x.get("i") >= before {
			t.Errorf("the current does not decay in refractory step %d", i)
		}
	}
	x.set("kick", 100)
	if !x.step() {
		t.Error("no spike after the refractory time")
	}
}

// The crossing of a straight line through the distances at both ends.
func TestInterpolatedCrossing(t *testing.T) {
	x := start(t, parse(t, leaky), ir.Options{Interpolate: true}, 1)
	x.set("i", 0)
	x.set("V", -50.5)
	x.set("I", 1)
	next := -30 + (-50.5+30)*0.9048374180359595 // rest −70 + 1/0.025, decay e^(−1/10)
	spiked, offset := x.call(x.plan.Step)
	if want := 0.5 / (next + 50.5); !spiked || offset < want-1e-12 || offset > want+1e-12 {
		t.Errorf("spike %t at %.15g of the step, want %.15g", spiked, offset, want)
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		opt        ir.Options
		want       string
	}{
		{"exact of a nonlinear system", fitzHughNagumo, ir.Options{Method: ir.Exact},
			":4: fhn: method exact needs linear equations, but that of v is not linear in the states: use rk4, exponential_euler or leave the method out"},
		{"events of a nonlinear system", strings.Replace(fitzHughNagumo, "r' = -r/(5 ms)", "r' = -r/(5 ms)\nspike when v > 1", 1), ir.Options{ByEvent: true},
			":4: fhn: method exact needs linear equations, but that of v is not linear in the states: use rk4, exponential_euler or leave the method out (solved event by event)"},
		{"events without a threshold", "neuron n\nsource a test\nstate x 1 = 0\n      x' = -x/ms\n", ir.Options{ByEvent: true},
			": n: a neuron solved event by event needs `spike when`"},
		{"varied parameter of a pre state", pair, ir.Options{Varied: map[string]bool{"tau_plus": true}},
			":4: pair: tau_plus differs between connections, but the pre states read it: make it one value, or keep those states per connection"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantError(t, parse(t, tt.text), tt.opt, tt.want)
		})
	}
}

func wantError(t *testing.T, m *ir.Mechanism, opt ir.Options, want string) {
	t.Helper()
	_, err := ir.Lower(m, opt)
	if err == nil {
		t.Fatalf("no error, want %s", want)
	}
	if got := strings.TrimPrefix(err.Error(), t.Name()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Mistakes that the equation language finds itself, and other front-ends may not.
func TestErrorsOfPlace(t *testing.T) {
	symbol := func(m *ir.Mechanism, name string) int {
		s, _ := m.Symbol(name)
		return s
	}
	load := func(m *ir.Mechanism, name string) ir.Ref { return m.Graph.Load(symbol(m, name), ir.Pos{}) }
	for _, tt := range []struct {
		name string
		edit func(m *ir.Mechanism)
		want string
	}{
		{"pre state reads a connection", func(m *ir.Mechanism) { m.ODEs[0].Rate = load(m, "weight") },
			":0: pair: weight differs between connections, but the pre states read it: make it one value, or keep those states per connection"},
		{"pre state reads a post state", func(m *ir.Mechanism) { m.ODEs[0].Rate = load(m, "y") },
			":9: pair: y is a post state, but the pre states read it: keep those states per connection"},
		{"foreign assignment", func(m *ir.Mechanism) {
			m.Events[1].Assigns = []ir.Assign{{Symbol: symbol(m, "x"), Value: load(m, "y")}}
		},
			":12: pair: `on post` changes x, which is a pre state: an event changes only connections and its own side"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := parse(t, pair)
			tt.edit(m)
			wantError(t, m, ir.Options{}, tt.want)
		})
	}
}

// The kernels as text; read what -update writes.
func TestGolden(t *testing.T) {
	for name, of := range map[string]struct {
		text string
		opt  ir.Options
	}{
		"leaky":    {leaky, ir.Options{Varied: map[string]bool{"C_m": true}, Interpolate: true}},
		"events":   {leaky, ir.Options{ByEvent: true}},
		"pair":     {pair, ir.Options{}},
		"eligible": {eligible, ir.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := ir.Lower(parse(t, of.text), of.opt)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name, plan.String())
		})
	}
	t.Run("adjoint", func(t *testing.T) {
		plan, err := ir.Lower(parse(t, leaky), ir.Options{})
		if err != nil {
			t.Fatal(err)
		}
		a, err := plan.Step.Adjoint(1)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "adjoint", a.Kernel.String())
	})
	t.Run("jacobian", func(t *testing.T) {
		golden(t, "jacobian", parse(t, hodgkinHuxley).Jacobian(ir.Options{}).Kernel.String())
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (rewrite with -update, then read):\n%s", file, got)
	}
}
