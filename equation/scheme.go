package equation

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Systems of equations that are solved together: kinetic schemes with their
// conserved sums, their rest, and their implicit steps.

// conserve reads EXPR = EXPR.
func (p *parser) conserve(keyword token) {
	c := &conserved{word: keyword, left: p.expression()}
	p.expect("=", "conserve SUM = TOTAL")
	c.right = p.expression()
	p.endLine()
	p.tree.conserved = append(p.tree.conserved, c)
}

// initially reads steady, and on the lines below it the equations that are taken
// for this in the place of others.
func (p *parser) initially(keyword token) {
	p.expect("steady", "initially steady")
	p.endLine()
	p.tree.steady = keyword
	column(func(p *parser, _ token) {
		at, leibniz := p.findEquation()
		if at < 0 {
			p.fail(p.peek(), "unexpected "+p.peek().got(), "an equation that is meant to be steady", "")
		}
		p.tree.steadied = append(p.tree.steadied, p.equation(at, leibniz))
	})(p, keyword)
}

// unknowns are the states with equations.
func (b *builder) unknowns() []int {
	var out []int
	for _, o := range b.m.ODEs {
		out = append(out, o.Symbol)
	}
	return out
}

// conserve evaluates the sums of states that stay.
func (b *builder) conserve() []ir.Conserved {
	var out []ir.Conserved
	states := b.unknowns()
	for _, c := range b.tree.conserved {
		left, right := b.plain(b.evaluate(c.left), c.left), b.plain(b.evaluate(c.right), c.right)
		if left.bad || right.bad {
			continue
		}
		if _, ok := b.same(left, right, c.left, c.right); !ok {
			continue
		}
		sum := ir.Conserved{Total: b.g.Neg(b.atZero(b.g.Sub(left.ref, right.ref), states)), Instead: -1}
		bad := false
		for i, x := range states {
			coefficient := b.g.Derivative(b.g.Sub(left.ref, right.ref), x)
			bad = bad || b.g.At(coefficient).Op != ir.Const
			if !b.g.IsConst(coefficient, 0) {
				sum.Instead = i
			}
			sum.Coefficients = append(sum.Coefficients, coefficient)
		}
		if bad || sum.Instead < 0 {
			b.fail(c.word.place, b.written(c.left)+" = "+b.written(c.right)+" is no sum of states", "a sum of states that have equations, with constant factors", "")
			continue
		}
		out = append(out, sum)
	}
	return out
}

// atZero is r with all the states at 0.
func (b *builder) atZero(r ir.Ref, states []int) ir.Ref {
	by := map[int]ir.Ref{}
	for _, x := range states {
		by[x] = b.g.Const(0)
	}
	return b.g.Substitute(r, by)
}

// steady puts the states with equations where these are at rest.
func (b *builder) steady(values map[int]ir.Ref, sums []ir.Conserved) {
	states, where := b.unknowns(), b.tree.steady.place
	var a [][]ir.Ref
	var right []ir.Ref
	for _, o := range b.steadied() {
		var row []ir.Ref
		for _, x := range states {
			row = append(row, b.g.Derivative(o.Rate, x))
		}
		if slices.ContainsFunc(b.g.Uses(row...), func(u int) bool { return slices.Contains(states, u) }) {
			b.fail(where, "the equation of "+b.m.Symbols[o.Symbol].Name+" is not linear", "linear equations for initially steady", "give initial values")
			return
		}
		a, right = append(a, row), append(right, b.g.Neg(b.atZero(o.Rate, states)))
	}
	if len(sums) == 0 && !slices.ContainsFunc(right, func(r ir.Ref) bool { return !b.g.IsConst(r, 0) }) {
		b.fail(where, "nothing but 0 is steady", "", "say what is conserved, such as conserve C + O = 1")
		return
	}
	for _, sum := range sums {
		a[sum.Instead], right[sum.Instead] = sum.Coefficients, sum.Total
	}
	x, err := b.g.Eliminate(a, right, b.sample)
	if err != nil {
		b.fail(where, err.Error(), "", "say what is conserved")
		return
	}
	for _, d := range b.tree.declarations {
		if slot, ok := b.slots[d.name.text]; ok && d.value != nil && slices.Contains(states, slot) {
			b.fail(d.name.place, d.name.text+" has an initial value, and starts steady", "one of the two", "")
		}
	}
	for i, slot := range states {
		values[slot] = x[i]
		b.m.Symbols[slot].Init = ir.None
	}
}

// steadied is the equations that are at rest at the start.
func (b *builder) steadied() []ir.ODE {
	odes := slices.Clone(b.m.ODEs)
	for _, q := range b.tree.steadied {
		slot, ok := b.assignable(q.state)
		i := slices.IndexFunc(odes, func(o ir.ODE) bool { return o.Symbol == slot })
		if !ok || i < 0 {
			b.fail(q.state.place, q.state.text+" has no equation", "", "")
			continue
		}
		if o, ok := b.equation(slot, q); ok {
			odes[i] = o
		}
	}
	return odes
}

// passesOfNewton for nonlinear equations: each doubles the digits, and a step
// starts near its end.
const passesOfNewton = 4

// backwardEuler solves the equations implicitly.
func (b *builder) backwardEuler(sums []ir.Conserved) {
	if b.tree.implicitly.text == "" {
		return
	}
	system := ir.Implicit{States: b.unknowns(), Conserved: sums, Passes: passesOfNewton, Sample: b.sample}
	for _, o := range b.m.ODEs {
		if len(o.Noise) > 0 {
			b.fail(b.tree.implicitly.place, "noise cannot be solved implicitly", "", "leave out solve implicitly")
			return
		}
		system.Rates = append(system.Rates, o.Rate)
	}
	system.Step = b.g.Load(b.role(ir.StepSize, "dt", unit.Time, "ms"), ir.Pos{})
	next, err := system.Solve(b.g)
	if err != nil {
		b.fail(b.tree.implicitly.place, err.Error(), "", "")
		return
	}
	for i, slot := range system.States {
		b.m.Membrane.Advance = append(b.m.Membrane.Advance, ir.Assign{Symbol: slot, Value: next[i]})
	}
}

// sample gives a typical value of every symbol, by which pivots are chosen.
func (b *builder) sample(slot int) float64 {
	s := &b.m.Symbols[slot]
	typical := map[ir.Role]float64{ir.Voltage: -41.3, ir.Celsius: 300, ir.StepSize: 0.025, ir.Diameter: 2, ir.Area: 100,
		ir.IonPotential: 45, ir.IonInside: 1e-4, ir.IonOutside: 2, ir.IonCurrent: 1e-3}
	if x, ok := typical[s.Role]; ok {
		return x
	}
	if s.Role == ir.Param && s.Init != ir.None {
		return b.g.At(s.Init).Imm
	}
	return 0.3 + 0.01*float64(slot%17)
}
