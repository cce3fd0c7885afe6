package backendtest

import (
	"math"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// edges are the arguments at which operations change their behaviour: zeros,
// subnormal numbers, the ends of exponentials in both element types, infinities, NaN.
func edges(elem ir.Elem) []float64 {
	positive := []float64{
		0, 5e-324, 1e-310, 0x1p-1022, 1e-300, 1.4e-45, 1e-40, 0x1p-126, 1e-30, 1e-17, 1e-16, 1e-9, 1e-8, 2e-5, 1e-3, 0.0027,
		0.1, 0.25, 0.3466, 0.5, 0.6931471805599453, 0.9, 1 - 0x1p-53, 1, 1 + 0x1p-52, 1.5, 2, 2.5, 3, math.Pi, 5.5, 7.9, 10, 20, 22.5, 37, 50, 80,
		87.33, 88.72, 88.73, 100, 103.9, 104.1, 170, 350, 700, 707.9, 708.3, 708.5, 709.7, 709.79, 710, 744.4, 745.2, 746, 1000, 1e4, 123456.7,
		4194303.5, 8388609, 1e9, 0x1p31, 1e15, 4503599627370497.5, 0x1p53, 1e18, 0x1p63, 1e30, 3.4e38, 1e39, 1e100, 1e300, math.MaxFloat64, math.Inf(1),
	}
	out := []float64{math.NaN()}
	m := arithmetic{elem: elem}
	for _, x := range positive {
		out = append(out, m.round(x), m.round(-x))
	}
	return out
}

var (
	unaries = []ir.Op{
		ir.Neg, ir.Abs, ir.Floor, ir.Sqrt, ir.Exp, ir.Expm1, ir.Log, ir.Log1p, ir.Sin, ir.Cos, ir.Tanh, ir.Erf,
		ir.Linoid, ir.Exprel, ir.Surrogate,
	}
	binaries    = []ir.Op{ir.Add, ir.Sub, ir.Mul, ir.Div, ir.Min, ir.Max, ir.Pow}
	comparisons = []ir.Op{ir.Less, ir.LessEqual, ir.Equal}
	logic       = []ir.Op{ir.And, ir.Or, ir.Not}
)

// operations computes every operation at the edges of its arguments and at
// many ordinary ones.
func (s suite) operations(t *testing.T) {
	for _, op := range unaries {
		t.Run(op.String(), func(t *testing.T) { s.unary(t, op) })
	}
	for _, op := range append(append([]ir.Op{}, binaries...), comparisons...) {
		t.Run(op.String(), func(t *testing.T) { s.binary(t, op) })
	}
	t.Run(ir.LinoidExp.String(), s.givenExponential)
	for _, op := range []ir.Op{ir.And, ir.Or, ir.Not, ir.Spike, ir.Select} {
		t.Run(op.String(), func(t *testing.T) { s.masks(t, op) })
	}
}

// ordinary is a fine grid of arguments of either sign over many sizes.
func ordinary(elem ir.Elem) []float64 {
	var out []float64
	m := arithmetic{elem: elem}
	for x := 1e-6; x < 120; x *= 1.013 {
		out = append(out, m.round(x), m.round(-x))
	}
	return out
}

func (s suite) unary(t *testing.T, op ir.Op) {
	b := newBuilder(op.String(), s.elem)
	x, y := b.column("x", ir.Own, 0), b.column("y", ir.Own, 0)
	r := b.op(op, b.load(x))
	b.k.Nodes[r].Imm = 0.25 // steepness of a surrogate
	b.store(y, r)
	args := append(edges(s.elem), ordinary(s.elem)...)
	c := call{kernel: b.k, columns: [][]float64{args, make([]float64, len(args))}, hi: len(args), strict: true}
	c.check(t, s.backend)
	s.uniformArgument(t, b.k, edges(s.elem))
	s.alone(t, b.k)
}

// givenExponential computes LinoidExp of finite arguments with their exponentials.
func (s suite) givenExponential(t *testing.T) {
	b := newBuilder("linoidexp", s.elem)
	x, y := b.column("x", ir.Own, 0), b.column("y", ir.Own, 0)
	w := b.load(x)
	b.store(y, b.op(ir.LinoidExp, w, b.op(ir.Exp, w)))
	args := append(edges(s.elem), ordinary(s.elem)...)
	args = slices.DeleteFunc(args, func(x float64) bool { return math.IsInf(x, 0) })
	c := call{kernel: b.k, columns: [][]float64{args, make([]float64, len(args))}, hi: len(args), strict: true}
	c.check(t, s.backend)
}

// alone puts every edge among ordinary arguments, where a fast path may overlook it.
func (s suite) alone(t *testing.T, k *ir.Kernel) {
	t.Helper()
	p, err := s.backend.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range edges(s.elem) {
		args := append([]float64{}, ordinary(s.elem)[1000:1019]...)
		args[i%len(args)] = x
		c := call{kernel: k, columns: [][]float64{args, make([]float64, len(args))}, hi: len(args), strict: true}
		c.checkProgram(t, p)
	}
}

// uniformArgument makes a call for every argument as the only element of its column.
func (s suite) uniformArgument(t *testing.T, k *ir.Kernel, args []float64) {
	t.Helper()
	uniform := *k
	uniform.Columns = append([]ir.Column{}, k.Columns...)
	uniform.Columns[0].Access = ir.One
	p, err := s.backend.Compile(&uniform)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range args {
		c := call{kernel: &uniform, columns: [][]float64{{x}, make([]float64, 3)}, hi: 3, strict: true}
		c.checkProgram(t, p)
	}
}

// binary pairs every edge with every other. A comparison selects 1 or 0.
func (s suite) binary(t *testing.T, op ir.Op) {
	b := newBuilder(op.String(), s.elem)
	x, y, z := b.column("x", ir.Own, 0), b.column("y", ir.Own, 0), b.column("z", ir.Own, 0)
	r := b.op(op, b.load(x), b.load(y))
	if op.Mask() {
		r = b.op(ir.Select, r, b.constant(1), b.constant(0))
	}
	b.store(z, r)
	values := edges(s.elem)
	var first, second []float64
	for _, p := range values {
		for _, q := range values {
			first, second = append(first, p), append(second, q)
		}
	}
	c := call{kernel: b.k, columns: [][]float64{first, second, make([]float64, len(first))}, hi: len(first), strict: true}
	c.check(t, s.backend)
	s.scalarForms(t, b.k, values)
}

// scalarForms repeats a binary operation with either argument, or both, uniform.
func (s suite) scalarForms(t *testing.T, k *ir.Kernel, values []float64) {
	t.Helper()
	for form := 1; form <= 3; form++ {
		uniform := *k
		uniform.Columns = append([]ir.Column{}, k.Columns...)
		for i := range 2 {
			if form>>i&1 != 0 {
				uniform.Columns[i].Access = ir.One
			}
		}
		p, err := s.backend.Compile(&uniform)
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range values {
			c := call{kernel: &uniform, hi: len(values), strict: true}
			rotated := append(append([]float64{}, values[i:]...), values[:i]...)
			for j := range 2 {
				switch {
				case form>>j&1 == 0:
					c.columns = append(c.columns, values)
				case form == 3 && j == 1:
					c.columns = append(c.columns, rotated[len(rotated)/2:][:1])
				default:
					c.columns = append(c.columns, []float64{x})
				}
			}
			c.columns = append(c.columns, make([]float64, len(values)))
			c.checkProgram(t, p)
		}
	}
}

// masks checks logic and selection over all combinations of two masks, each of
// lanes or uniform.
func (s suite) masks(t *testing.T, op ir.Op) {
	for form := range 16 {
		b := newBuilder(op.String(), s.elem)
		access := func(i int) ir.Access {
			if form>>i&1 != 0 {
				return ir.One
			}
			return ir.Own
		}
		x, y := b.column("x", access(0), 0), b.column("y", access(1), 0)
		u, v := b.column("u", access(2), 0), b.column("v", access(3), 0)
		z := b.column("z", ir.Own, 0)
		p, q := b.op(ir.Spike, b.load(x)), b.op(ir.Spike, b.load(y))
		mask := p
		switch op {
		case ir.And, ir.Or:
			mask = b.op(op, p, q)
		case ir.Not:
			mask = b.op(op, p)
		}
		b.store(z, b.op(ir.Select, mask, b.load(u), b.load(v)))
		values := [][]float64{{1, 1, -1, -1, math.NaN(), 0, 2}, {1, -1, 1, -1, 1, 5e-324, math.Copysign(0, -1)}, {1, 2, math.NaN(), 4, 5, 6, 7}, {-1, -2, -3, -4, math.Inf(-1), -6, -7}}
		c := call{kernel: b.k, hi: len(values[0])}
		for i := range values {
			if access(i) == ir.One {
				values[i] = values[i][1:2]
			}
			for j, w := range values[i] {
				values[i][j] = arithmetic{elem: s.elem}.round(w)
			}
		}
		c.columns = append(values, make([]float64, len(values[0])+7))
		c.check(t, s.backend)
	}
}

// zeros checks the sign of zero where an operation keeps or makes one.
func (s suite) zeros(t *testing.T) {
	minus := math.Copysign(0, -1)
	for _, op := range []ir.Op{ir.Neg, ir.Abs, ir.Floor, ir.Sqrt, ir.Expm1, ir.Log1p, ir.Sin, ir.Tanh, ir.Erf} {
		b := newBuilder(op.String(), s.elem)
		x, y := b.column("x", ir.Own, 0), b.column("y", ir.Own, 0)
		b.store(y, b.op(op, b.load(x)))
		s.checkZeros(t, b.k, []float64{0, minus}, nil, func(x, _ float64) float64 { return ir.Eval1(op, x) })
	}
	for _, op := range []ir.Op{ir.Add, ir.Sub, ir.Mul, ir.Div} {
		b := newBuilder(op.String(), s.elem)
		x, y, z := b.column("x", ir.Own, 0), b.column("y", ir.Own, 0), b.column("z", ir.Own, 0)
		b.store(z, b.op(op, b.load(x), b.load(y)))
		first := []float64{0, 0, minus, minus, 1, -1, 1, -1, 0, minus}
		second := []float64{0, minus, 0, minus, 0, 0, minus, minus, -3, -3}
		s.checkZeros(t, b.k, first, second, func(x, y float64) float64 { return ir.Eval2(op, x, y) })
	}
}

func (s suite) checkZeros(t *testing.T, k *ir.Kernel, first, second []float64, f func(x, y float64) float64) {
	t.Helper()
	p, err := s.backend.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	c := call{kernel: k, columns: [][]float64{first}, hi: len(first)}
	if second == nil {
		second = make([]float64, len(first))
	} else {
		c.columns = append(c.columns, second)
	}
	c.columns = append(c.columns, make([]float64, len(first)))
	a := c.args()
	c.run(p, a)
	for i := range first {
		got, want := element(a, s.elem, len(c.columns)-1, i), f(first[i], second[i])
		if got == 0 && want == 0 && math.Signbit(got) != math.Signbit(want) {
			t.Errorf("%s(%g, %g) = %g, want %g", k.Name, first[i], second[i], got, want)
		}
	}
}
