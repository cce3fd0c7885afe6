package backendtest

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// stores checks the ways of writing to the lanes' own elements. In all of them x and y
// are columns that are read, and the loads of a lane come before its stores.
func (s suite) stores(t *testing.T) {
	for _, tt := range []struct {
		name  string
		build func(b *builder, x, y int)
	}{
		{"swap", func(b *builder, x, y int) {
			p, q := b.load(x), b.load(y)
			b.store(x, q)
			b.store(y, p)
		}},
		{"rotate with a mask", func(b *builder, x, y int) {
			p, q := b.load(x), b.load(y)
			m := b.op(ir.Less, p, q)
			b.k.Stores = []ir.Store{{Column: x, Value: q, Mask: m}, {Column: y, Value: p, Mask: b.op(ir.Not, m)}}
		}},
		{"constant", func(b *builder, x, y int) { b.store(x, b.constant(2.5)) }},
		{"constant with a mask", func(b *builder, x, y int) {
			b.k.Stores = []ir.Store{{Column: x, Value: b.constant(2.5), Mask: b.op(ir.Spike, b.load(y))}}
		}},
		{"add a constant", func(b *builder, x, y int) {
			b.k.Stores = []ir.Store{{Column: x, Value: b.constant(2.5), Mask: ir.None, Add: true}}
		}},
		{"add with a mask", func(b *builder, x, y int) {
			b.k.Stores = []ir.Store{{Column: x, Value: b.load(y), Mask: b.op(ir.Spike, b.load(x)), Add: true}}
		}},
		{"uniform mask", func(b *builder, x, y int) {
			b.k.Stores = []ir.Store{{Column: x, Value: b.load(y), Mask: b.op(ir.Less, b.constant(1), b.constant(2))}}
		}},
		{"same column twice", func(b *builder, x, y int) {
			p, q := b.load(x), b.load(y)
			m := b.op(ir.Less, p, q)
			b.k.Stores = []ir.Store{{Column: x, Value: q, Mask: ir.None}, {Column: x, Value: b.op(ir.Mul, p, q), Mask: m}, {Column: x, Value: p, Mask: ir.None, Add: true}}
		}},
		{"value used after its store", func(b *builder, x, y int) {
			p, q := b.load(x), b.load(y)
			b.store(x, b.op(ir.Mul, p, q))
			b.store(y, b.op(ir.Sub, p, b.op(ir.Exp, p)))
		}},
		{"one value in two columns", func(b *builder, x, y int) {
			r := b.op(ir.Sqrt, b.op(ir.Abs, b.load(x)))
			b.store(y, r)
			b.store(x, r)
		}},
		{"nothing", func(b *builder, x, y int) { b.op(ir.Exp, b.load(x)) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBuilder(tt.name, s.elem)
			x, y := b.column("x", ir.Own, 0), b.column("y", ir.Own, 0)
			tt.build(b, x, y)
			source := random.NewSource(6, 0, 0)
			c := call{kernel: b.k, columns: [][]float64{noise(&source, 520), noise(&source, 520)}, lo: 3, hi: 519}
			c.check(t, s.backend)
			c.lanes = []int32{519, 2, 0, 300, 258, 257}
			c.check(t, s.backend)
		})
	}
}

// spikes checks the list of lanes: none, few, all, and their offsets.
func (s suite) spikes(t *testing.T) {
	for _, threshold := range []float64{-100, -1, 0, 2.5, 100} {
		for _, offset := range []string{"", "lane", "uniform", "column"} {
			b := newBuilder("spikes with offset of "+offset, s.elem)
			x := b.column("x", ir.Own, 0)
			v := b.load(x)
			b.k.Spike = b.op(ir.Spike, b.op(ir.Sub, v, b.constant(threshold)))
			switch offset {
			case "lane":
				b.k.Offset = b.op(ir.Abs, v)
			case "uniform":
				b.k.Offset = b.constant(0.5)
			case "column":
				b.k.Offset = v
			}
			b.store(x, b.constant(0))
			source := random.NewSource(7, 0, 0)
			c := call{kernel: b.k, columns: [][]float64{noise(&source, 777)}, hi: 777}
			c.columns[0][10] = math.NaN()
			c.check(t, s.backend)
			c.lanes = []int32{776, 10, 11, 12, 500, 499, 3}
			c.check(t, s.backend)
		}
	}
}
