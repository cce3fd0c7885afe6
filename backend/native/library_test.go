package native

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/backendtest"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/random"
)

// Every kernel that any mechanism of the library becomes, and its adjoint, does on native
// code what it does on the interpreter.
func TestLibrary(t *testing.T) {
	each(t, func(t *testing.T, b backend.Backend) {
		kernels := 0
		for _, m := range models.All() {
			t.Run(m.Name, func(t *testing.T) {
				for _, opt := range []ir.Options{{ByEvent: m.ByEvent}, {ByEvent: m.ByEvent, Interpolate: true}} {
					kernels += compareMechanism(t, b, m, opt)
				}
			})
		}
		t.Logf("%d kernels compared", kernels)
	})
}

func compareMechanism(t *testing.T, b backend.Backend, m *ir.Mechanism, opt ir.Options) (kernels int) {
	const lanes = 91
	bank := newBank(t, m, opt, lanes)
	source := random.NewSource(uint64(len(m.Name)), 0, 0)
	bank.scatter(&source)
	for _, k := range bank.plan.Kernels() {
		for _, elem := range []ir.Elem{ir.Float64, ir.Float32} {
			form := *k
			form.Elem = elem
			compareKernel(t, b, bank, &form, bank.args(&form))
			kernels++
		}
		if adjoint, err := k.Adjoint(1); err == nil {
			a := bank.args(k)
			for i := len(a.Columns); i < len(adjoint.Kernel.Columns); i++ {
				a.Columns = append(a.Columns, normals(&source, lanes))
			}
			compareKernel(t, b, bank, adjoint.Kernel, a)
			kernels++
		}
	}
	return kernels
}

func normals(source *random.Source, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = source.Norm()
	}
	return out
}

// cloneArgs copies what a call may change.
func cloneArgs(a *backend.Args) *backend.Args {
	c := *a
	c.Columns, c.Columns32 = nil, nil
	for _, x := range a.Columns {
		c.Columns = append(c.Columns, slices.Clone(x))
	}
	for _, x := range a.Columns32 {
		c.Columns32 = append(c.Columns32, slices.Clone(x))
	}
	return &c
}

// compareKernel runs a kernel both ways, over all lanes and over listed ones.
func compareKernel(t *testing.T, b backend.Backend, bank *bank, k *ir.Kernel, a *backend.Args) {
	t.Helper()
	native, err := b.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	reference, err := interp.New().Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	got, want := cloneArgs(a), cloneArgs(a)
	native.Run(got, 0, bank.lanes)
	reference.Run(want, 0, bank.lanes)
	sameResult(t, k, got, want)
	lanes := []int32{5, 90, 3, 4, 17, 64}
	native.RunLanes(got, lanes)
	reference.RunLanes(want, lanes)
	sameResult(t, k, got, want)
}

// sameResult compares what two calls left. Rounding differs: the error of a value is taken
// relative to the largest of its column, since differences of like numbers lose digits.
func sameResult(t *testing.T, k *ir.Kernel, got, want *backend.Args) {
	t.Helper()
	tolerance := 1e-10
	if k.Elem == ir.Float32 {
		tolerance = 2e-3
	}
	for i := range k.Columns {
		x, y := numbersOf(got, i), numbersOf(want, i)
		largest := 0.0
		for _, v := range y {
			if v = math.Abs(v); v <= math.MaxFloat32 {
				largest = math.Max(largest, v)
			}
		}
		for j := range y {
			same := x[j] == y[j] || x[j] != x[j] && y[j] != y[j]
			if !same && !(math.Abs(x[j]-y[j]) <= tolerance*math.Max(largest+1e-3, math.Abs(y[j]))) {
				t.Errorf("%s: %s[%d] = %g, the interpreter has %g", k.Name, k.Columns[i].Name, j, x[j], y[j])
				return
			}
		}
	}
	if k.Elem == ir.Float64 && !slices.Equal(got.Spikes, want.Spikes) {
		t.Errorf("%s: spikes %v, the interpreter has %v", k.Name, got.Spikes, want.Spikes)
	}
}

