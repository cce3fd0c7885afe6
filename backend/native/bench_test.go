package native

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// backends are those to compare, by name.
func backends(b *testing.B) (names []string, list []backend.Backend) {
	for _, isa := range []ISA{AVX512, AVX2} {
		if x, err := NewFor(isa); err == nil {
			names, list = append(names, isa.String()), append(list, x)
		}
	}
	return append(names, "interp"), append(list, interp.New())
}

// benchmarkKernel measures a kernel on every back-end and element type.
func benchmarkKernel(b *testing.B, bank *bank, k *ir.Kernel) {
	names, list := backends(b)
	for i, back := range list {
		for _, elem := range []ir.Elem{ir.Float64, ir.Float32} {
			form := *k
			form.Elem = elem
			b.Run(fmt.Sprintf("%s/float%d", names[i], 64-32*int(elem)), func(b *testing.B) {
				p, err := back.Compile(&form)
				if err != nil {
					b.Fatal(err)
				}
				measure(b, p, bank.args(&form), bank.lanes)
			})
		}
	}
}

// measure reports the time of a lane in the mean and in the fastest call, which other work of
// the machine disturbs least.
func measure(b *testing.B, p backend.Program, a *backend.Args, lanes int) {
	least := time.Duration(math.MaxInt64)
	a.Entity = 96 // as a simulation counts them, from a multiple of 16
	b.ResetTimer()
	for range b.N {
		a.Spikes, a.Offsets = a.Spikes[:0], a.Offsets[:0]
		a.Step++
		start := time.Now()
		p.Run(a, 0, lanes)
		least = min(least, time.Since(start))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(lanes), "ns/lane")
	b.ReportMetric(float64(least.Nanoseconds())/float64(lanes), "least-ns/lane")
}

func benchmarkModel(b *testing.B, name string, lanes int) {
	bank := newBank(b, library(b, name), ir.Options{}, lanes)
	benchmarkKernel(b, bank, bank.plan.Step)
}

func BenchmarkTraubMiles(b *testing.B)    { benchmarkModel(b, "traub_miles", 4096) }
func BenchmarkHodgkin(b *testing.B)       { benchmarkModel(b, "hodgkin_huxley", 4096) }
func BenchmarkPscDelta(b *testing.B)      { benchmarkModel(b, "iaf_psc_delta", 512) }
func BenchmarkPscExp(b *testing.B)        { benchmarkModel(b, "iaf_psc_exp", 512) }
func BenchmarkAdex(b *testing.B)          { benchmarkModel(b, "adex", 4096) }
func BenchmarkNoise(b *testing.B)         { benchmarkModel(b, "ou_current", 4096) }
func BenchmarkPoissonSource(b *testing.B) { benchmarkModel(b, "poisson", 4096) }

func BenchmarkPoissonDrive(b *testing.B) {
	bank := newBank(b, library(b, "poisson_drive"), ir.Options{}, 4096)
	for i, s := range bank.plan.Symbols {
		if s.Name == "rate" {
			bank.values[i][0] = 8 // 1/ms: a mean of 0.8 a step
		}
	}
	bank.run(b, interp.New(), bank.plan.Setup)
	benchmarkKernel(b, bank, bank.plan.Step)
}

// BenchmarkSpikes is sources of which one in 300 spikes in a step, as the neurons of a network do, or so many that
// every second vector has one.
func BenchmarkSpikes(b *testing.B) {
	for _, rate := range []float64{0.032, 0.87} { // 1/ms
		b.Run(fmt.Sprint(rate), func(b *testing.B) {
			bank := newBank(b, library(b, "poisson"), ir.Options{}, 4096)
			for i, s := range bank.plan.Symbols {
				if s.Name == "rate" {
					bank.values[i][0] = rate
				}
			}
			bank.run(b, interp.New(), bank.plan.Setup)
			benchmarkKernel(b, bank, bank.plan.Step)
		})
	}
}

// BenchmarkDriven is a step of the neurons of a cortical microcircuit, each with its Poisson drive, in
// pieces as a simulation makes them.
func BenchmarkDriven(b *testing.B) {
	const lanes, piece = 77_184, 2048
	cells := newBank(b, library(b, "iaf_psc_exp"), ir.Options{}, lanes)
	drive := newBank(b, library(b, "poisson_drive"), ir.Options{}, lanes)
	for i, s := range drive.plan.Symbols {
		if s.Name == "rate" {
			drive.values[i][0] = 16 // 1/ms
		}
	}
	drive.run(b, interp.New(), drive.plan.Setup)
	names, list := backends(b)
	for i, back := range list {
		b.Run(names[i], func(b *testing.B) {
			var programs [2]backend.Program
			args := [2]*backend.Args{cells.args(cells.plan.Step), drive.args(drive.plan.Step)}
			for j, k := range []*ir.Kernel{cells.plan.Step, drive.plan.Step} {
				var err error
				if programs[j], err = back.Compile(k); err != nil {
					b.Fatal(err)
				}
				args[j].Entity = 96
			}
			least := time.Duration(math.MaxInt64)
			for range b.N {
				start := time.Now()
				for lo := 0; lo < lanes; lo += piece {
					for j, p := range programs {
						args[j].Step++
						args[j].Spikes = args[j].Spikes[:0]
						p.Run(args[j], lo, min(lo+piece, lanes))
					}
				}
				least = min(least, time.Since(start))
			}
			b.ReportMetric(float64(least.Nanoseconds())/lanes, "least-ns/lane")
		})
	}
}

