package ir_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/ir"
)

// columnsOf makes state columns of the given names, one element per lane.
func columnsOf(names ...string) []ir.Column {
	var out []ir.Column
	for i, n := range names {
		out = append(out, ir.Column{Name: n, Symbol: i, Role: ir.State})
	}
	return out
}

// built is a kernel of a graph whose slots are the columns.
func built(g *ir.Graph, columns []ir.Column, stores ...ir.Store) *ir.Kernel {
	return &ir.Kernel{Name: "built", Nodes: g.Nodes, Matrices: g.Matrices, Columns: columns, Stores: stores, Spike: ir.None, Offset: ir.None}
}

// What was computed in a branch not taken, or has no bearing on the loss, must
// not turn a gradient into NaN, even exactly where it is singular.
func TestAdjointAtSingularPoints(t *testing.T) {
	overflow := func(g *ir.Graph, x ir.Ref) ir.Ref {
		return g.Unary(ir.Exp, g.Mul(g.Const(1e4), g.Add(x, g.Const(1))), ir.Pos{})
	}
	for _, tt := range []struct {
		name  string
		value func(g *ir.Graph, x ir.Ref) ir.Ref
	}{
		{"root", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Unary(ir.Sqrt, x, ir.Pos{}) }},
		{"logarithm", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Unary(ir.Log, x, ir.Pos{}) }},
		{"reciprocal", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Div(g.Const(1), x) }},
		{"0/0", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Div(g.Mul(x, x), x) }},
		{"power", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Binary(ir.Pow, x, g.Const(-0.3), ir.Pos{}) }},
		{"overflow", overflow},
		{"∞ − ∞", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Sub(overflow(g, x), g.Mul(x, overflow(g, x))) }},
		{"product with ∞", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Mul(g.Sub(x, g.Const(2)), overflow(g, x)) }},
		{"least of ∞", func(g *ir.Graph, x ir.Ref) ir.Ref {
			return g.Mul(x, g.Binary(ir.Min, overflow(g, x), g.Const(3), ir.Pos{}))
		}},
	} {
		t.Run(tt.name+" not taken", func(t *testing.T) {
			g := ir.NewGraph()
			x := g.Load(0, ir.Pos{})
			positive := g.Binary(ir.Less, g.Const(0), x, ir.Pos{})
			root := g.Select(positive, tt.value(g, x), g.Mul(g.Const(3), x), ir.Pos{})
			if got := backward(t, g, root, 1, 0); got != 3 {
				t.Errorf("gradient at 0 = %g, want 3, that of the branch taken", got)
			}
		})
		t.Run(tt.name+" of no weight", func(t *testing.T) {
			g := ir.NewGraph()
			root := tt.value(g, g.Load(0, ir.Pos{}))
			if got := backward(t, g, root, 0, 0); got != 0 {
				t.Errorf("gradient at 0 = %g, want 0", got)
			}
		})
	}
}

// backward is the gradient of weight·root with respect to column 0 at x.
func backward(t *testing.T, g *ir.Graph, root ir.Ref, weight, x float64) float64 {
	t.Helper()
	k := built(g, columnsOf("x", "y"), ir.Store{Column: 1, Value: root, Mask: ir.None})
	a, err := k.Adjoint(1)
	if err != nil {
		t.Fatal(err)
	}
	in := make([]float64, len(a.Kernel.Columns))
	in[0], in[a.After[1]] = x, weight
	return (&lane{k: a.Kernel}).run(in).columns[a.Before[0]]
}

// A cell whose potential has overflowed spikes and is reset: its gradient stays finite.
func TestAdjointOfResetAfterOverflow(t *testing.T) {
	g := ir.NewGraph()
	v := g.Load(0, ir.Pos{})
	next := g.Unary(ir.Exp, g.Mul(v, v), ir.Pos{})
	spike := g.Unary(ir.Spike, g.Sub(next, g.Const(30)), ir.Pos{})
	root := g.Select(spike, g.Mul(g.Const(0.25), v), next, ir.Pos{})
	if got := backward(t, g, root, 1, 1000); got != 0.25 {
		t.Errorf("gradient of the reset = %g, want 0.25", got)
	}
}

