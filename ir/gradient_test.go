package ir_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
)

// steepness of the surrogate in these tests, 1/mV for membrane potentials: low,
// so that it is not tiny in a cell at rest.
const steepness = 0.02

// gradients runs an adjoint kernel with the gradient 1 for one thing that the
// forward kernel leaves behind and returns those of what it read, by column.
func gradients(a *ir.Adjoint, columns []float64, of int) []float64 {
	return pullBack(a, columns, map[int]float64{of: 1})
}

// pullBack is gradients for any weights of what the forward kernel leaves behind.
func pullBack(a *ir.Adjoint, columns []float64, weights map[int]float64) []float64 {
	in := append(slices.Clone(columns), make([]float64, len(a.Kernel.Columns)-len(columns))...)
	for c, w := range weights {
		in[c] = w
	}
	l := lane{k: a.Kernel}
	after := l.run(in).columns
	out := make([]float64, len(columns))
	for c, before := range a.Before {
		if before >= 0 {
			out[c] = after[before]
		}
	}
	return out
}

// output is one thing that a kernel leaves behind.
type output struct {
	name  string
	after int     // its column in the adjoint kernel, or −1
	size  float64 // what it is a small difference of: a spike's smoothed mask
	read  func(result) float64
}

func outputs(k *ir.Kernel, a *ir.Adjoint) []output {
	var out []output
	for c := range k.Columns {
		if learnable(k.Columns[c]) && slices.ContainsFunc(k.Stores, func(s ir.Store) bool { return s.Column == c }) {
			out = append(out, output{k.Columns[c].Name, a.After[c], 0, func(r result) float64 { return r.columns[c] }})
		}
	}
	if k.Spike != ir.None {
		out = append(out, output{"spike", a.Spike, 1 / steepness, func(r result) float64 { return r.spike }})
	}
	if k.Offset != ir.None {
		out = append(out, output{"offset", a.Offset, 1, func(r result) float64 { return r.offset }})
	}
	return out
}

// passesUnread reports that a shared column keeps its gradient: what lanes add to
// it does not depend on what was there.
func passesUnread(k *ir.Kernel, c int, o output) bool {
	return k.Columns[c].Name == o.name && k.Columns[c].Access != ir.Own &&
		slices.ContainsFunc(k.Stores, func(s ir.Store) bool { return s.Column == c && s.Add })
}

// learnable: the columns that the adjoint does not treat as constants.
func learnable(c ir.Column) bool {
	switch c.Role {
	case ir.Time, ir.StepStart, ir.StepSize, ir.Hold:
		return false
	}
	return c.Name != "last update"
}

// tolerance of a derivative by differences with first step reach: 1e-6 of it, or
// what rounding of a value of the given size leaves of the differences.
func tolerance(want, size, reach float64) float64 {
	return 1e-6*math.Abs(want) + 1e-11*math.Abs(size)/reach
}

// checkAdjoint compares every gradient of a kernel with differences.
func checkAdjoint(t *testing.T, k *ir.Kernel, columns, reach []float64) {
	t.Helper()
	a, err := k.Adjoint(steepness)
	if err != nil {
		t.Fatal(err)
	}
	if err := backend.Check(a.Kernel); err != nil {
		t.Fatal(err)
	}
	l := lane{k: k}
	l.freeze(columns, steepness)
	base := l.run(columns)
	for _, o := range outputs(k, a) {
		got := make([]float64, len(columns))
		if o.after >= 0 {
			got = gradients(a, columns, o.after)
		}
		for c := range columns {
			if !learnable(k.Columns[c]) || passesUnread(k, c, o) || math.IsInf(columns[c], 0) {
				continue
			}
			want := slope(func(v float64) float64 {
				moved := slices.Clone(columns)
				moved[c] = v
				return o.read(l.run(moved))
			}, columns[c], reach[c])
			if bound := tolerance(want, max(o.size, math.Abs(o.read(base))), reach[c]); !(math.Abs(got[c]-want) <= bound) {
				t.Errorf("%s: ∂%s/∂%s = %.12g, want %.12g by differences (off by %.2g, tolerance %.2g)",
					k.Name, o.name, k.Columns[c].Name, got[c], want, math.Abs(got[c]-want), bound)
			}
		}
	}
}

