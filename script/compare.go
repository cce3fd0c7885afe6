package script

import (
	"fmt"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Starlark's comparisons yield a single truth value and compare a quantity with
// a plain number only by identity. So that V > -50*mV makes a mask of an array,
// and rate == 5 is the error it ought to be, a script's
//
//	x < y
//
// is read as x | <(y): the built-in named < wraps y in a comparand, whose part
// in the operation | is the comparison.

// comparand is the right side of a comparison.
type comparand struct {
	op syntax.Token
	y  starlark.Value
}

func (c comparand) String() string        { return c.y.String() }
func (c comparand) Type() string          { return c.y.Type() }
func (c comparand) Freeze()               {}
func (c comparand) Truth() starlark.Bool  { return true }
func (c comparand) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable") }

// Binary compares x, on the left, with the comparand.
func (c comparand) Binary(_ syntax.Token, x starlark.Value, _ starlark.Side) (starlark.Value, error) {
	if !measured(x) && !measured(c.y) {
		ok, err := starlark.Compare(c.op, x, c.y)
		return starlark.Bool(ok), err
	}
	return compareNumeric(c.op, x, c.y)
}

// measured reports whether v is a quantity or an array, whose comparison is
// not Starlark's.
func measured(v starlark.Value) bool {
	switch v.(type) {
	case Quantity, *Array:
		return true
	}
	return false
}

func compareNumeric(op syntax.Token, x, y starlark.Value) (starlark.Value, error) {
	a, okA := toNumbers(x)
	b, okB := toNumbers(y)
	if !okA || !okB {
		ok, err := starlark.Compare(op, x, y)
		return starlark.Bool(ok), err
	}
	if _, err := broadcast(a, b); err != nil {
		return nil, err
	}
	if _, err := sameDimension(op, a, b); err != nil {
		return nil, err
	}
	out := each(a, b, unit.Dimensionless, func(x, y float64) float64 {
		if compareNumbers(op, x, y) {
			return 1
		}
		return 0
	})
	if out.scalar {
		return starlark.Bool(out.values[0] == 1), nil
	}
	out.kind = mask
	return out.value(), nil
}

// comparators are the built-ins that the rewritten comparisons call, by the
// operator as their name, which no script can spell otherwise.
var comparators = func() map[string]syntax.Token {
	all := map[string]syntax.Token{}
	for _, op := range []syntax.Token{syntax.EQL, syntax.NEQ, syntax.LT, syntax.LE, syntax.GT, syntax.GE} {
		all[op.String()] = op
	}
	return all
}()

// comparator is the built-in of an operator.
func comparator(op syntax.Token) starlark.Value {
	return starlark.NewBuiltin(op.String(), func(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return comparand{op, args[0]}, nil
	})
}

// markComparison rewrites a comparison in place.
func markComparison(e *syntax.BinaryExpr) {
	if _, ok := comparators[e.Op.String()]; !ok {
		return
	}
	start, _ := e.Y.Span()
	e.Y = &syntax.CallExpr{
		Fn:     &syntax.Ident{NamePos: start, Name: e.Op.String()},
		Lparen: start,
		Args:   []syntax.Expr{e.Y},
		Rparen: start,
	}
	e.Op = syntax.PIPE
}
