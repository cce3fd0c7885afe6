package interp

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

var setNames = []string{"plain", "AVX2", "AVX-512"}

// eachSet runs a test with each set of instructions that the machine has.
func eachSet(t *testing.T, f func(t *testing.T, s vector.Set)) {
	for i, name := range setNames {
		t.Run(name, func(t *testing.T) {
			if !vector.Set(i).Has() {
				t.Skip("this processor has not the instructions")
			}
			f(t, vector.Set(i))
		})
	}
}

// pairs lists kernels of two operations in a row, with every operand a
// lane's own or uniform, on either side.
func pairs() []*ir.Kernel {
	var out []*ir.Kernel
	for _, op := range []ir.Op{ir.Neg, ir.Abs, ir.Add, ir.Sub, ir.Mul, ir.Div, ir.Min, ir.Max} {
		for _, then := range []ir.Op{ir.Add, ir.Sub, ir.Mul, ir.Div, ir.Min, ir.Max, ir.Less, ir.LessEqual, ir.Equal} {
			for form := range 16 {
				out = append(out, pair(op, then, form))
			}
		}
	}
	return out
}

// pair is then(op(a, b), c); the bits of form make a, b or c uniform, and change the sides of then. A comparison
// chooses among what it compares.
func pair(op, then ir.Op, form int) *ir.Kernel {
	g := newGraph(fmt.Sprint(op, then, form))
	var x []ir.Ref
	for i, name := range []string{"a", "b", "c"} {
		x = append(x, g.column(name, ir.Access(form>>i&1)))
	}
	g.column("out", ir.Own)
	p, q := g.unaryOrBinary(op, x[0], x[1]), x[2]
	if form&8 != 0 {
		p, q = q, p
	}
	result := g.Binary(then, p, q, ir.Pos{})
	if then.Mask() {
		result = g.Select(result, p, q, ir.Pos{})
	}
	g.store(3, result)
	g.k.Nodes = g.Nodes
	return g.k
}

func (g graph) unaryOrBinary(op ir.Op, a, b ir.Ref) ir.Ref {
	if op.Args() == 1 {
		return g.unary(op, a)
	}
	return g.Binary(op, a, b, ir.Pos{})
}

// crowded keeps many values alive at once, before and after a function that needs the registers.
func crowded() *ir.Kernel {
	g := newGraph("crowded")
	const columns = 7
	var x, sums []ir.Ref
	for i := range columns {
		x = append(x, g.column(string(rune('a'+i)), ir.Own))
	}
	for i := range x {
		for j := range i {
			sums = append(sums, g.Sub(x[i], g.Mul(x[j], g.Const(float64(i)))))
		}
	}
	root := g.unary(ir.Sqrt, g.unary(ir.Abs, sums[0]))
	for i := range x {
		total := root
		for j := len(sums) - 1; j >= i; j-- {
			held := g.Binary(ir.Less, sums[j], sums[i], ir.Pos{})
			total = g.Add(g.Mul(total, sums[(i+j)%len(sums)]), g.Select(held, sums[i], x[i], ir.Pos{}))
		}
		g.store(i, total)
	}
	g.k.Nodes = g.Nodes
	return g.k
}

// drawing draws a uniform number, a count and, with normal set, a normal number.
func drawing(normal bool) *ir.Kernel {
	g := newGraph("draws")
	mean := g.column("mean", ir.One)
	g.column("u", ir.Own)
	g.column("n", ir.Own)
	g.column("z", ir.Own)
	g.store(1, g.Random(ir.Uniform, 1, ir.None, ir.Pos{}))
	g.store(2, g.Random(ir.Poisson, 2, mean, ir.Pos{}))
	if normal {
		g.store(3, g.Random(ir.Normal, 3, ir.None, ir.Pos{}))
	}
	g.k.Nodes = g.Nodes
	return g.k
}

// lanesOf makes the arguments of n lanes whose entities pass a multiple of 2³².
func lanesOf(k *ir.Kernel, n int) *backend.Args {
	source := random.NewSource(8, 0, 0)
	a := &backend.Args{Seed: 5, Entity: 1<<32 - 300, Step: 7}
	for _, c := range k.Columns {
		column := make([]float64, 1)
		if c.Access == ir.Own {
			column = make([]float64, n)
		}
		for i := range column {
			column[i] = 1 + 0.1*source.Norm()
		}
		a.Columns = append(a.Columns, column)
	}
	return a
}

func run(t *testing.T, s vector.Set, k *ir.Kernel, n int, f func(p backend.Program, a *backend.Args)) [][]float64 {
	t.Helper()
	p, err := NewFor(s).Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	a := lanesOf(k, n)
	f(p, a)
	return a.Columns
}

func same(t *testing.T, k *ir.Kernel, got, want [][]float64) {
	t.Helper()
	for c := range want {
		for i := range want[c] {
			if math.Float64bits(got[c][i]) != math.Float64bits(want[c][i]) {
				t.Fatalf("%s: %s[%d] = %.17g, want %.17g", k.Name, k.Columns[c].Name, i, got[c][i], want[c][i])
			}
		}
	}
}

const some = 1000

func all(p backend.Program, a *backend.Args) { p.Run(a, 0, some) }

// Arithmetic, comparisons, roots, uniform numbers and counts are the same bits on every set:
// nothing is fused.
func TestSetsAgree(t *testing.T) {
	eachSet(t, func(t *testing.T, s vector.Set) {
		for _, k := range append(pairs(), leaky(), crowded(), drawing(false)) {
			same(t, k, run(t, s, k, some, all), run(t, vector.None, k, some, all))
		}
	})
}

// What a lane gets does not depend on how lanes are cut into calls, nor on their order.
func TestCuts(t *testing.T) {
	eachSet(t, func(t *testing.T, s vector.Set) {
		for _, k := range []*ir.Kernel{hodgkinHuxley(), drawing(true)} {
			want := run(t, s, k, some, all)
			same(t, k, run(t, s, k, some, func(p backend.Program, a *backend.Args) {
				for lo := 0; lo < some; lo += 37 {
					p.Run(a, lo, min(lo+37, some))
				}
			}), want)
			var lanes []int32
			for i := range some {
				lanes = append(lanes, int32(i))
			}
			slices.Reverse(lanes)
			same(t, k, run(t, s, k, some, func(p backend.Program, a *backend.Args) { p.RunLanes(a, lanes) }), want)
		}
	})
}
