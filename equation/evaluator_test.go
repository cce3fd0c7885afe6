package equation

import (
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// evaluator computes nodes of a graph by the definitions of package ir.
type evaluator struct {
	m      *ir.Mechanism
	values map[string]float64 // symbols
	drawn  float64            // every random number
}

func (v evaluator) number(r ir.Ref) float64 {
	n := v.m.Graph.At(r)
	switch {
	case n.Op == ir.Const:
		return n.Imm
	case n.Op == ir.Load:
		return v.values[v.m.Symbols[n.Slot].Name]
	case n.Op == ir.Select && v.mask(n.A):
		return v.number(n.B)
	case n.Op == ir.Select:
		return v.number(n.C)
	case n.Op.Random():
		return v.drawn
	case n.Op.Args() == 1:
		return ir.Eval1(n.Op, v.number(n.A))
	}
	return ir.Eval2(n.Op, v.number(n.A), v.number(n.B))
}

func (v evaluator) mask(r ir.Ref) bool {
	n := v.m.Graph.At(r)
	switch n.Op {
	case ir.Not:
		return !v.mask(n.A)
	case ir.And:
		return v.mask(n.A) && v.mask(n.B)
	case ir.Or:
		return v.mask(n.A) || v.mask(n.B)
	case ir.Spike:
		return v.number(n.A) > 0
	}
	return ir.EvalMask2(n.Op, v.number(n.A), v.number(n.B))
}

// parseOne parses a text of one mechanism.
func parseOne(t *testing.T, text string) *ir.Mechanism {
	t.Helper()
	ms, err := Parse("", text)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return ms[0]
}

// symbol finds a symbol that must be there.
func symbol(t *testing.T, m *ir.Mechanism, name string) int {
	t.Helper()
	i, ok := m.Symbol(name)
	if !ok {
		t.Fatalf("no symbol %s", name)
	}
	return i
}

// rate evaluates an expression as the rate of a state, at t = 0.
func rate(t *testing.T, expression string, values map[string]float64) float64 {
	t.Helper()
	m := parseOne(t, "neuron n\nparam a 1\n      b 1\n      c 1\nstate x 1\n      ms*x' = "+expression)
	return evaluator{m, values, 0.5}.number(m.ODEs[0].Rate)
}
