package backendtest

import (
	"fmt"
	"math"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// choices makes decisions from bytes; when these have run out, always the first.
type choices struct{ data []byte }

func (c *choices) of(n int) int {
	if len(c.data) == 0 {
		return 0
	}
	b := int(c.data[0])
	c.data = c.data[1:]
	return b % n
}

// generator makes a kernel out of choices.
type generator struct {
	choices
	*builder
	numbers, masks []ir.Ref
}

// generate makes a kernel of the element type, and a call of it.
func generate(data []byte, elem ir.Elem) *call {
	g := generator{choices: choices{data}, builder: newBuilder("generated", elem)}
	for i := range 1 + g.of(5) {
		g.column(fmt.Sprint("c", i), []ir.Access{ir.Own, ir.One, ir.Own, ir.ByIndex}[g.of(4)], g.of(2))
	}
	for i := range g.k.Columns {
		g.numbers = append(g.numbers, g.load(i))
	}
	g.numbers = append(g.numbers, g.constant(constants[g.of(len(constants))]))
	for range 1 + g.of(30) {
		g.node()
	}
	g.ends()
	return g.call()
}

var constants = []float64{0.5, 1, -1, 0, 2, 10, -0.1, 1e-3, 100, 1e300, math.Inf(1), math.NaN()}

func (g *generator) number() ir.Ref { return g.numbers[len(g.numbers)-1-g.of(len(g.numbers))] }

// mask picks a mask, or makes the first.
func (g *generator) mask() ir.Ref {
	if len(g.masks) == 0 || g.of(3) == 0 {
		g.masks = append(g.masks, g.op(comparisons[g.of(len(comparisons))], g.number(), g.number()))
	}
	return g.masks[len(g.masks)-1-g.of(len(g.masks))]
}

func (g *generator) node() {
	switch kind := g.of(16); {
	case kind < 7:
		g.numbers = append(g.numbers, g.op(binaries[g.of(6)], g.number(), g.number()))
	case kind < 10:
		r := g.op(unaries[g.of(len(unaries))], g.number())
		g.k.Nodes[r].Imm = 2 // steepness of a surrogate
		g.numbers = append(g.numbers, r)
	case kind == 10:
		g.numbers = append(g.numbers, g.constant(constants[g.of(len(constants))]))
	case kind < 13:
		g.numbers = append(g.numbers, g.op(ir.Select, g.mask(), g.number(), g.number()))
	case kind == 13:
		op := logic[g.of(len(logic))]
		g.masks = append(g.masks, g.op(op, []ir.Ref{g.mask(), g.mask()}[:op.Args()]...))
	case kind == 14:
		g.random()
	default:
		g.unusual()
	}
}

func (g *generator) random() {
	switch g.of(3) {
	case 0:
		g.numbers = append(g.numbers, g.builder.random(ir.Uniform, g.of(4)))
	case 1:
		g.numbers = append(g.numbers, g.builder.random(ir.Normal, g.of(4)))
	default:
		g.numbers = append(g.numbers, g.builder.random(ir.Poisson, g.of(4), g.number()))
	}
}

// unusual appends a power, the exponential of a matrix or a spike mask.
func (g *generator) unusual() {
	switch g.of(3) {
	case 0:
		g.numbers = append(g.numbers, g.op(ir.Pow, g.number(), g.number()))
	case 1:
		g.k.Matrices = append(g.k.Matrices, ir.Matrix{N: 2, Entries: []ir.Ref{g.number(), g.number(), g.number(), g.number()}})
		for range 1 + g.of(2) {
			r := g.op(ir.Expm)
			g.k.Nodes[r].Slot, g.k.Nodes[r].Imm = int32(len(g.k.Matrices)-1), float64(g.of(4))
			g.numbers = append(g.numbers, r)
		}
	default:
		g.masks = append(g.masks, g.op(ir.Spike, g.number()))
	}
}

// ends appends stores and spikes. An element that lanes share is never both read and
// written: what a lane then read would depend on the order of lanes.
func (g *generator) ends() {
	for i := range g.k.Columns {
		if g.k.Columns[i].Access == ir.Own && g.of(2) == 0 {
			g.write(i)
		}
	}
	g.write(g.column("out", ir.Own, 0))
	if g.of(2) == 1 {
		g.write(g.column("shared", []ir.Access{ir.ByIndex, ir.One}[g.of(2)], g.of(2)))
	}
	if g.of(2) == 1 {
		g.k.Spike = g.mask()
		if g.of(2) == 1 {
			g.k.Offset = g.number()
		}
	}
}

func (g *generator) write(column int) {
	s := ir.Store{Column: column, Value: g.number(), Mask: ir.None, Add: g.of(4) == 1}
	if g.of(3) == 1 {
		s.Mask = g.mask()
	}
	g.k.Stores = append(g.k.Stores, s)
}

// call makes the numbers that the kernel is called on.
func (g *generator) call() *call {
	const elements = 40
	source := random.NewSource(uint64(g.of(256)), 0, 0)
	n := []int{elements, 1, 9, 300}[g.of(4)]
	c := &call{kernel: g.k, seed: uint64(g.of(256)), entity: uint64(g.of(256)) << 30, step: uint64(g.of(256)) << 28}
	for i := range g.k.Columns {
		size := []int{n, 1, elements}[g.k.Columns[i].Access]
		c.columns = append(c.columns, g.elements(&source, size))
	}
	c.index = make([][]int32, 2)
	for range n {
		c.index[0] = append(c.index[0], int32(source.Intn(elements)))
		c.index[1] = append(c.index[1], int32(source.Intn(elements)))
	}
	c.lo, c.hi = g.of(2)*n/3, n
	if g.of(4) == 1 {
		c.lanes = make([]int32, n)
		source.Perm(c.lanes)
		c.lanes = c.lanes[:(n+1)/2]
	}
	return c
}

// elements is n numbers: ordinary ones, and in some columns edges among them.
func (g *generator) elements(source *random.Source, n int) []float64 {
	out := noise(source, n)
	if g.of(5) == 1 {
		e := edges(g.k.Elem)
		for i := range out {
			if source.Intn(4) == 0 {
				out[i] = e[source.Intn(len(e))]
			}
		}
	}
	return out
}

// kernels is how many generated kernels the suite runs.
const kernels = 400

// generated runs kernels of random choices.
func (s suite) generated(t *testing.T) {
	for i := range kernels {
		source := random.NewSource(1, uint64(i), 1)
		data := make([]byte, 40+source.Intn(200))
		for j := range data {
			data[j] = byte(source.Uint64())
		}
		generate(data, s.elem).check(t, s.backend)
		if t.Failed() {
			t.Fatalf("generated kernel %d", i)
		}
	}
}

// Fuzz runs the kernel that bytes stand for, in both element types. Call it from a fuzz target.
func Fuzz(t *testing.T, b backend.Backend, data []byte) {
	generate(data, ir.Float64).check(t, b)
	generate(data, ir.Float32).check(t, b)
}
