package backendtest

import (
	"fmt"
	"math"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
)

// random compares the streams with package random, whatever the seed, entity and step.
func (s suite) random(t *testing.T) {
	for _, op := range []ir.Op{ir.Uniform, ir.Normal} {
		b := newBuilder(op.String(), s.elem)
		x, y := b.column("x", ir.Own, 0), b.column("y", ir.Own, 0)
		b.store(x, b.random(op, 0))
		b.store(y, b.random(op, 1<<24-1))
		s.checkRandom(t, b.k, nil)
	}
	means := []float64{
		-1, math.Copysign(0, -1), 0, 1e-300, 1e-3, 0.1, 1, 1.6, 2, 9.9, 10, 15.5, 16, 16.5, 17, 31, 50, 100, 1234.5, 1e5, 1e8, 1e12,
		math.Inf(1), math.Inf(-1), math.NaN(),
	}
	for _, access := range []ir.Access{ir.Own, ir.One} {
		b := newBuilder(fmt.Sprint("poisson with access ", access), s.elem)
		x, mean := b.column("x", ir.Own, 0), b.column("mean", access, 0)
		m := b.load(mean)
		b.store(x, b.op(ir.Add, b.random(ir.Poisson, 9, m), b.op(ir.Mul, b.constant(0.5), b.random(ir.Poisson, 10, m))))
		if access == ir.Own {
			s.checkRandom(t, b.k, means)
			continue
		}
		for _, m := range means {
			s.checkRandom(t, b.k, []float64{m})
		}
	}
}

// checkRandom calls a kernel whose columns are results, but for a second one of the
// given means, with several names of the numbers.
func (s suite) checkRandom(t *testing.T, k *ir.Kernel, means []float64) {
	t.Helper()
	const n = 300
	column := make([]float64, n)
	for i := range column {
		if means != nil {
			column[i] = arithmetic{elem: s.elem}.round(means[i%len(means)])
		}
	}
	if k.Columns[1].Access == ir.One {
		column = column[:1]
	}
	for _, name := range [][3]uint64{{0, 0, 0}, {1, 2, 3}, {math.MaxUint64, 1 << 40, 1 << 33}, {1 << 63, 0xfffffff0, 0xffffffff}} {
		c := call{kernel: k, columns: [][]float64{make([]float64, n), column}, seed: name[0], entity: name[1], step: name[2], lo: 1, hi: n}
		c.check(t, s.backend)
		c.lanes = []int32{299, 4, 3, 100}
		c.check(t, s.backend)
	}
}

// draws is a kernel of all three kinds of random numbers; where power is set, with a function that back-ends may
// compute apart from others.
func (s suite) draws(power bool) *ir.Kernel {
	b := newBuilder("draws", s.elem)
	u, n, p := b.column("uniform", ir.Own, 0), b.column("normal", ir.Own, 0), b.column("poisson", ir.Own, 0)
	x := b.random(ir.Uniform, 1)
	if power {
		x = b.op(ir.Pow, x, b.random(ir.Uniform, 4))
	}
	b.store(u, x)
	b.store(n, b.random(ir.Normal, 2))
	b.store(p, b.random(ir.Poisson, 3, b.load(b.column("mean", ir.One, 0))))
	return b.k
}

func (s suite) drawsCall(k *ir.Kernel, n int, entity uint64) *call {
	return &call{kernel: k, columns: [][]float64{make([]float64, n), make([]float64, n), make([]float64, n), {1.5}}, seed: 3, entity: entity, step: 9, hi: n}
}

// partners checks lanes that share blocks of random numbers with others, or would if these were called: ranges that
// begin and end anywhere, and lists.
func (s suite) partners(t *testing.T) {
	for _, power := range []bool{false, true} {
		k := s.draws(power)
		p, err := s.backend.Compile(k)
		if err != nil {
			t.Fatal(err)
		}
		for lo := range 41 {
			s.partnersFrom(t, k, p, lo)
		}
	}
}

func (s suite) partnersFrom(t *testing.T, k *ir.Kernel, p backend.Program, lo int) {
	t.Helper()
	for _, entity := range []uint64{0, 1<<32 - 75} {
		c := s.drawsCall(k, 200, entity)
		c.lo, c.hi = lo, lo+53+2*lo
		c.checkProgram(t, p)
		c.lanes = []int32{int32(lo), int32(lo + 8), 199, int32(lo + 7), int32(lo + 15), int32(lo + 16), int32(lo + 24)}
		c.checkProgram(t, p)
	}
}

