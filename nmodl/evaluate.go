package nmodl

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cajal-sim/cajal/ir"
)

func intText(n int) string       { return strconv.Itoa(n) }
func floatText(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// evaluate is the value of an expression; a condition counts 1 or 0.
func (r *run) evaluate(e *expr) ir.Ref {
	switch e.kind {
	case numberExpr:
		return r.g.Const(e.value)
	case nameExpr:
		return r.name(e)
	case callExpr:
		return r.call(e)
	case textExpr:
		r.fail(e.place, "a text in quotes is no number", "")
		return r.g.Const(0)
	case unaryExpr:
		return r.unary(e)
	}
	if isCondition(e) {
		return r.number(r.condition(e))
	}
	return r.arithmetic(e)
}

func (r *run) unary(e *expr) ir.Ref {
	switch e.text {
	case "!":
		return r.number(r.condition(e))
	case "+":
		return r.evaluate(e.args[0])
	}
	return r.g.Unary(ir.Neg, r.evaluate(e.args[0]), at(e.place))
}

var arithmetic = map[string]ir.Op{"+": ir.Add, "-": ir.Sub, "*": ir.Mul, "/": ir.Div, "^": ir.Pow}

func (r *run) arithmetic(e *expr) ir.Ref {
	x, y := r.evaluate(e.args[0]), r.evaluate(e.args[1])
	return r.g.Binary(arithmetic[e.text], x, y, at(e.place))
}

var comparisons = map[string]struct {
	op            ir.Op
	swap, negated bool
}{
	"<": {ir.Less, false, false}, "<=": {ir.LessEqual, false, false},
	">": {ir.Less, true, false}, ">=": {ir.LessEqual, true, false},
	"==": {ir.Equal, false, false}, "!=": {ir.Equal, false, true},
}

func isCondition(e *expr) bool {
	_, compares := comparisons[e.text]
	return e.kind == binaryExpr && (compares || e.text == "&&" || e.text == "||") || e.kind == unaryExpr && e.text == "!"
}

// condition is an expression taken for true or false.
func (r *run) condition(e *expr) mask {
	if !isCondition(e) {
		return r.truth(r.evaluate(e))
	}
	switch e.text {
	case "!":
		return r.not(r.condition(e.args[0]))
	case "&&":
		return r.and(r.condition(e.args[0]), r.condition(e.args[1]))
	case "||":
		return r.not(r.and(r.not(r.condition(e.args[0])), r.not(r.condition(e.args[1]))))
	}
	c := comparisons[e.text]
	x, y := r.evaluate(e.args[0]), r.evaluate(e.args[1])
	if c.swap {
		x, y = y, x
	}
	a, b := r.g.At(x), r.g.At(y)
	if a.Op == ir.Const && b.Op == ir.Const {
		return mask{known: true, value: ir.EvalMask2(c.op, a.Imm, b.Imm) != c.negated}
	}
	m := mask{ref: r.g.Binary(c.op, x, y, at(e.place))}
	if c.negated {
		m = r.not(m)
	}
	return m
}

// name is the value of a variable or constant.
func (r *run) name(e *expr) ir.Ref {
	v, ok := r.lookup(e.text)
	if !ok {
		return r.constant(e)
	}
	var index *expr
	if len(e.args) > 0 {
		index = e.args[0]
	}
	id, ok := r.element(v, e.place, e.text, index)
	if !ok {
		return r.g.Const(0)
	}
	return r.value(id)
}

func (r *run) constant(e *expr) ir.Ref {
	if x, ok := r.tree.defines[e.text]; ok {
		return r.g.Const(x)
	}
	if start, ok := r.startName(e.text); ok {
		return start
	}
	if r.isAmong(e.text, r.tree.neuron.pointers) {
		r.pointer(e.place, e.text)
	} else {
		r.unknown(e.place, e.text)
	}
	return r.g.Const(0)
}

// startName is NAME0, the start of state NAME, which is there without being declared.
func (r *run) startName(name string) (ir.Ref, bool) {
	for _, d := range r.tree.state {
		if d.name.text+"0" == name {
			return r.startOf(d), true
		}
	}
	return ir.None, false
}

func (r *run) pointer(where place, name string) {
	r.fail(where, "POINTER "+name+" reaches into another mechanism", "read the value through an ion (USEION … READ), or send events")
}

func (r *run) unknown(where place, name string) {
	known := slices.Sorted(maps.Keys(r.variables))
	known = append(known, slices.Sorted(maps.Keys(r.tree.defines))...)
	for s := r.scope; s != nil; s = s.outer {
		known = append(known, slices.Sorted(maps.Keys(s.variables))...)
	}
	remedy := "declare it in PARAMETER, ASSIGNED or LOCAL"
	if near := nearest(name, known); near != "" {
		remedy = "did you mean " + near + "?"
	}
	r.fail(where, "unknown name "+name, remedy)
}