// The surrogate is the formula of Zenke & Ganguli 2018: a reset from v to r by a spike
// at distance v − θ has gradient 1 − s, and (r − v)/(1 + k|v − θ|)² through the spike.
func TestSurrogate(t *testing.T) {
	const theta, reset, k = 1.0, -2.0, 4.0
	for _, v := range []float64{0.5, 1, 1.5} {
		g := ir.NewGraph()
		x := g.Load(0, ir.Pos{})
		spike := g.Unary(ir.Spike, g.Sub(x, g.Const(theta)), ir.Pos{})
		kernel := built(g, columnsOf("v"), ir.Store{Column: 0, Value: g.Select(spike, g.Const(reset), x, ir.Pos{}), Mask: ir.None})
		kernel.Nodes, kernel.Spike = g.Nodes, spike
		a, err := kernel.Adjoint(k)
		if err != nil {
			t.Fatal(err)
		}
		surrogate := 1 / math.Pow(1+k*math.Abs(v-theta), 2)
		want := (reset - v) * surrogate
		if v <= theta {
			want++
		}
		if got := gradients(a, []float64{v}, a.After[0])[0]; math.Abs(got-want) > 1e-15 {
			t.Errorf("v = %g: gradient of the reset = %.16g, want %.16g", v, got, want)
		}
		if got := gradients(a, []float64{v}, a.Spike)[0]; math.Abs(got-surrogate) > 1e-15 {
			t.Errorf("v = %g: gradient of the spike = %.16g, want %.16g", v, got, surrogate)
		}
	}
}

// Logic of spikes, masked and repeated stores, sums: all against differences.
func TestAdjointOfStoresAndMasks(t *testing.T) {
	g := ir.NewGraph()
	x, y, z := g.Load(0, ir.Pos{}), g.Load(1, ir.Pos{}), g.Load(2, ir.Pos{})
	a := g.Unary(ir.Spike, g.Sub(x, g.Const(0.5)), ir.Pos{})
	b := g.Unary(ir.Spike, g.Mul(x, y), ir.Pos{})
	c := g.Unary(ir.Spike, g.Sub(z, y), ir.Pos{})
	less := g.Binary(ir.Less, x, y, ir.Pos{})
	either := g.Binary(ir.Or, g.Binary(ir.And, a, b, ir.Pos{}), g.Unary(ir.Not, c, ir.Pos{}), ir.Pos{})
	both := g.Binary(ir.And, either, less, ir.Pos{})
	k := built(g, columnsOf("x", "y", "z", "sum"),
		ir.Store{Column: 0, Value: g.Mul(x, y), Mask: either},
		ir.Store{Column: 0, Value: g.Unary(ir.Sin, z, ir.Pos{}), Mask: ir.None, Add: true},
		ir.Store{Column: 1, Value: g.Div(x, z), Mask: less},
		ir.Store{Column: 2, Value: g.Mul(z, x), Mask: both, Add: true},
		ir.Store{Column: 3, Value: g.Select(both, x, g.Neg(z), ir.Pos{}), Mask: c, Add: true},
	)
	k.Spike = either
	reach := []float64{0.01, 0.01, 0.01, 0.01}
	for _, at := range [][]float64{{0.7, 1.2, 0.4, 5}, {0.3, 1.2, 2.4, 5}, {0.9, -0.3, 0.4, -1}, {0.6, 0.7, 0.8, 0}} {
		checkAdjoint(t, k, at, reach)
	}
}

// The matrix of an exponential, each entry a column of its own.
func TestAdjointOfExpm(t *testing.T) {
	g := ir.NewGraph()
	var entries []ir.Ref
	for i := range 9 {
		entries = append(entries, g.Load(i, ir.Pos{}))
	}
	m := g.Matrix(3, entries)
	root := g.Mul(g.Expm(m, 0, 1), g.Expm(m, 2, 2))
	k := built(g, columnsOf("a", "b", "c", "d", "e", "f", "g", "h", "i", "y", "z"))
	k.Stores = []ir.Store{{Column: 9, Value: root, Mask: ir.None}, {Column: 10, Value: g.Expm(m, 1, 0), Mask: ir.None}}
	k.Nodes, k.Matrices = g.Nodes, g.Matrices
	at := []float64{-1, 0.3, 0.2, 0.5, -2, 0.7, -0.4, 0.1, 0.6, 0, 0}
	checkAdjoint(t, k, at, slices.Repeat([]float64{0.05}, 11))
}

