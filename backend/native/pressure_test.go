package native

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
)

// hungry is a kernel that keeps n values at once: Σ xᵢ·s with xᵢ = |x + i| and s = Σ xᵢ.
func hungry(n int) *ir.Kernel {
	k := &ir.Kernel{Name: "hungry", Spike: ir.None, Offset: ir.None}
	k.Columns = []ir.Column{{Name: "x"}, {Name: "y"}}
	add := func(op ir.Op, a, b ir.Ref, imm float64) ir.Ref {
		k.Nodes = append(k.Nodes, ir.Node{Op: op, A: a, B: b, C: ir.None, Imm: imm})
		return ir.Ref(len(k.Nodes) - 1)
	}
	x := add(ir.Load, ir.None, ir.None, 0)
	var values []ir.Ref
	sum := x
	for i := range n {
		v := add(ir.Abs, add(ir.Add, x, add(ir.Const, ir.None, ir.None, float64(i)), 0), ir.None, 0)
		values = append(values, v)
		sum = add(ir.Add, sum, v, 0)
	}
	out := sum
	for _, v := range values {
		out = add(ir.Add, out, add(ir.Mul, v, sum, 0), 0)
	}
	k.Stores = []ir.Store{{Column: 1, Value: out, Mask: ir.None}}
	return k
}

// Values without registers live in the memory for them, small or large, and where even
// that is too small the kernel is refused.
func TestPressure(t *testing.T) {
	each(t, func(t *testing.T, b backend.Backend) {
		for _, n := range []int{20, 60, 200, 400} {
			p, err := b.Compile(hungry(n))
			if err != nil {
				t.Fatal(err)
			}
			x, y := make([]float64, 21), make([]float64, 21)
			for i := range x {
				x[i] = float64(i) - 7.5
			}
			p.Run(&backend.Args{Columns: [][]float64{x, y}}, 0, len(x))
			for i := range x {
				if want := hungryDefinition(x[i], n); math.Abs(y[i]-want) > 1e-12*math.Abs(want) {
					t.Errorf("of %d values, y(%g) = %g, want %g", n, x[i], y[i], want)
				}
			}
		}
		if _, err := b.Compile(hungry(5000)); err == nil {
			t.Error("a kernel of 5000 values at once was compiled")
		}
	})
}

func hungryDefinition(x float64, n int) float64 {
	sum := x
	for i := range n {
		sum += math.Abs(x + float64(i))
	}
	out := sum
	for i := range n {
		out += math.Abs(x+float64(i)) * sum
	}
	return out
}