func numbersOf(a *backend.Args, i int) []float64 {
	if a.Columns32 == nil {
		return a.Columns[i]
	}
	var out []float64
	for _, x := range a.Columns32[i] {
		out = append(out, float64(x))
	}
	return out
}

// More kernels of random choices than the conformance suite runs.
func TestRandomKernels(t *testing.T) {
	each(t, func(t *testing.T, b backend.Backend) {
		for i := range 500 {
			source := random.NewSource(77, uint64(i), 1)
			data := make([]byte, 60+source.Intn(400))
			for j := range data {
				data[j] = byte(source.Uint64())
			}
			backendtest.Fuzz(t, b, data)
			if t.Failed() {
				t.Fatalf("kernel %d", i)
			}
		}
	})
}

// Calls longer than a chunk, that begin anywhere, equal the same lanes in other pieces.
func TestPieces(t *testing.T) {
	each(t, func(t *testing.T, b backend.Backend) {
		for _, name := range []string{"traub_miles", "adex", "ou_current", "poisson"} {
			const lanes = 40_003
			bank := newBank(t, library(t, name), ir.Options{}, lanes)
			k := bank.plan.Step
			p, err := b.Compile(k)
			if err != nil {
				t.Fatal(err)
			}
			whole, parts := cloneArgs(bank.args(k)), cloneArgs(bank.args(k))
			whole.Entity, parts.Entity = 1<<32-9000, 1<<32-9000
			p.Run(whole, 0, lanes)
			for lo := 0; lo < lanes; {
				hi := min(lanes, lo+1+lo*7919%5000)
				p.Run(parts, lo, hi)
				lo = hi
			}
			for i := range whole.Columns {
				if !slices.Equal(whole.Columns[i], parts.Columns[i]) {
					t.Errorf("%s: column %s differs", name, k.Columns[i].Name)
				}
			}
			if fmt.Sprint(whole.Spikes) != fmt.Sprint(parts.Spikes) {
				t.Errorf("%s: %d spikes in one call, %d in pieces", name, len(whole.Spikes), len(parts.Spikes))
			}
		}
	})
}

// A lane beyond the bounds of a fast path leaves its neighbours as they are without it.
func TestDetours(t *testing.T) {
	each(t, func(t *testing.T, b backend.Backend) {
		k := &ir.Kernel{Name: "exprel", Spike: ir.None, Offset: ir.None, Columns: []ir.Column{{Name: "x"}, {Name: "y"}}}
		k.Nodes = []ir.Node{{Op: ir.Load, A: ir.None, B: ir.None, C: ir.None}, {Op: ir.Exprel, A: 0, B: ir.None, C: ir.None}}
		k.Stores = []ir.Store{{Column: 1, Value: 1, Mask: ir.None}}
		p, err := b.Compile(k)
		if err != nil {
			t.Fatal(err)
		}
		const lanes = 4000
		source := random.NewSource(5, 0, 0)
		x, all, one := make([]float64, lanes), make([]float64, lanes), make([]float64, lanes)
		for i := range x {
			x[i] = -5.2*source.Float64() + 0.01
		}
		p.Run(&backend.Args{Columns: [][]float64{x, all}}, 0, lanes)
		for i := range int32(lanes) {
			p.RunLanes(&backend.Args{Columns: [][]float64{x, one}}, []int32{i})
		}
		if !slices.Equal(all, one) {
			t.Error("lanes depend on their neighbours")
		}
	})
}

// The table is that of package random.
func TestCounts(t *testing.T) {
	var ours countsOf
	var theirs random.PoissonTable
	for _, mean := range []float64{0, 1e-9, 0.3, 2, 7.5, 16} {
		ours.set(mean, true)
		theirs.Set(mean)
		for i := range uint64(3000) {
			u := random.Uniform(1, i, 0, 0)
			n := 0.0
			for ours.sum[random.SearchEntries+int(n)] < u {
				n++
			}
			reached := 0.0
			for ours.words[int(reached)] <= uint64(u*0x1p52)<<12 {
				reached++
			}
			if want := theirs.Count(u); n != want || reached != want {
				t.Errorf("mean %g: %g and %g at %g, want %g", mean, n, reached, u, want)
			}
		}
	}
}