// Lanes that share: a value for all (One) has a gradient per lane to be summed, a
// gathered value gets the scattered sum, a scattered sum hands back what it has.
func TestAdjointOfSharedColumns(t *testing.T) {
	g := ir.NewGraph()
	w, x, p := g.Load(0, ir.Pos{}), g.Load(1, ir.Pos{}), g.Load(2, ir.Pos{})
	columns := columnsOf("w", "x", "p", "target")
	columns[1].Access, columns[1].Index = ir.ByIndex, 1
	columns[2].Access, columns[2].Role = ir.One, ir.Param
	columns[3].Access, columns[3].Index = ir.ByIndex, 2
	k := built(g, columns, ir.Store{Column: 3, Value: g.Mul(g.Mul(w, x), p), Mask: ir.None, Add: true})
	k.Nodes = g.Nodes
	a, err := k.Adjoint(1)
	if err != nil {
		t.Fatal(err)
	}
	if a.Before[3] != -1 {
		t.Errorf("the target of a sum has a column for its old gradient, want none")
	}
	program, err := interp.New().Compile(a.Kernel)
	if err != nil {
		t.Fatal(err)
	}
	weights, xs, p0 := []float64{1, 2, 3}, []float64{10, 20}, 0.5
	source, target := []int32{0, 1, 1}, []int32{1, 0, 1}
	after := []float64{100, 1000}
	args := backend.Args{Columns: make([][]float64, len(a.Kernel.Columns)), Index: [][]int32{nil, source, target}}
	args.Columns[0], args.Columns[1], args.Columns[2] = weights, xs, []float64{p0}
	args.Columns[3], args.Columns[a.After[3]] = make([]float64, 2), after
	gw, gx, gp := make([]float64, 3), make([]float64, 2), make([]float64, 3)
	args.Columns[a.Before[0]], args.Columns[a.Before[1]], args.Columns[a.Before[2]] = gw, gx, gp
	program.Run(&args, 0, 3)
	for i, s := range source {
		up := after[target[i]]
		if want := up * xs[s] * p0; gw[i] != want {
			t.Errorf("gradient of weight %d = %g, want %g", i, gw[i], want)
		}
		if want := up * weights[i] * xs[s]; gp[i] != want {
			t.Errorf("gradient of p in lane %d = %g, want %g", i, gp[i], want)
		}
	}
	if want := []float64{1000 * 1 * p0, (100*2 + 1000*3) * p0}; !slices.Equal(gx, want) {
		t.Errorf("gradients of x = %g, want %g", gx, want)
	}
}

func TestAdjointRefusesRaces(t *testing.T) {
	for _, tt := range []struct {
		name string
		add  bool
		want string
	}{
		{"overwritten", false, "kernel built has no adjoint: lanes overwrite each other in column x"},
		{"read and added to", true, "kernel built has no adjoint: column x is read while lanes add to it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := ir.NewGraph()
			root := g.Unary(ir.Exp, g.Load(0, ir.Pos{}), ir.Pos{})
			k := built(g, columnsOf("x"), ir.Store{Column: 0, Value: root, Mask: ir.None, Add: tt.add})
			k.Columns[0].Access = ir.ByIndex
			if _, err := k.Adjoint(1); err == nil || err.Error() != tt.want {
				t.Errorf("got error %v, want %s", err, tt.want)
			}
		})
	}
}

// The gradient of one step with respect to the parameters, through the derived
// values of Setup (propagators, some of them matrix exponentials), against
// differences of setup and step together.
func TestAdjointThroughSetup(t *testing.T) {
	equations, _, _ := strings.Cut(adaptive, "spike when") // differences see no surrogate
	x := start(t, parse(t, equations), ir.Options{}, 0.1)
	step, setup := x.plan.Step, x.plan.Setup
	forward, err := step.Adjoint(steepness)
	if err != nil {
		t.Fatal(err)
	}
	back, err := setup.Adjoint(steepness)
	if err != nil {
		t.Fatal(err)
	}
	x.set("V", -55)
	x.set("h", 0.02)
	x.set("g", 0.01)
	x.set("ex", 0.003)
	for _, out := range []string{"V", "w", "g"} {
		ofStep := gradients(forward, x.columns(step), forward.After[step.Column(out)])
		derived := map[int]float64{}
		for c, d := range setup.Columns {
			if back.After[c] >= 0 {
				derived[back.After[c]] = total(step, ofStep, d.Name)
			}
		}
		ofSetup := pullBack(back, x.columns(setup), derived)
		for _, p := range []string{"C_m", "g_L", "tau_w", "tau_syn", "E_ex", "a"} {
			got := total(step, ofStep, p) + total(setup, ofSetup, p)
			reach := 0.01 * max(math.Abs(x.get(p)), 0.1)
			want := slope(func(v float64) float64 { return x.after(p, v, out) }, x.get(p), reach)
			if math.Abs(got-want) > tolerance(want, x.get(out), reach) {
				t.Errorf("∂%s/∂%s = %.12g, want %.12g by differences", out, p, got, want)
			}
		}
	}
}

// total is the gradient of a column by name, 0 where the kernel does not read it.
func total(k *ir.Kernel, gradients []float64, name string) float64 {
	if c := k.Column(name); c >= 0 {
		return gradients[c]
	}
	return 0
}

// after is a state after one step with a parameter changed.
func (x *model) after(parameter string, v float64, state string) float64 {
	y := *x
	y.value = slices.Clone(x.value)
	y.set(parameter, v)
	y.call(y.plan.Setup)
	y.step()
	return y.get(state)
}
