package backendtest

import (
	"fmt"
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// laneCounts lie around the widths of vectors and blocks.
var laneCounts = []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 255, 256, 257, 511, 512, 513, 1000}

// noise is n numbers of ordinary size, the same for the same source.
func noise(s *random.Source, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(float32(s.Norm()))
	}
	return out
}

// mixed is a kernel with a bit of everything that lanes can differ in: a leaky
// neuron with an exponential, noise, a threshold, a gather and a scatter.
func (s suite) mixed(access ir.Access) *ir.Kernel {
	b := newBuilder("mixed", s.elem)
	v, w := b.column("v", ir.Own, 0), b.column("w", ir.Own, 0)
	tau := b.column("tau", access, 0)
	from, to := b.column("from", ir.ByIndex, 0), b.column("to", ir.ByIndex, 1)
	x := b.op(ir.Add, b.op(ir.Mul, b.load(v), b.op(ir.Exp, b.op(ir.Neg, b.load(tau)))), b.load(from))
	x = b.op(ir.Add, x, b.random(ir.Normal, 3))
	spike := b.op(ir.Less, b.constant(0.75), x)
	b.store(v, b.op(ir.Select, spike, b.constant(-0.5), x))
	b.k.Stores = append(b.k.Stores, ir.Store{Column: w, Value: x, Mask: spike, Add: true})
	b.k.Stores = append(b.k.Stores, ir.Store{Column: to, Value: b.load(w), Mask: ir.None, Add: true})
	b.k.Spike = spike
	b.k.Offset = b.op(ir.Div, b.constant(0.75), x)
	return b.k
}

// mixedCall is a call of mixed on n elements, all lanes unless changed.
func (s suite) mixedCall(k *ir.Kernel, n int) *call {
	source := random.NewSource(11, uint64(n), 0)
	c := &call{kernel: k, seed: 5, entity: 1 << 33, step: 77, hi: n}
	taus := noise(&source, n)
	if k.Columns[2].Access == ir.One {
		taus = []float64{0.25}
	}
	c.columns = [][]float64{noise(&source, n), noise(&source, n), taus, noise(&source, 10), noise(&source, 7)}
	c.index = make([][]int32, 2)
	for range n {
		c.index[0] = append(c.index[0], int32(source.Intn(10)))
		c.index[1] = append(c.index[1], int32(source.Intn(7)))
	}
	return c
}

func (s suite) counts(t *testing.T) {
	for _, n := range laneCounts {
		for _, access := range []ir.Access{ir.Own, ir.One} {
			s.mixedCall(s.mixed(access), n).check(t, s.backend)
		}
	}
}

// ranges runs parts of the lanes; the others must be left alone.
func (s suite) ranges(t *testing.T) {
	k := s.mixed(ir.Own)
	for _, r := range [][2]int{{0, 0}, {0, 1}, {1, 2}, {3, 11}, {7, 8}, {8, 264}, {255, 257}, {1, 600}, {599, 600}, {600, 600}, {13, 590}} {
		c := s.mixedCall(k, 600)
		c.lo, c.hi = r[0], r[1]
		c.check(t, s.backend)
	}
}

// lanes runs lists of lanes, in order and not.
func (s suite) lanes(t *testing.T) {
	source := random.NewSource(2, 0, 0)
	order := make([]int32, 1000)
	source.Perm(order)
	for _, access := range []ir.Access{ir.Own, ir.One} {
		k := s.mixed(access)
		for _, n := range laneCounts {
			c := s.mixedCall(k, 1000)
			c.lanes = order[:n:n]
			c.check(t, s.backend)
		}
	}
}

// access computes (x·y + z)·x with each column the lane's own, uniform or by index.
func (s suite) access(t *testing.T) {
	const n = 300
	source := random.NewSource(3, 0, 0)
	index := make([]int32, n)
	for i := range index {
		index[i] = int32(source.Intn(n))
	}
	for form := range 27 {
		b := newBuilder(fmt.Sprint("access ", form), s.elem)
		c := call{kernel: b.k, index: [][]int32{index}, hi: n}
		for i := range 3 {
			access := ir.Access(form / [...]int{1, 3, 9}[i] % 3)
			b.column("xyz"[i:i+1], access, 0)
			c.columns = append(c.columns, noise(&source, [...]int{n, 1, n}[access]))
		}
		out := b.column("out", ir.Own, 0)
		x, y, z := b.load(0), b.load(1), b.load(2)
		b.store(out, b.op(ir.Mul, b.op(ir.Add, b.op(ir.Mul, x, y), z), x))
		c.columns = append(c.columns, make([]float64, n))
		c.check(t, s.backend)
		c.lanes = []int32{299, 0, 17, 256, 255}
		c.check(t, s.backend)
	}
}

// index checks that sums by index run in the order of lanes: numbers of very
// different sizes give another sum in any other order.
func (s suite) index(t *testing.T) {
	const n = 700
	source := random.NewSource(4, 0, 0)
	values, index := make([]float64, n), make([]int32, n)
	for i := range values {
		values[i] = arithmetic{elem: s.elem}.round(source.Norm() * math.Ldexp(1, source.Intn(60)-30))
		index[i] = int32(source.Intn(3))
	}
	for _, form := range []struct{ access, from ir.Access }{{ir.ByIndex, ir.Own}, {ir.ByIndex, ir.One}, {ir.One, ir.Own}} {
		for _, add := range []bool{true, false} {
			for _, masked := range []bool{false, true} {
				b := newBuilder(fmt.Sprintf("index %v add %v masked %v", form, add, masked), s.elem)
				x, sum := b.column("x", form.from, 0), b.column("sum", form.access, 0)
				v := b.load(x)
				b.store(sum, v)
				b.k.Stores[0].Add = add
				if masked {
					b.k.Stores[0].Mask = b.op(ir.Less, b.random(ir.Uniform, 0), b.constant(0.7))
				}
				c := call{kernel: b.k, columns: [][]float64{values, {1, 2, 3}}, index: [][]int32{index}, hi: n}
				c.check(t, s.backend)
				c.lanes = []int32{600, 3, 2, 1, 699, 42, 41, 0}
				c.check(t, s.backend)
			}
		}
	}
}
