package equation

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/ir"
)

// Format prints an expression of a mechanism's graph in the equation
// language, with as few brackets as its meaning allows. Noise is not part of
// a graph; random numbers print as calls.
func Format(m *ir.Mechanism, r ir.Ref) string {
	f := formatter{m}
	text, _ := f.expression(r)
	return text
}

type formatter struct{ m *ir.Mechanism }

// orderChoice and orderOperand frame the orders of the operators.
const (
	orderChoice  = 0
	orderOperand = orderPower + 1
)

// infix is how operations of two arguments print.
var infix = map[ir.Op]string{
	ir.Add: "+", ir.Sub: "-", ir.Mul: "*", ir.Div: "/",
	ir.Less: "<", ir.LessEqual: "<=", ir.Equal: "==", ir.And: "and", ir.Or: "or", ir.Pow: "^",
}

// expression prints r and tells how tightly its outermost operator binds.
func (f formatter) expression(r ir.Ref) (text string, tight int) {
	n := f.m.Graph.At(r)
	switch n.Op {
	case ir.Const:
		return constant(n.Imm)
	case ir.Load:
		return f.m.Symbols[n.Slot].Name, orderOperand
	case ir.Neg:
		return "-" + f.within(n.A, orderUnary), orderUnary
	case ir.Not:
		return "not " + f.within(n.A, orderNot), orderNot
	case ir.Spike:
		return f.within(n.A, orderSum) + " > 0", orderCompare
	case ir.Select:
		return fmt.Sprintf("%s if %s else %s", f.within(n.B, orderOr), f.within(n.A, orderOr), f.within(n.C, orderChoice)), orderChoice
	}
	if sign, ok := infix[n.Op]; ok {
		return f.binary(n, sign)
	}
	return f.call(n), orderOperand
}

func constant(x float64) (string, int) {
	if x < 0 {
		return fmt.Sprintf("%g", x), orderUnary
	}
	return strings.Replace(fmt.Sprintf("%g", x), "+Inf", "inf", 1), orderOperand
}

// binary prints an operator. Products and powers stand close, the rest apart.
func (f formatter) binary(n *ir.Node, sign string) (string, int) {
	at := order[sign]
	left, right := at, at+1
	switch {
	case at == orderPower:
		left, right = at+1, orderUnary
	case at == orderCompare:
		left = at + 1
	}
	if at < orderProduct {
		sign = " " + sign + " "
	}
	return f.within(n.A, left) + sign + f.within(n.B, right), at
}

func (f formatter) call(n *ir.Node) string {
	var args []string
	for _, a := range n.Args() {
		args = append(args, f.within(a, orderChoice))
	}
	return n.Op.String() + "(" + strings.Join(args, ", ") + ")"
}

// within prints r, in brackets if it binds less tightly than least.
func (f formatter) within(r ir.Ref, least int) string {
	text, tight := f.expression(r)
	if tight < least {
		return "(" + text + ")"
	}
	return text
}
