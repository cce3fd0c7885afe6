package ir_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// program is a kernel that computes one value from the columns x, y, ….
func program(g *ir.Graph, root ir.Ref, columns int) *ir.Kernel {
	k := &ir.Kernel{Nodes: g.Nodes, Matrices: g.Matrices, Spike: ir.None, Offset: ir.None}
	for c := range columns + 1 {
		k.Columns = append(k.Columns, ir.Column{Name: string(rune('x' + c)), Symbol: c, Role: ir.State})
	}
	k.Stores = []ir.Store{{Column: columns, Value: root, Mask: ir.None}}
	return k
}

// value runs a program.
func value(k *ir.Kernel, at ...float64) float64 {
	l := lane{k: k}
	return l.run(append(append([]float64(nil), at...), 0)).columns[len(at)]
}

// near compares a derivative with one by differences, which keeps about ten
// digits; 1e-6 leaves room for large higher derivatives.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-6*max(math.Abs(want), 1e-3)
}

// operations lists where every numeric operation is tested: apart from kinks, and
// at the points where its formula has an exception.
var operations = []struct {
	op     ir.Op
	points [][]float64
}{
	{ir.Neg, [][]float64{{0}, {2.5}}},
	{ir.Abs, [][]float64{{-1.5}, {2}}},
	{ir.Floor, [][]float64{{1.4}, {-0.3}}},
	{ir.Sqrt, [][]float64{{0.3}, {70}}},
	{ir.Exp, [][]float64{{0}, {-3}, {5}}},
	{ir.Expm1, [][]float64{{0}, {1e-9}, {-3}}},
	{ir.Log, [][]float64{{0.1}, {30}}},
	{ir.Log1p, [][]float64{{0}, {-0.5}, {4}}},
	{ir.Sin, [][]float64{{0}, {2}}},
	{ir.Cos, [][]float64{{0}, {2}}},
	{ir.Tanh, [][]float64{{0}, {-0.7}, {4}}},
	{ir.Erf, [][]float64{{0}, {-0.7}, {2}}},
	{ir.Linoid, [][]float64{{0}, {1e-12}, {-5e-4}, {0.99e-3}, {1.01e-3}, {-2}, {3}, {20}, {-40}}},
	{ir.Exprel, [][]float64{{0}, {1e-12}, {-5e-4}, {0.99e-3}, {1.01e-3}, {-2}, {3}, {-40}}},
	{ir.Add, [][]float64{{1, 2}}},
	{ir.Sub, [][]float64{{1, 2}}},
	{ir.Mul, [][]float64{{0, 2}, {-1.5, 3}}},
	{ir.Div, [][]float64{{0, 2}, {1, -3}}},
	{ir.Min, [][]float64{{1, 2}, {3, 2}}},
	{ir.Max, [][]float64{{1, 2}, {3, 2}}},
	{ir.Pow, [][]float64{{2, 3}, {0.5, -1.5}, {3, 0.2}, {1, 0}}},
}

func TestPartial(t *testing.T) {
	for _, tt := range operations {
		g := ir.NewGraph()
		args := []ir.Ref{g.Load(0, ir.Pos{}), g.Load(1, ir.Pos{})}[:tt.op.Args()]
		root := apply(g, tt.op, args)
		for i := range args {
			derivative := program(g, g.Derivative(root, i), len(args))
			for _, at := range tt.points {
				t.Run(fmt.Sprintf("%s%v by %c", tt.op, at, 'x'+i), func(t *testing.T) {
					got := value(derivative, at...)
					want := slope(func(x float64) float64 {
						moved := append([]float64(nil), at...)
						moved[i] = x
						return value(program(g, root, len(args)), moved...)
					}, at[i], 0.02)
					if !near(got, want) {
						t.Errorf("got %.12g, want %.12g", got, want)
					}
				})
			}
		}
	}
}

func apply(g *ir.Graph, op ir.Op, args []ir.Ref) ir.Ref {
	if len(args) == 1 {
		return g.Unary(op, args[0], ir.Pos{})
	}
	return g.Binary(op, args[0], args[1], ir.Pos{})
}

// The table above must not forget an operation.
func TestEveryOperationDifferentiated(t *testing.T) {
	tested := map[ir.Op]bool{}
	for _, tt := range operations {
		tested[tt.op] = true
	}
	for op := ir.Op(0); op <= ir.Surrogate; op++ {
		numeric := !op.Mask() && !op.Random() && op.Args() > 0 && op != ir.Select && op != ir.Surrogate && op != ir.LinoidExp
		if numeric && !tested[op] {
			t.Errorf("no test differentiates %s", op)
		}
	}
}

// Limits by hand, at points where differences would be one-sided.
func TestDerivativeAtEdges(t *testing.T) {
	for _, tt := range []struct {
		name  string
		build func(g *ir.Graph, x ir.Ref) ir.Ref
		x     float64
		want  float64
	}{
		{"linoid at 0", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Unary(ir.Linoid, x, ir.Pos{}) }, 0, -0.5},
		{"exprel at 0", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Unary(ir.Exprel, x, ir.Pos{}) }, 0, 0.5},
		{"linoid far right", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Unary(ir.Linoid, x, ir.Pos{}) }, 800, 0},
		{"linoid far left", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Unary(ir.Linoid, x, ir.Pos{}) }, -800, -1},
		{"0^x", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Binary(ir.Pow, g.Sub(x, x), x, ir.Pos{}) }, 2, 0},
		{"x^2.5 at 0", func(g *ir.Graph, x ir.Ref) ir.Ref { return g.Binary(ir.Pow, x, g.Const(2.5), ir.Pos{}) }, 0, 0},
		{"the branch taken", func(g *ir.Graph, x ir.Ref) ir.Ref {
			positive := g.Binary(ir.Less, g.Const(0), x, ir.Pos{})
			return g.Select(positive, g.Unary(ir.Sqrt, x, ir.Pos{}), g.Mul(x, g.Const(3)), ir.Pos{})
		}, 0, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := ir.NewGraph()
			root := tt.build(g, g.Load(0, ir.Pos{}))
			got := value(program(g, g.Derivative(root, 0), 1), tt.x)
			if math.Abs(got-tt.want) > 1e-14 {
				t.Errorf("derivative at %g = %g, want %g", tt.x, got, tt.want)
			}
		})
	}
}

// d/dx of exp of the matrix [[−x, 0], [x², −2]] agrees with differences.
func TestDerivativeOfExpm(t *testing.T) {
	g := ir.NewGraph()
	x := g.Load(0, ir.Pos{})
	m := g.Matrix(2, []ir.Ref{g.Neg(x), g.Const(0), g.Mul(x, x), g.Const(-2)})
	for row := range 2 {
		for col := range 2 {
			root := g.Expm(m, row, col)
			got := value(program(g, g.Derivative(root, 0), 1), 0.7)
			want := slope(func(x float64) float64 { return value(program(g, root, 1), x) }, 0.7, 0.05)
			if !near(got, want) {
				t.Errorf("entry (%d, %d): got %.12g, want %.12g", row, col, got, want)
			}
		}
	}
}
