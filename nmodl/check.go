package nmodl

import (
	"math"
	"slices"
	"strconv"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Units are checked where the text has them on. What was declared without a unit, and
// a number without one, fits everything: published files leave most units out, and
// only what contradicts itself is worth a warning.

// checker warns of sums, comparisons and assignments whose units do not fit.
type checker struct {
	*report
	tree  *tree
	units map[string]measured // of the names in reach
}

// measured is a unit, or not known.
type measured struct {
	measure
	known bool
	text  string // as written, for messages
}

func (b *builder) unitChecks() {
	c := &checker{report: b.report, tree: b.tree, units: map[string]measured{}}
	for i := range b.m.Symbols {
		if s := &b.m.Symbols[i]; s.Unit != "" {
			c.declare(s.Name, s.Unit)
		}
	}
	for _, d := range slices.Concat(b.tree.parameter, b.tree.state, b.tree.assigned) {
		if g, ok := given[d.name.text]; !ok || g.role == ir.Diameter { // a file may give its own unit to diam
			c.declare(d.name.text, d.unit)
		}
	}
	for _, list := range [][]*block{b.tree.before, b.tree.initial, b.tree.cue, b.tree.present, b.tree.after} {
		for _, x := range list {
			c.block(x)
		}
	}
	for _, name := range b.tree.order {
		r := b.tree.routines[name]
		c.inside(append(r.args, argument{r.name, r.unit}), r.body)
	}
	if r := b.tree.receive; r != nil {
		c.inside(r.args, r.initial, r.body)
	}
}

func (c *checker) declare(name, text string) {
	m, ok := c.tree.measure(text, 0)
	c.units[name] = measured{m, ok && text != "", text}
}

// inside checks blocks in which arguments hide other names.
func (c *checker) inside(args []argument, blocks ...*block) {
	outer := map[string]measured{}
	for _, a := range args {
		outer[a.name.text] = c.units[a.name.text]
		c.declare(a.name.text, a.unit)
	}
	for _, x := range blocks {
		c.block(x)
	}
	for name, m := range outer {
		c.units[name] = m
	}
}

func (c *checker) block(x *block) {
	if x == nil {
		return
	}
	for _, s := range x.statements {
		if s.kind == localStatement {
			var hidden []argument
			for _, name := range s.names {
				hidden = append(hidden, argument{name: name})
			}
			rest := &block{x.place, x.statements[slices.Index(x.statements, s)+1:]}
			c.inside(hidden, rest)
			return
		}
		if !s.unchecked {
			c.statement(s)
		}
		c.block(s.then)
		c.block(s.other)
	}
}

func (c *checker) statement(s *statement) {
	switch s.kind {
	case assignment:
		c.fits(s.word.place, s.word.text, c.units[s.word.text], c.of(s.value))
	case derivative:
		target := c.units[s.word.text]
		ms, _ := c.tree.measure("ms", 0)
		target.measure = target.times(ms, -1)
		c.fits(s.word.place, s.word.text+"'", target, c.of(s.value))
	case branch, whileLoop:
		c.of(s.value)
	case callStatement:
		for _, a := range s.value.args {
			c.of(a)
		}
	}
}

// fits warns where a value does not have the unit of what it is assigned to.
func (c *checker) fits(at place, name string, want, got measured) {
	if why := differ(want, got); why != "" {
		c.warn(at, "the units of "+name+" and of its value differ: "+why, "")
	}
}

// differ says how two units differ, "" where they do not or are not both known.
func differ(a, b measured) string {
	switch {
	case !a.known || !b.known:
		return ""
	case a.dim != b.dim:
		return a.spelled() + " and " + b.spelled()
	case math.Abs(a.scale-b.scale) > 1e-6*math.Abs(a.scale):
		return "a factor of " + strconv.FormatFloat(b.scale/a.scale, 'g', 3, 64) + " is missing"
	}
	return ""
}

func (m measured) spelled() string {
	if m.text != "" {
		return "(" + m.text + ")"
	}
	return "(" + m.dim.String() + ")"
}

// of is the unit of an expression.
func (c *checker) of(e *expr) measured {
	switch e.kind {
	case numberExpr:
		m, ok := c.tree.measure(e.unit, 0)
		return measured{m, ok && e.unit != "", e.unit}
	case nameExpr:
		return c.units[e.text]
	case callExpr:
		return c.call(e)
	case unaryExpr:
		return c.of(e.args[0])
	case binaryExpr:
		return c.binary(e, c.of(e.args[0]), c.of(e.args[1]))
	}
	return measured{}
}

// call checks the arguments; the unit is what a FUNCTION of the file says.
func (c *checker) call(e *expr) measured {
	for _, a := range e.args {
		c.of(a)
	}
	r := c.tree.routines[e.text]
	if r == nil || r.unit == "" {
		return measured{}
	}
	m, ok := c.tree.measure(r.unit, 0)
	return measured{m, ok, r.unit}
}

func (c *checker) binary(e *expr, a, b measured) measured {
	switch e.text {
	case "*":
		return measured{measure: a.times(b.measure, 1), known: a.known && b.known}
	case "/":
		return measured{measure: a.times(b.measure, -1), known: a.known && b.known}
	case "^":
		return c.power(e, a)
	case "&&", "||":
		return measured{}
	}
	if why := differ(a, b); why != "" {
		c.warn(e.place, "the units on both sides of "+e.text+" differ: "+why, "")
		return measured{}
	}
	if !a.known {
		a = b
	}
	if e.text != "+" && e.text != "-" {
		return measured{}
	}
	return a
}

func (c *checker) power(e *expr, base measured) measured {
	n := e.args[1]
	if base.known && base.dim == unit.Dimensionless {
		return measured{}
	}
	if n.kind != numberExpr || n.value != math.Trunc(n.value) || math.Abs(n.value) > 16 {
		return measured{}
	}
	one := measure{scale: 1}
	return measured{measure: one.times(base.measure, int(n.value)), known: base.known}
}