// BenchmarkGates is the update of native-code measurements: voltage, three gates by
// exponential Euler and six rates; nine exponentials and six divisions.
func BenchmarkGates(b *testing.B) {
	k := gates()
	bank := &bank{lanes: 4096}
	source := random.NewSource(1, 0, 0)
	for i := range k.Columns {
		k.Columns[i].Symbol = i
		column := make([]float64, bank.lanes)
		for j := range column {
			column[j] = []float64{-65, 0.05, 0.6, 0.32, 0.025}[i] * (1 + 0.1*source.Norm())
		}
		bank.values = append(bank.values, column)
	}
	benchmarkKernel(b, bank, k)
}

// gates is the Hodgkin-Huxley gates of a compartment of given voltage.
func gates() *ir.Kernel {
	g := ir.NewGraph()
	k := &ir.Kernel{Name: "gates", Spike: ir.None, Offset: ir.None}
	column := func(name string, access ir.Access) ir.Ref {
		k.Columns = append(k.Columns, ir.Column{Name: name, Access: access})
		return g.Load(len(k.Columns)-1, ir.Pos{})
	}
	v, m, h, n := column("v", ir.Own), column("m", ir.Own), column("h", ir.Own), column("n", ir.Own)
	dt := column("dt", ir.One)
	scaled := func(shift, slope float64) ir.Ref { return g.Mul(g.Add(v, g.Const(shift)), g.Const(1/slope)) }
	exp := func(x ir.Ref) ir.Ref { return g.Unary(ir.Exp, x, ir.Pos{}) }
	linoid := func(x ir.Ref) ir.Ref { return g.Unary(ir.Linoid, x, ir.Pos{}) }
	gate := func(i int, x, alpha, beta ir.Ref) {
		sum := g.Add(alpha, beta)
		steady := g.Div(alpha, sum)
		next := g.Add(steady, g.Mul(g.Sub(x, steady), exp(g.Mul(g.Neg(sum), dt))))
		k.Stores = append(k.Stores, ir.Store{Column: i, Value: next, Mask: ir.None})
	}
	gate(1, m, linoid(scaled(40, -10)), g.Mul(g.Const(4), exp(scaled(65, -18))))
	gate(2, h, g.Mul(g.Const(0.07), exp(scaled(65, -20))), g.Div(g.Const(1), g.Add(g.Const(1), exp(scaled(35, -10)))))
	gate(3, n, g.Mul(g.Const(0.1), linoid(scaled(55, -10))), g.Mul(g.Const(0.125), exp(scaled(65, -80))))
	k.Nodes = g.Nodes
	return k
}

// BenchmarkOneLane is a call on a single listed lane, as an event makes it.
func BenchmarkOneLane(b *testing.B) {
	names, list := backends(b)
	bank := newBank(b, library(b, "iaf_psc_exp"), ir.Options{}, 64)
	for i, back := range list {
		b.Run(names[i], func(b *testing.B) {
			p, err := back.Compile(bank.plan.Step)
			if err != nil {
				b.Fatal(err)
			}
			a, lanes := bank.args(bank.plan.Step), []int32{7}
			for range b.N {
				a.Spikes = a.Spikes[:0]
				p.RunLanes(a, lanes)
			}
		})
	}
}

// BenchmarkCompile is the time from a kernel to code.
func BenchmarkCompile(b *testing.B) {
	back, err := New()
	if err != nil {
		b.Skip(err)
	}
	bank := newBank(b, library(b, "traub_miles"), ir.Options{}, 8)
	for range b.N {
		if _, err := back.Compile(bank.plan.Step); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFunctions is each function alone, on arguments of ordinary size.
func BenchmarkFunctions(b *testing.B) {
	for _, op := range []ir.Op{ir.Exp, ir.Expm1, ir.Linoid, ir.Exprel, ir.Log, ir.Log1p, ir.Sin, ir.Tanh, ir.Sqrt, ir.Pow, ir.Normal, ir.Uniform} {
		b.Run(op.String(), func(b *testing.B) {
			n := ir.Node{Op: op, A: ir.None, B: ir.None, C: ir.None}
			if op.Args() > 0 {
				n.A = 0
			}
			if op.Args() > 1 {
				n.B = 0
			}
			k := &ir.Kernel{Name: op.String(), Spike: ir.None, Offset: ir.None}
			k.Columns = []ir.Column{{Name: "x", Symbol: 0}, {Name: "y", Symbol: 1}}
			k.Nodes = []ir.Node{{Op: ir.Load, A: ir.None, B: ir.None, C: ir.None}, n}
			k.Stores = []ir.Store{{Column: 1, Value: 1, Mask: ir.None}}
			bank := &bank{lanes: 1024, values: [][]float64{make([]float64, 1024), make([]float64, 1024)}}
			for i := range bank.values[0] {
				bank.values[0][i] = 0.1 + 10*math.Abs(math.Sin(float64(i)))
			}
			benchmarkKernel(b, bank, k)
		})
	}
}
