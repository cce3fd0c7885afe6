package native

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// scalars computes what is the same for all lanes of a call. Values are indexed as the
// nodes of the kernel; a mask is 0 or 1.
type scalars struct {
	k        *ir.Kernel
	single   bool
	constant []float64 // the constants in their places
	loads    []ir.Ref
	steps    []scalarStep
	room     int // of the largest matrix, twice
}

// scalarStep computes a node, or all needed entries of a matrix exponential.
type scalarStep struct {
	node    ir.Ref
	entries []matrixEntry
}

type matrixEntry struct {
	node  ir.Ref
	entry int
}

func newScalars(p *plan) *scalars {
	s := &scalars{k: p.k, single: p.k.Elem == ir.Float32, constant: make([]float64, len(p.k.Nodes))}
	matrices := map[int32]int{}
	for i := range p.k.Nodes {
		n, r := &p.k.Nodes[i], ir.Ref(i)
		switch {
		case !p.need[i] || !p.uniform[i]:
		case n.Op == ir.Const:
			s.constant[i] = s.round(n.Imm)
		case n.Op == ir.Load:
			s.loads = append(s.loads, r)
		case n.Op == ir.Expm:
			at, ok := matrices[n.Slot]
			if !ok {
				at = len(s.steps)
				matrices[n.Slot] = at
				s.steps = append(s.steps, scalarStep{node: r})
				size := p.k.Matrices[n.Slot].N
				s.room = max(s.room, 2*size*size)
			}
			s.steps[at].entries = append(s.steps[at].entries, matrixEntry{r, int(n.Imm)})
		default:
			s.steps = append(s.steps, scalarStep{node: r})
		}
	}
	return s
}

// round rounds to the element type.
func (s *scalars) round(x float64) float64 {
	if s.single {
		return float64(float32(x))
	}
	return x
}

// eval runs the steps over values; matrix is room for the exponentials.
func (s *scalars) eval(values, matrix []float64) {
	for i := range s.steps {
		step := &s.steps[i]
		if step.entries != nil {
			s.expm(step, values, matrix)
			continue
		}
		n := &s.k.Nodes[step.node]
		values[step.node] = s.round(evalScalar(n, values))
	}
}

func (s *scalars) expm(step *scalarStep, values, matrix []float64) {
	m := &s.k.Matrices[s.k.Nodes[step.node].Slot]
	size := m.N * m.N
	a, e := matrix[:size], matrix[size:2*size]
	for i, r := range m.Entries {
		a[i] = values[r]
	}
	ir.EvalExpm(e, a, m.N)
	for _, x := range step.entries {
		values[x.node] = s.round(e[x.entry])
	}
}

func evalScalar(n *ir.Node, values []float64) float64 {
	switch n.Op {
	case ir.Exp:
		return scalarExp(values[n.A])
	case ir.Surrogate:
		return ir.EvalSurrogate(values[n.A], n.Imm)
	case ir.Not:
		return 1 - values[n.A]
	case ir.Spike:
		return truth(values[n.A] > 0)
	case ir.Less, ir.LessEqual, ir.Equal:
		return truth(ir.EvalMask2(n.Op, values[n.A], values[n.B]))
	case ir.And:
		return math.Min(values[n.A], values[n.B])
	case ir.Or:
		return math.Max(values[n.A], values[n.B])
	case ir.Select:
		if values[n.A] != 0 {
			return values[n.B]
		}
		return values[n.C]
	}
	if n.Op.Args() == 2 {
		return ir.Eval2(n.Op, values[n.A], values[n.B])
	}
	return ir.Eval1(n.Op, values[n.A])
}

// scalarExp is eˣ; math.Exp of amd64 overflows 0.34 too early.
func scalarExp(x float64) float64 {
	if x > 709 && x < 710 {
		return math.Exp(x-1) * math.E
	}
	return math.Exp(x)
}

func truth(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
