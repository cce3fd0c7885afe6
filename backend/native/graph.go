package native

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// ref names a node of a graph.
type ref int32

const none ref = -1

// node is a value of vectors, or an effect.
type node struct {
	code    code
	a, b, c ref
	imm     uint64
	from    ir.Ref // the node of the kernel that it is made for
	copy    int    // which of the vectors of an iteration it belongs to
}

// args lists the arguments of n.
func (n *node) args() []ref { return []ref{n.a, n.b, n.c}[:codes[n.code].args] }

// inMemory reports whether the value can be read from memory at any time.
func (n *node) inMemory() bool { return codes[n.code].form == leaf }

type key struct {
	code    code
	a, b, c ref
	imm     uint64
}

// graph holds the nodes of one pass; arguments stand before their users, and equal
// nodes are one.
type graph struct {
	target
	nodes   []node
	effects []ref // stores and spikes, in order
	vectors [][]uint64
	memo    map[key]ref
	from    ir.Ref // what is being lowered
	copies  int    // vectors of an iteration
	copy    int    // the one being lowered
	amends  bool   // there may be detours
	passing int    // values that pass from one vector's code to the next, in the first slots
}

func newGraph(t target) *graph {
	return &graph{target: t, memo: map[key]ref{}, from: ir.None, copies: 1}
}

func (g *graph) put(c code, a, b, d ref, imm uint64) ref {
	k := key{c, a, b, d, imm}
	if r, ok := g.memo[k]; ok {
		return r
	}
	r := ref(len(g.nodes))
	g.nodes = append(g.nodes, node{c, a, b, d, imm, g.from, g.copy})
	g.memo[k] = r
	return r
}

func (g *graph) op1(c code, a ref) ref    { return g.put(c, a, none, none, 0) }
func (g *graph) op2(c code, a, b ref) ref { return g.put(c, a, b, none, 0) }
func (g *graph) op3(c code, a, b, d ref) ref {
	return g.put(c, a, b, d, 0)
}

func (g *graph) imm1(c code, a ref, imm uint64) ref    { return g.put(c, a, none, none, imm) }
func (g *graph) imm2(c code, a, b ref, imm uint64) ref { return g.put(c, a, b, none, imm) }

func (g *graph) leaf(c code, imm int) ref { return g.put(c, none, none, none, uint64(imm)) }

// ofCopy names what a pointer shows the vector being lowered.
func (g *graph) ofCopy(pointer int) uint64 { return uint64(pointer) | uint64(g.copy)<<32 }

// splitCopy undoes ofCopy.
func splitCopy(imm uint64) (pointer uint64, copy int) { return imm & (1<<32 - 1), int(imm >> 32) }

// lane is a leaf with an element for each lane.
func (g *graph) lane(c code, pointer int) ref { return g.put(c, none, none, none, g.ofCopy(pointer)) }

func (g *graph) add(a, b ref) ref     { return g.op2(add, a, b) }
func (g *graph) sub(a, b ref) ref     { return g.op2(sub, a, b) }
func (g *graph) div(a, b ref) ref     { return g.op2(div, a, b) }
func (g *graph) fma(a, b, c ref) ref  { return g.op3(fma, a, b, c) }
func (g *graph) fnma(a, b, c ref) ref { return g.op3(fnma, a, b, c) }

// mul is a·b; a constant takes the sign of the other factor.
func (g *graph) mul(a, b ref) ref {
	for range 2 {
		if c, ok := g.constantOf(b); ok && g.nodes[a].code == xor && g.nodes[a].b == g.signBit() {
			return g.op2(mul, g.nodes[a].a, g.number(-c))
		}
		a, b = b, a
	}
	return g.op2(mul, a, b)
}

func (g *graph) compare(predicate uint64, a, b ref) ref { return g.imm2(compare, a, b, predicate) }

// choose is a where the mask holds, else b.
func (g *graph) choose(mask, a, b ref) ref {
	if a == b {
		return a
	}
	return g.op3(choose, mask, a, b)
}

