package equation

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// function is a function of the language. Its arguments have been checked to
// be plain numbers, and where it is pure, pure numbers.
type function struct {
	arguments int
	pure      bool
	make      func(b *builder, e *expr, a []value) value
}

// functions by name. Those that have an operation of their own in package ir
// are added below.
var functions = map[string]function{
	"log10":     {1, true, refs(func(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref { return divided(g, g.Unary(ir.Log, a[0], p), math.Ln10) })},
	"tan":       {1, true, refs(tangent)},
	"sinh":      {1, true, refs(hyperbolicSine)},
	"cosh":      {1, true, refs(hyperbolicCosine)},
	"ceil":      {1, true, refs(ceiling)},
	"poisson":   {1, true, (*builder).poisson},
	"normal":    {0, true, draw(ir.Normal)},
	"uniform":   {0, true, draw(ir.Uniform)},
	"abs":       {1, false, (*builder).absolute},
	"sqrt":      {1, false, (*builder).root},
	"sign":      {1, false, refs(sign)},
	"heaviside": {1, false, refs(heaviside)},
	"min":       {2, false, extreme(ir.Min)},
	"max":       {2, false, extreme(ir.Max)},
	"clip":      {3, false, (*builder).clip},
	"pow":       {2, false, func(b *builder, e *expr, a []value) value { return b.power(e, a[0], a[1]) }},
}

func init() {
	for _, op := range []ir.Op{ir.Exp, ir.Expm1, ir.Log, ir.Log1p, ir.Sin, ir.Cos, ir.Tanh, ir.Erf, ir.Linoid, ir.Exprel, ir.Floor} {
		functions[op.String()] = function{1, true, refs(func(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref { return g.Unary(op, a[0], p) })}
	}
}

// call checks a call and its arguments.
func (b *builder) call(e *expr) value {
	f, ok := functions[e.text]
	if !ok {
		b.unknownFunction(e)
		return badValue
	}
	if len(e.args) != f.arguments {
		b.fail(e.place, fmt.Sprintf("%s has %d arguments", e.text, len(e.args)), fmt.Sprint(f.arguments), "")
		return badValue
	}
	args := make([]value, len(e.args))
	bad := false
	for i, a := range e.args {
		args[i] = b.plain(b.evaluate(a), a)
		if f.pure {
			args[i] = b.pure(args[i], a, " in "+e.text)
		}
		bad = bad || args[i].bad
	}
	if bad {
		return badValue
	}
	return f.make(b, e, args)
}

func (b *builder) unknownFunction(e *expr) {
	remedy := near(e.text, slices.Sorted(maps.Keys(functions)))
	if slices.Contains(b.names(), e.text) {
		remedy = "for a product write " + e.text + "*(…)"
	}
	b.fail(e.place, "unknown function "+e.text, "", remedy)
}

// refs makes a function with a pure result from one of graph nodes.
func refs(f func(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref) func(*builder, *expr, []value) value {
	return func(b *builder, e *expr, a []value) value {
		nodes := make([]ir.Ref, len(a))
		for i := range a {
			nodes[i] = a[i].ref
		}
		return value{ref: f(b.g, nodes, pos(e))}
	}
}

func divided(g *ir.Graph, a ir.Ref, by float64) ir.Ref { return g.Div(a, g.Const(by)) }

func tangent(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref {
	return g.Binary(ir.Div, g.Unary(ir.Sin, a[0], p), g.Unary(ir.Cos, a[0], p), p)
}

// hyperbolicSine uses expm1, so that nothing cancels near 0.
func hyperbolicSine(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref {
	up, down := g.Unary(ir.Expm1, a[0], p), g.Unary(ir.Expm1, g.Unary(ir.Neg, a[0], p), p)
	return divided(g, g.Binary(ir.Sub, up, down, p), 2)
}

func hyperbolicCosine(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref {
	up, down := g.Unary(ir.Exp, a[0], p), g.Unary(ir.Exp, g.Unary(ir.Neg, a[0], p), p)
	return divided(g, g.Binary(ir.Add, up, down, p), 2)
}

func ceiling(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref {
	return g.Unary(ir.Neg, g.Unary(ir.Floor, g.Unary(ir.Neg, a[0], p), p), p)
}

// sign is -1, 0 or 1.
func sign(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref {
	zero := g.Const(0)
	below := g.Select(g.Binary(ir.Less, a[0], zero, p), g.Const(-1), zero, p)
	return g.Select(g.Binary(ir.Less, zero, a[0], p), g.Const(1), below, p)
}

// heaviside is 0 below 0, else 1.
func heaviside(g *ir.Graph, a []ir.Ref, p ir.Pos) ir.Ref {
	return g.Select(g.Binary(ir.Less, a[0], g.Const(0), p), g.Const(0), g.Const(1), p)
}

// draw makes a random number of its own stream.
func draw(op ir.Op) func(*builder, *expr, []value) value {
	return func(b *builder, e *expr, _ []value) value {
		return value{ref: b.g.Random(op, b.stream(), ir.None, pos(e))}
	}
}

func (b *builder) poisson(e *expr, a []value) value {
	return value{ref: b.g.Random(ir.Poisson, b.stream(), a[0].ref, pos(e))}
}

func (b *builder) absolute(e *expr, a []value) value {
	return value{ref: b.g.Unary(ir.Abs, a[0].ref, pos(e)), dim: a[0].dim, zero: a[0].zero}
}

func (b *builder) root(e *expr, a []value) value {
	dim, ok := a[0].dim.Pow(0.5)
	if !ok {
		b.fail(e.place, "the root of "+b.written(e.args[0])+" has no unit", "", "")
		return badValue
	}
	return value{ref: b.g.Unary(ir.Sqrt, a[0].ref, pos(e)), dim: dim}
}

func extreme(op ir.Op) func(*builder, *expr, []value) value {
	return func(b *builder, e *expr, a []value) value {
		dim, ok := b.same(a[0], a[1], e.args[0], e.args[1])
		return value{ref: b.g.Binary(op, a[0].ref, a[1].ref, pos(e)), dim: dim, bad: !ok}
	}
}

// clip is x kept between lo and hi.
func (b *builder) clip(e *expr, a []value) value {
	dim, ok := b.same(a[0], a[1], e.args[0], e.args[1])
	if !ok {
		return badValue
	}
	whole := value{dim: dim, zero: a[0].zero && a[1].zero}
	if dim, ok = b.same(whole, a[2], e.args[0], e.args[2]); !ok {
		return badValue
	}
	above := b.g.Binary(ir.Max, a[0].ref, a[1].ref, pos(e))
	return value{ref: b.g.Binary(ir.Min, above, a[2].ref, pos(e)), dim: dim}
}

// infinite is the literal inf. Like 0 it fits every unit.
func (b *builder) infinite() value {
	return value{ref: b.g.Const(math.Inf(1)), dim: unit.Dimensionless, zero: true}
}
