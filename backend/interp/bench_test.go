package interp

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// graph spells kernels for benchmarks.
type graph struct {
	*ir.Graph
	k *ir.Kernel
}

func newGraph(name string) graph {
	return graph{ir.NewGraph(), &ir.Kernel{Name: name, Spike: ir.None, Offset: ir.None}}
}

func (g graph) column(name string, access ir.Access) ir.Ref {
	g.k.Columns = append(g.k.Columns, ir.Column{Name: name, Access: access})
	return g.Load(len(g.k.Columns)-1, ir.Pos{})
}

func (g graph) store(column int, value ir.Ref) {
	g.k.Stores = append(g.k.Stores, ir.Store{Column: column, Value: value, Mask: ir.None})
}

func (g graph) unary(op ir.Op, a ir.Ref) ir.Ref { return g.Unary(op, a, ir.Pos{}) }

// hodgkinHuxley is one step of the point neuron of Hodgkin & Huxley 1952: gates by
// exponential Euler with 6 rate functions, the voltage by forward Euler; 8
// exponentials and 6 divisions a lane.
func hodgkinHuxley() *ir.Kernel {
	g := newGraph("hh")
	c := g.Const
	v, m, h, n := g.column("v", ir.Own), g.column("m", ir.Own), g.column("h", ir.Own), g.column("n", ir.Own)
	input, dt := g.column("I", ir.Own), g.column("dt", ir.One)
	rate := func(scale, shift, slope float64) ir.Ref {
		return g.Mul(c(scale), g.unary(ir.Exp, g.Div(g.Add(v, c(shift)), c(slope))))
	}
	linoid := func(scale, shift, slope float64) ir.Ref {
		return g.Mul(c(scale), g.unary(ir.Linoid, g.Div(g.Add(v, c(shift)), c(slope))))
	}
	gate := func(x, alpha, beta ir.Ref) ir.Ref {
		sum := g.Add(alpha, beta)
		steady := g.Div(alpha, sum)
		return g.Add(steady, g.Mul(g.Sub(x, steady), g.unary(ir.Exp, g.Mul(g.Neg(sum), dt))))
	}
	m1 := gate(m, linoid(1, 40, -10), rate(4, 65, -18))
	h1 := gate(h, rate(0.07, 65, -20), g.Div(c(1), g.Add(c(1), g.unary(ir.Exp, g.Div(g.Add(v, c(35)), c(-10))))))
	n1 := gate(n, linoid(0.1, 55, -10), rate(0.125, 65, -80))
	sodium := g.Mul(g.Mul(g.Mul(c(120), g.Mul(m, g.Mul(m, m))), h), g.Sub(v, c(50)))
	n2 := g.Mul(n, n)
	potassium := g.Mul(g.Mul(c(36), g.Mul(n2, n2)), g.Sub(v, c(-77)))
	leak := g.Mul(c(0.3), g.Sub(v, c(-54.387)))
	current := g.Sub(g.Sub(g.Sub(input, sodium), potassium), leak)
	v1 := g.Add(v, g.Mul(dt, current))
	for i, x := range []ir.Ref{v1, m1, h1, n1} {
		g.store(i, x)
	}
	g.k.Spike = g.Binary(ir.And, g.Binary(ir.Less, v, c(0), ir.Pos{}), g.Binary(ir.LessEqual, c(0), v1, ir.Pos{}), ir.Pos{})
	g.k.Nodes = g.Nodes
	return g.k
}

// leaky is one step of a leaky integrate-and-fire neuron with an exponential
// synaptic current, solved exactly, and a refractory time counted in steps.
func leaky() *ir.Kernel {
	g := newGraph("lif")
	c, at := g.Const, ir.Pos{}
	v, i, hold, received := g.column("v", ir.Own), g.column("i", ir.Own), g.column("hold", ir.Own), g.column("received", ir.Own)
	decayV, decayI, coupling, drive := g.column("pvv", ir.One), g.column("pii", ir.One), g.column("pvi", ir.One), g.column("drive", ir.One)
	free := g.Binary(ir.LessEqual, hold, c(0), at)
	moved := g.Add(g.Add(g.Mul(v, decayV), g.Mul(i, coupling)), drive)
	spike := g.Binary(ir.And, free, g.Binary(ir.LessEqual, c(15), moved, at), at)
	v1 := g.Select(spike, c(0), g.Select(free, moved, v, at), at)
	g.store(0, v1)
	g.store(1, g.Add(g.Mul(i, decayI), received))
	g.store(2, g.Select(spike, c(20), g.Binary(ir.Max, g.Sub(hold, c(1)), c(0), at), at))
	g.k.Spike = spike
	g.k.Nodes = g.Nodes
	return g.k
}

// onSets runs a benchmark with each set of instructions that the machine has.
func onSets(b *testing.B, f func(b *testing.B, s vector.Set)) {
	for i, name := range setNames {
		if s := vector.Set(i); s.Has() {
			b.Run(name, func(b *testing.B) { f(b, s) })
		}
	}
}

func BenchmarkHodgkinHuxley(b *testing.B)   { onSets(b, benchmarkHH[float64]) }
func BenchmarkHodgkinHuxley32(b *testing.B) { onSets(b, benchmarkHH[float32]) }

func benchmarkHH[T float](b *testing.B, s vector.Set) {
	const lanes = 4096
	k := hodgkinHuxley()
	start := [][]float64{{-65}, {0.05}, {0.6}, {0.32}, {10}}
	benchmark[T](b, s, k, lanes, append(start, []float64{0.025}))
}

func BenchmarkLeaky(b *testing.B)   { onSets(b, benchmarkLeaky[float64]) }
func BenchmarkLeaky32(b *testing.B) { onSets(b, benchmarkLeaky[float32]) }

func benchmarkLeaky[T float](b *testing.B, s vector.Set) {
	const dt, tau, tauI = 0.1, 10, 2
	pvv, pii := math.Exp(-dt/tau), math.Exp(-dt/tauI)
	benchmark[T](b, s, leaky(), 4096, [][]float64{{0}, {1}, {0}, {0.01}, {pvv}, {pii}, {dt}, {20 * (1 - pvv)}})
}

// benchmark runs a kernel step by step; values are the starts of its columns, to
// which lanes add a little each.
func benchmark[T float](b *testing.B, s vector.Set, k *ir.Kernel, lanes int, values [][]float64) {
	k.Elem = ir.Float64
	if _, ok := any(T(0)).(float32); ok {
		k.Elem = ir.Float32
	}
	p, err := NewFor(s).Compile(k)
	if err != nil {
		b.Fatal(err)
	}
	a := &backend.Args{}
	for i, c := range k.Columns {
		column := make([]T, lanes)
		for j := range column {
			column[j] = T(values[i][0])
			if c.Access == ir.Own && values[i][0] != 0 {
				column[j] += T(float64(j) * 1e-6 * values[i][0])
			}
		}
		appendColumn(a, column)
	}
	spikes := 0
	b.ResetTimer()
	for range b.N {
		a.Spikes = a.Spikes[:0]
		p.Run(a, 0, lanes)
		spikes += len(a.Spikes)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(lanes), "ns/lane")
	b.ReportMetric(float64(spikes)/float64(b.N)/float64(lanes), "spikes/lane")
}

func appendColumn[T float](a *backend.Args, column []T) {
	switch c := any(column).(type) {
	case []float64:
		a.Columns = append(a.Columns, c)
	case []float32:
		a.Columns32 = append(a.Columns32, c)
	}
}
