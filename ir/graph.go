package ir

import "math"

// Ref names a node of a graph or kernel; None is no node.
type Ref int32

// None is the absent node.
const None Ref = -1

// Pos is a place in the text a node came from; the zero Pos is unknown.
type Pos struct{ Line, Col int32 }

// Node is one value. Slot is the symbol of a Load, the stream of a random
// number or the matrix of an Expm.
type Node struct {
	Op      Op
	A, B, C Ref
	Slot    int32
	Imm     float64
	Pos     Pos
}

// Args returns the node's arguments, as many as its operation has.
func (n *Node) Args() []Ref {
	return []Ref{n.A, n.B, n.C}[:n.Op.Args()]
}

// Matrix is a square matrix of nodes, row-major, the argument of Expm.
type Matrix struct {
	N       int
	Entries []Ref // shape (N, N)
}

// Graph holds the expressions of a mechanism. Every node stands after its
// arguments; equal nodes are one node, so a Ref is the identity of a value.
type Graph struct {
	Nodes    []Node
	Matrices []Matrix

	index map[nodeKey]Ref
}

type nodeKey struct {
	op      Op
	a, b, c Ref
	slot    int32
	imm     uint64
}

// NewGraph returns an empty graph.
func NewGraph() *Graph { return &Graph{index: map[nodeKey]Ref{}} }

// add appends a node unless an equal one exists.
func (g *Graph) add(n Node) Ref {
	key := nodeKey{n.Op, n.A, n.B, n.C, n.Slot, math.Float64bits(n.Imm)}
	if r, ok := g.index[key]; ok {
		return r
	}
	r := Ref(len(g.Nodes))
	g.Nodes = append(g.Nodes, n)
	g.index[key] = r
	return r
}

// At returns node r.
func (g *Graph) At(r Ref) *Node { return &g.Nodes[r] }

// Const returns the constant x.
func (g *Graph) Const(x float64) Ref {
	return g.add(Node{Op: Const, A: None, B: None, C: None, Imm: x})
}

// Load returns the value of symbol slot.
func (g *Graph) Load(slot int, pos Pos) Ref {
	return g.add(Node{Op: Load, A: None, B: None, C: None, Slot: int32(slot), Pos: pos})
}

// Random returns a random number of the given stream; mean is the argument of
// Poisson and None otherwise. Two draws are the same number only if they share a stream.
func (g *Graph) Random(op Op, stream int, mean Ref, pos Pos) Ref {
	return g.add(Node{Op: op, A: mean, B: None, C: None, Slot: int32(stream), Pos: pos})
}

// Surrogate returns the surrogate derivative of a spike at distance a from
// threshold; steepness is in 1/(unit of a).
func (g *Graph) Surrogate(a Ref, steepness float64) Ref {
	return g.add(Node{Op: Surrogate, A: a, B: None, C: None, Imm: steepness})
}

// Matrix adds a matrix whose exponential Expm reads; entries has shape (n, n).
// Equal matrices are one.
func (g *Graph) Matrix(n int, entries []Ref) int {
	for i, m := range g.Matrices {
		if m.N == n && equalRefs(m.Entries, entries) {
			return i
		}
	}
	g.Matrices = append(g.Matrices, Matrix{n, entries})
	return len(g.Matrices) - 1
}

func equalRefs(a, b []Ref) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

// Expm returns entry (row, col) of the exponential of a matrix.
func (g *Graph) Expm(matrix, row, col int) Ref {
	n := g.Matrices[matrix].N
	return g.add(Node{Op: Expm, A: None, B: None, C: None, Slot: int32(matrix), Imm: float64(row*n + col)})
}

// arguments lists every node that r reads directly, matrices included.
func (g *Graph) arguments(r Ref) []Ref {
	n := g.At(r)
	if n.Op == Expm {
		return g.Matrices[n.Slot].Entries
	}
	return n.Args()
}

// reach marks every node that the roots need.
func (g *Graph) reach(roots []Ref) []bool {
	need := make([]bool, len(g.Nodes))
	stack := append([]Ref(nil), roots...)
	for len(stack) > 0 {
		r := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if r == None || need[r] {
			continue
		}
		need[r] = true
		stack = append(stack, g.arguments(r)...)
	}
	return need
}

// Uses lists the symbols that r reads, in order of their slots.
func (g *Graph) Uses(roots ...Ref) []int {
	seen := map[int]bool{}
	last := -1
	for r, need := range g.reach(roots) {
		if need && g.Nodes[r].Op == Load {
			s := int(g.Nodes[r].Slot)
			seen[s] = true
			last = max(last, s)
		}
	}
	var out []int
	for s := 0; s <= last; s++ {
		if seen[s] {
			out = append(out, s)
		}
	}
	return out
}

// Random reports whether r depends on a random number.
func (g *Graph) IsRandom(root Ref) bool {
	for r, need := range g.reach([]Ref{root}) {
		if need && g.Nodes[r].Op.Random() {
			return true
		}
	}
	return false
}

// constant returns the value of r if it is a constant.
func (g *Graph) constant(r Ref) (float64, bool) {
	if r != None && g.Nodes[r].Op == Const {
		return g.Nodes[r].Imm, true
	}
	return 0, false
}

// IsConst reports whether r is the constant x.
func (g *Graph) IsConst(r Ref, x float64) bool {
	c, ok := g.constant(r)
	return ok && c == x
}
