package nmodl

import (
	"strings"

	"github.com/cajal-sim/cajal/ir"
)

// Random numbers. Each place that draws has a stream of its own.

// draw is a random number of a stream of its own.
func (r *run) draw(op ir.Op) ir.Ref {
	r.m.Streams++
	return r.g.Random(op, r.m.Streams-1, ir.None, ir.Pos{})
}

// exponential has mean 1.
func (r *run) exponential() ir.Ref { return r.g.Neg(r.f(ir.Log, r.draw(ir.Uniform))) }

// searched is the mean up to which binomial numbers are drawn by inversion.
const searched = 10

// terms of the search: a number beyond them has a probability below 1e-8.
const searchedTerms = 32

// binomial takes a function whose arguments are a probability and a number of trials, and
// whose C code counts the successes (BnlDev and brand of StochKv): by inversion where
// the mean is at most 10, else a normal number, rounded.
func (r *run) binomial(s *statement) {
	routine := r.tree.routines[r.calls[len(r.calls)-1].name]
	if routine == nil || len(routine.args) != 2 {
		r.fail(s.word.place, "C code that draws binomial numbers outside of FUNCTION f(p, n)", "")
		return
	}
	p, n := r.name(&expr{kind: nameExpr, text: routine.args[0].name.text}), r.name(&expr{kind: nameExpr, text: routine.args[1].name.text})
	g, one, half := r.g, r.g.Const(1), r.g.Const(0.5)
	flip := g.Binary(ir.Less, half, p, ir.Pos{})
	q := g.Select(flip, g.Sub(one, p), p, ir.Pos{}) // the rarer outcome
	mean := g.Mul(n, q)
	spread := r.f(ir.Sqrt, g.Mul(mean, g.Sub(one, q)))
	normal := r.f(ir.Floor, g.Add(half, g.Add(mean, g.Mul(spread, r.draw(ir.Normal)))))
	bounded := g.Binary(ir.Min, g.Binary(ir.Max, normal, g.Const(0), ir.Pos{}), n, ir.Pos{})
	few := g.Binary(ir.LessEqual, mean, g.Const(searched), ir.Pos{})
	count := g.Select(few, r.inversion(q, n), bounded, ir.Pos{})
	r.result(g.Select(flip, g.Sub(n, count), count, ir.Pos{}))
	r.leave()
}

// inversion counts the terms of the binomial distribution that a uniform number exceeds.
func (r *run) inversion(q, n ir.Ref) ir.Ref {
	g := r.g
	u := r.draw(ir.Uniform)
	odds := g.Div(q, g.Sub(g.Const(1), q))
	term := r.f(ir.Exp, g.Mul(n, r.f(ir.Log1p, g.Neg(q))))
	sum, count := term, g.Const(0)
	for k := range searchedTerms {
		above := g.Binary(ir.Less, sum, u, ir.Pos{})
		left := g.Binary(ir.Max, g.Sub(n, g.Const(float64(k))), g.Const(0), ir.Pos{})
		count = g.Add(count, g.Select(g.Binary(ir.And, above, g.Binary(ir.Less, g.Const(0), left, ir.Pos{}), ir.Pos{}), g.Const(1), g.Const(0), ir.Pos{}))
		term = g.Mul(term, g.Mul(g.Div(left, g.Const(float64(k+1))), odds))
		sum = g.Add(sum, term)
	}
	return count
}

// random takes the functions of RANDOM variables (NEURON 9).
func (r *run) random(e *expr) (ir.Ref, bool) {
	if !strings.HasPrefix(e.text, "random_") || len(e.args) == 0 || !r.isAmong(e.args[0].text, r.tree.neuron.randoms) {
		return ir.None, false
	}
	arg := func(i int, standard float64) ir.Ref {
		if i < len(e.args) {
			return r.evaluate(e.args[i])
		}
		return r.g.Const(standard)
	}
	g := r.g
	switch e.text {
	case "random_uniform":
		low := arg(1, 0)
		return g.Add(low, g.Mul(g.Sub(arg(2, 1), low), r.draw(ir.Uniform))), true
	case "random_normal":
		return g.Add(arg(1, 0), g.Mul(arg(2, 1), r.draw(ir.Normal))), true
	case "random_negexp":
		return g.Mul(arg(1, 1), r.exponential()), true
	case "random_poisson":
		r.m.Streams++
		return g.Random(ir.Poisson, r.m.Streams-1, arg(1, 1), at(e.place)), true
	}
	return ir.None, false
}