// cuts checks that what a lane draws does not depend on the others of its call.
func (s suite) cuts(t *testing.T) {
	const n = 200
	k := s.draws(false)
	p, err := s.backend.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	c := s.drawsCall(k, n, 16)
	whole := c.args()
	p.Run(whole, 0, n)
	for at := range n {
		parts, listed := c.args(), c.args()
		p.Run(parts, 0, at)
		p.Run(parts, at, n)
		for lane := range int32(n) {
			p.RunLanes(listed, []int32{(lane*7 + int32(at)) % n})
		}
		for i := range k.Stores {
			for j := range n {
				want := element(whole, s.elem, i, j)
				if got := element(parts, s.elem, i, j); got != want {
					t.Fatalf("%s[%d] = %g where the range is cut at %d, else %g", k.Columns[i].Name, j, got, at, want)
				}
				if got := element(listed, s.elem, i, j); got != want {
					t.Fatalf("%s[%d] = %g where lanes are listed, else %g", k.Columns[i].Name, j, got, want)
				}
			}
		}
	}
}

// matrix checks exponentials of matrices: uniform and not, all entries and some, one entry twice.
func (s suite) matrix(t *testing.T) {
	for _, access := range []ir.Access{ir.Own, ir.One} {
		b := newBuilder(fmt.Sprint("matrix with access ", access), s.elem)
		p, q := b.column("p", access, 0), b.column("q", ir.One, 0)
		d, e := b.op(ir.Neg, b.load(p)), b.load(q)
		zero := b.constant(0)
		b.k.Matrices = []ir.Matrix{{N: 2, Entries: []ir.Ref{d, zero, e, d}}, {N: 1, Entries: []ir.Ref{d}}, {N: 3, Entries: []ir.Ref{d, e, zero, zero, d, e, zero, zero, e}}}
		for _, entry := range [][2]int{{0, 0}, {0, 2}, {0, 2}, {1, 0}, {2, 2}, {2, 8}, {2, 3}} {
			out := b.column(fmt.Sprint("out", entry), ir.Own, 0)
			r := b.op(ir.Expm)
			b.k.Nodes[r].Slot, b.k.Nodes[r].Imm = int32(entry[0]), float64(entry[1])
			b.store(out, r)
		}
		n := 270
		c := call{kernel: b.k, columns: [][]float64{make([]float64, n), {0.75}}, hi: n}
		for i := range c.columns[0] {
			c.columns[0][i] = float64(i) / 64
		}
		if access == ir.One {
			c.columns[0] = c.columns[0][5:6]
		}
		for range len(b.k.Columns) - 2 {
			c.columns = append(c.columns, make([]float64, n))
		}
		c.check(t, s.backend)
		c.lanes = []int32{269, 0, 100}
		c.check(t, s.backend)
	}
}

// malformed kernels must be refused.
func malformed(t *testing.T, b backend.Backend) {
	for _, tt := range []struct {
		name  string
		spoil func(b *builder, x ir.Ref)
	}{
		{"argument after its user", func(b *builder, x ir.Ref) { b.op(ir.Neg, 7) }},
		{"no argument", func(b *builder, x ir.Ref) { b.op(ir.Add, x) }},
		{"number as mask", func(b *builder, x ir.Ref) { b.op(ir.Not, x) }},
		{"mask as number", func(b *builder, x ir.Ref) { b.op(ir.Neg, b.op(ir.Spike, x)) }},
		{"number selects", func(b *builder, x ir.Ref) { b.op(ir.Select, x, x, x) }},
		{"unknown operation", func(b *builder, x ir.Ref) { b.add(ir.Node{Op: 200}) }},
		{"column out of range", func(b *builder, x ir.Ref) { b.load(3) }},
		{"stream out of range", func(b *builder, x ir.Ref) { b.random(ir.Normal, 1<<24) }},
		{"matrix out of range", func(b *builder, x ir.Ref) { b.op(ir.Expm) }},
		{"matrix of the wrong shape", func(b *builder, x ir.Ref) {
			b.k.Matrices = []ir.Matrix{{N: 2, Entries: []ir.Ref{x}}}
			b.op(ir.Expm)
		}},
		{"store to no column", func(b *builder, x ir.Ref) { b.store(5, x) }},
		{"store of a mask", func(b *builder, x ir.Ref) { b.store(0, b.op(ir.Spike, x)) }},
		{"store of nothing", func(b *builder, x ir.Ref) { b.store(0, 99) }},
		{"spike of a number", func(b *builder, x ir.Ref) { b.k.Spike = x }},
		{"offset without spike", func(b *builder, x ir.Ref) { b.k.Offset = x }},
		{"shared element stored twice", func(b *builder, x ir.Ref) {
			c := b.column("shared", ir.ByIndex, 0)
			b.store(c, x)
			b.store(c, x)
		}},
	} {
		builder := newBuilder(tt.name, ir.Float64)
		tt.spoil(builder, builder.load(builder.column("x", ir.Own, 0)))
		if _, err := b.Compile(builder.k); err == nil {
			t.Errorf("a kernel with %s was compiled:\n%s", tt.name, list(builder.k))
		}
	}
}