// checkPlan checks every kernel of a lowered mechanism at a random place.
func checkPlan(t *testing.T, m *ir.Mechanism, opt ir.Options, seed uint64) {
	t.Helper()
	x := start(t, m, opt, 0.02)
	x.scatter(rand.New(rand.NewPCG(seed, 1)))
	for _, k := range x.plan.Kernels() {
		if m.Membrane != nil && slices.ContainsFunc(k.Stores, func(s ir.Store) bool { return k.Columns[s.Column].Access == ir.ByIndex && !s.Add }) {
			continue // what an event does to its connection has no adjoint
		}
		var reach []float64
		for c := range k.Columns {
			reach = append(reach, x.reach(k.Columns[c].Symbol))
		}
		checkAdjoint(t, k, x.columns(k), reach)
	}
}

// checkJacobian compares each entry with differences of the rate.
func checkJacobian(t *testing.T, m *ir.Mechanism, seed uint64) {
	t.Helper()
	j := m.Jacobian(ir.Options{})
	if j.Kernel == nil {
		return
	}
	x := start(t, m, ir.Options{ByEvent: m.ByEvent}, 0.1)
	x.scatter(rand.New(rand.NewPCG(seed, 1)))
	entry := map[[2]int]float64{}
	if err := backend.Check(j.Kernel); err != nil {
		t.Fatal(err)
	}
	after := (&lane{k: j.Kernel}).run(x.jacobianColumns(j.Kernel)).columns
	for _, e := range j.Entries {
		entry[[2]int{e.Row, e.Col}] = after[e.Column]
	}
	for _, ode := range m.ODEs {
		for _, y := range append(m.Of(ir.State), m.Of(ir.Weight)...) {
			f := x.rate(m, ode.Rate)
			want := slope(f(y), x.value[y], x.reach(y))
			got := entry[[2]int{ode.Symbol, y}]
			if bound := tolerance(want, f(y)(x.value[y]), x.reach(y)); !(math.Abs(got-want) <= bound) {
				t.Errorf("∂%s'/∂%s = %.12g, want %.12g by differences", m.Symbols[ode.Symbol].Name, m.Symbols[y].Name, got, want)
			}
		}
	}
}

// jacobianColumns are the values that a Jacobian kernel reads.
func (x *model) jacobianColumns(k *ir.Kernel) []float64 {
	out := make([]float64, len(k.Columns))
	for c, of := range k.Columns {
		if of.Role != ir.Partial {
			out[c] = x.value[of.Symbol]
		}
	}
	return out
}

// rate is the value of an equation's right side as a function of a symbol, in the
// branch that it takes at the model's values.
func (x *model) rate(m *ir.Mechanism, r ir.Ref) func(symbol int) func(float64) float64 {
	l := &lane{k: &ir.Kernel{Nodes: m.Graph.Nodes, Matrices: m.Graph.Matrices}}
	at := slices.Clone(x.value)
	l.freeze(at, steepness)
	return func(symbol int) func(float64) float64 {
		return func(v float64) float64 {
			moved := slices.Clone(at)
			moved[symbol] = v
			return l.values(moved)[r]
		}
	}
}

const adaptive = `
neuron adaptive
source  a test
param   C_m 281 pF  capacitance
        g_L 30 nS   leak
        E_L -70 mV  rest
        E_ex 0 mV   reversal
        V_th -50 mV threshold
        V_peak 0 mV cutoff
        V_reset -60 mV reset
        D 2 mV      slope
        a 4 nS      coupling
        b 80 pA     jump
        tau_w 144 ms adaptation
        tau_syn 2 ms synapse
        t_ref 1 ms  refractory
        sigma 0.1 mV/sqrt(ms) noise
state   V mV = E_L  potential
        w pA = 0    adaptation
        g nS = 0    conductance
        h nS = 0    rise
        C_m V' = g_L*(E_L - Vc) + g_L*D*exp((Vc - V_th)/D) - w + g*(E_ex - Vc) + I + sigma*C_m*xi
        tau_w w' = a*(Vc - E_L) - w
        tau_syn h' = -h
        tau_syn g' = h - g
input   I pA        current
receive ex nS { h += exp(1)*weight } conductance
let     Vc = min(V, V_peak)
spike when V > V_peak { V = V_reset; w += b }
refractory t_ref holding V
`

func TestAdjointOfEachMethod(t *testing.T) {
	m := parse(t, adaptive)
	for _, method := range []ir.Method{ir.Auto, ir.ExponentialEuler, ir.Euler, ir.Heun, ir.RK4} {
		for _, hoist := range []map[string]bool{nil, {"tau_syn": true, "V_th": true}} {
			opt := ir.Options{Method: method, Interpolate: true, Varied: hoist}
			for seed := range uint64(3) {
				checkPlan(t, m, opt, seed)
			}
		}
	}
}

func TestJacobian(t *testing.T) {
	checkJacobian(t, parse(t, adaptive), 1)
}
