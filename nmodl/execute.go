package nmodl

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// block executes the statements of a block in a scope of its own.
func (r *run) block(x *block) {
	if x == nil {
		return
	}
	r.enterScope()
	defer r.leaveScope()
	for i := 0; i < len(x.statements); i++ {
		if r.left() {
			return
		}
		s := x.statements[i]
		if s.kind == verbatimStatement {
			i += r.verbatim(s, x.statements[i+1:])
			continue
		}
		if r.solves == onlySolve && !hasSolve(s) {
			continue
		}
		r.statement(s)
	}
}

// hasSolve reports whether a statement solves something.
func hasSolve(s *statement) bool {
	if s.kind == solveStatement {
		return true
	}
	for _, b := range []*block{s.then, s.other} {
		if b == nil {
			continue
		}
		for _, inner := range b.statements {
			if hasSolve(inner) {
				return true
			}
		}
	}
	return false
}

func (r *run) statement(s *statement) {
	switch s.kind {
	case assignment:
		r.assign(s)
	case derivative:
		r.derivative(s)
	case callStatement:
		r.callStatement(s.value)
	case branch:
		r.choose(r.condition(s.value), func() { r.block(s.then) }, func() { r.block(s.other) })
	case fromLoop:
		r.fromLoop(s)
	case whileLoop:
		r.whileLoop(s)
	case localStatement:
		for i, name := range s.names {
			r.local(name.text, s.sizes[i])
		}
	case solveStatement:
		if r.solves != skipSolve {
			r.solve(s)
		}
	case reaction:
		r.reaction(s)
	case equation:
		r.equation(s)
	case conservation:
		r.conservation(s)
	case compartment:
		r.compartment(s)
	case nestedInitial:
		r.fail(s.word.place, "INITIAL inside this block", "only NET_RECEIVE may have one inside")
	case refusedWord:
		r.fail(s.word.place, s.word.text+" is not supported", refused[s.word.text])
	}
}

func (r *run) assign(s *statement) {
	value := r.evaluate(s.value)
	if id, ok := r.target(s.word, s.index); ok {
		r.set(id, value)
	}
}

// target is the variable that a statement assigns to.
func (r *run) target(name token, index *expr) (int, bool) {
	v, ok := r.lookup(name.text)
	if !ok {
		if r.isAmong(name.text, r.tree.neuron.pointers) {
			r.pointer(name.place, name.text)
		} else {
			r.unknown(name.place, name.text)
		}
		return 0, false
	}
	return r.element(v, name.place, name.text, index)
}

// element is one variable of an array, or a single one.
func (r *run) element(v variable, where place, name string, index *expr) (int, bool) {
	if v.size == 0 {
		if index != nil {
			r.fail(where, name+" is not an array", "")
		}
		return v.base, index == nil
	}
	if index == nil {
		r.fail(where, name+" is an array", "say which element: "+name+"[0]")
		return 0, false
	}
	n := r.g.At(r.evaluate(index))
	if n.Op != ir.Const {
		r.fail(where, "which element of "+name+" is meant depends on a value", "use an index that is known when the text is read")
		return 0, false
	}
	i := int(n.Imm)
	if i < 0 || i >= v.size {
		r.fail(where, name+" has no element "+r.written(n.Imm)+": its size is "+r.written(float64(v.size)), "")
		return 0, false
	}
	return v.base + i, true
}

// maxPasses bounds the unrolling of a loop.
const maxPasses = 1000

// fromLoop unrolls FROM i = a TO b BY c.
func (r *run) fromLoop(s *statement) {
	from, to, by := r.evaluate(s.value), r.evaluate(s.to), r.g.Const(1)
	if s.by != nil {
		by = r.evaluate(s.by)
	}
	a, b, c := r.g.At(from), *r.g.At(to), r.g.At(by)
	if a.Op != ir.Const || c.Op != ir.Const || c.Imm <= 0 {
		r.fail(s.word.place, "the start or step of a loop is not a positive constant", "make it a number or a DEFINE")
		return
	}
	first, step := a.Imm, c.Imm
	if b.Op != ir.Const {
		r.openLoop(s, first, step, to)
		return
	}
	if (b.Imm-first)/step >= maxPasses {
		r.fail(s.word.place, "a loop of more than "+r.written(maxPasses)+" passes", "")
		return
	}
	for i := first; i <= b.Imm; i += step {
		r.pass(s, i)
	}
}

func (r *run) pass(s *statement, i float64) {
	r.enterScope()
	r.set(r.local(s.word.text, 0).base, r.g.Const(i))
	r.block(s.then)
	r.leaveScope()
}

// openLoop unrolls a loop whose bound is known only when it runs, where the passes
// are known to be few: over the release sites of a synapse.
func (r *run) openLoop(s *statement, first, step float64, to ir.Ref) {
	if r.sites == 0 {
		r.fail(s.word.place, "the bound of the loop depends on a value", "make it a number or a DEFINE")
		return
	}
	for k := range r.sites {
		i := first + float64(k)*step
		inside := mask{ref: r.g.Binary(ir.LessEqual, r.g.Const(i), to, at(s.word.place))}
		r.choose(inside, func() { r.pass(s, i) }, func() {})
	}
}

// openPasses is the number of passes of a WHILE whose condition depends on a value: such
// loops are iterations that converge.
const openPasses = 20

// whileLoop unrolls WHILE as long as its condition is known, else for a fixed number of
// passes, each under the condition that none before was the last.
func (r *run) whileLoop(s *statement) {
	r.enterScope()
	defer r.leaveScope()
	on := r.local("", 0).base
	r.set(on, r.g.Const(1))
	for open, i := 0, 0; open < openPasses; i++ {
		c := r.and(r.truth(r.value(on)), r.condition(s.value))
		if c.known && !c.value {
			return
		}
		if i >= maxPasses {
			r.fail(s.word.place, "WHILE does not end within "+r.written(maxPasses)+" passes", "")
			return
		}
		if !c.known {
			open++
		}
		r.set(on, r.number(c))
		r.choose(c, func() { r.block(s.then) }, func() {})
	}
	r.warn(s.word.place, "WHILE with a condition that depends on a value makes "+r.written(openPasses)+" passes at most", "write a FROM loop with a constant bound and IF inside")
}

// written is a number as a message has it.
func (r *run) written(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return intText(int(x))
	}
	return floatText(x)
}