// number is the constant x.
func (g *graph) number(x float64) ref {
	if g.single {
		return g.bits(uint64(math.Float32bits(float32(x))))
	}
	return g.bits(math.Float64bits(x))
}

// bits is the constant whose element has the given bits.
func (g *graph) bits(x uint64) ref { return g.put(constant, none, none, none, x) }

// signBit is the constant −0.
func (g *graph) signBit() ref { return g.number(math.Copysign(0, -1)) }

// allBits is the constant with all bits set.
func (g *graph) allBits() ref { return g.bits(g.elementMask()) }

func (g *graph) elementMask() uint64 {
	if g.single {
		return math.MaxUint32
	}
	return math.MaxUint64
}

func (g *graph) abs(a ref) ref { return g.op2(and, a, g.bits(g.elementMask()>>1)) }

func (g *graph) neg(a ref) ref { return g.op2(xor, a, g.signBit()) }

// sign is the sign bit of a.
func (g *graph) sign(a ref) ref { return g.op2(and, a, g.signBit()) }

// vector is a constant with an element per lane.
func (g *graph) vector(elements []uint64) ref {
	equal := func(v []uint64) bool { return slices.Equal(v, elements) }
	i := slices.IndexFunc(g.vectors, equal)
	if i < 0 {
		i = len(g.vectors)
		g.vectors = append(g.vectors, elements)
	}
	return g.put(vectorConst, none, none, none, uint64(i))
}

// effect appends a store or a spike, which are never merged.
func (g *graph) effect(c code, a, b ref, pointer int) {
	r := ref(len(g.nodes))
	g.nodes = append(g.nodes, node{c, a, b, none, g.ofCopy(pointer), g.from, g.copy})
	g.effects = append(g.effects, r)
}

// constantOf returns the value of a constant node.
func (g *graph) constantOf(r ref) (float64, bool) {
	n := &g.nodes[r]
	if n.code != constant {
		return 0, false
	}
	if g.single {
		return float64(math.Float32frombits(uint32(n.imm))), true
	}
	return math.Float64frombits(n.imm), true
}

// horner is the polynomial with the given coefficients, the highest power first.
func (g *graph) horner(coefficients []float64, x ref) ref {
	p := g.number(coefficients[0])
	for _, c := range coefficients[1:] {
		p = g.fma(p, x, g.number(c))
	}
	return p
}

// inPairs is the same polynomial by even powers: as many operations where the square is there
// already, of which only half as many wait for each other.
func (g *graph) inPairs(coefficients []float64, x, square ref) ref {
	n := len(coefficients)
	p := g.number(coefficients[0])
	if n%2 == 0 {
		p = g.fma(p, x, g.number(coefficients[1]))
	}
	for i := 2 - n%2; i < n; i += 2 {
		pair := g.fma(g.number(coefficients[i]), x, g.number(coefficients[i+1]))
		p = g.fma(p, square, pair)
	}
	return p
}

// notMask, andMask and orMask are logic on masks; those of AVX2 are vectors.
func (g *graph) notMask(a ref) ref {
	if n := g.nodes[a]; n.code == compare {
		return g.compare(n.imm^opposite, n.a, n.b)
	}
	if g.wide() {
		return g.op1(maskNot, a)
	}
	return g.op2(xor, a, g.allBits())
}

func (g *graph) andMask(a, b ref) ref {
	if g.wide() {
		return g.op2(maskAnd, a, b)
	}
	return g.op2(and, a, b)
}

func (g *graph) orMask(a, b ref) ref {
	if g.wide() {
		return g.op2(maskOr, a, b)
	}
	return g.op2(or, a, b)
}

// signMask is the mask of lanes whose sign bit is set; on AVX2 it is good for choose alone.
func (g *graph) signMask(a ref) ref {
	if g.wide() {
		return g.op1(signs, a)
	}
	return a
}
