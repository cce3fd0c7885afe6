package nmodl

import (
	"maps"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// run is one symbolic execution: what every variable is worth, as an expression of
// what was there before it began.
type run struct {
	*builder
	values map[int]ir.Ref // absent: as before
	scope  *scope
	path   []mask // the conditions under which a statement is reached
	calls  []call // routines being executed, the innermost last
	locals int    // so many have been made
	solves solveMode
	step   *stepping // while a SOLVE is being executed

	choices map[int]ir.Choice // how states were advanced

	sends []ir.Send
	spike ir.Ref // mask of instances that send an event
}

// solveMode says what becomes of SOLVE, and of what stands beside it.
type solveMode uint8

const (
	runSolve solveMode = iota
	skipSolve
	onlySolve
)

// call is a routine under way; returned is the local that is 1 where it has returned.
type call struct {
	name     string
	returned int
}

// scope is the names of one block.
type scope struct {
	outer     *scope
	variables map[string]variable
}

// mask is a condition: known when the text is read, or an expression.
type mask struct {
	known, value bool
	ref          ir.Ref
}

func (b *builder) execute() *run {
	r := &run{builder: b, values: map[int]ir.Ref{}, choices: map[int]ir.Choice{}, spike: ir.None}
	r.enterScope()
	r.calls = []call{{returned: r.local("", 0).base}}
	return r
}

func (r *run) enterScope() { r.scope = &scope{r.scope, map[string]variable{}} }

func (r *run) leaveScope() { r.scope = r.scope.outer }

// local makes a new local variable, which starts at 0.
func (r *run) local(name string, size int) variable {
	r.locals += max(size, 1)
	v := variable{-r.locals, size}
	r.scope.variables[name] = v
	for i := range max(size, 1) {
		r.values[v.base+i] = r.g.Const(0)
	}
	return v
}

// lookup finds a name, the innermost first.
func (r *run) lookup(name string) (variable, bool) {
	for s := r.scope; s != nil; s = s.outer {
		if v, ok := s.variables[name]; ok {
			return v, true
		}
	}
	v, ok := r.variables[name]
	return v, ok
}

// value is what a symbol or local is worth now.
func (r *run) value(id int) ir.Ref {
	if v, ok := r.values[id]; ok {
		return v
	}
	return r.g.Load(id, r.m.Symbols[id].Pos)
}

// set assigns, but to instances that have returned from a routine on the way.
func (r *run) set(id int, value ir.Ref) {
	for _, c := range r.calls {
		if gone := r.returned(c); !gone.known {
			value = r.g.Select(gone.ref, r.value(id), value, ir.Pos{})
		}
	}
	r.values[id] = value
}

// returned tells which instances have left a routine.
func (r *run) returned(c call) mask { return r.truth(r.value(c.returned)) }

// left reports whether all instances have left some routine on the way.
func (r *run) left() bool {
	for _, c := range r.calls {
		if gone := r.returned(c); gone.known && gone.value {
			return true
		}
	}
	return false
}

// truth takes a number for a condition: it holds where it is not 0.
func (r *run) truth(x ir.Ref) mask {
	if n := r.g.At(x); n.Op == ir.Const {
		return mask{known: true, value: n.Imm != 0}
	}
	// What a condition was made a number of is that condition again.
	if n := *r.g.At(x); n.Op == ir.Select && r.g.IsConst(n.B, 1) && r.g.IsConst(n.C, 0) {
		return mask{ref: n.A}
	} else if n.Op == ir.Select && r.g.IsConst(n.B, 0) && r.g.IsConst(n.C, 1) {
		return mask{ref: r.g.Unary(ir.Not, n.A, ir.Pos{})}
	}
	return mask{ref: r.g.Unary(ir.Not, r.g.Binary(ir.Equal, x, r.g.Const(0), ir.Pos{}), ir.Pos{})}
}

// number makes 1 or 0 of a condition.
func (r *run) number(m mask) ir.Ref {
	switch {
	case m.known && m.value:
		return r.g.Const(1)
	case m.known:
		return r.g.Const(0)
	}
	return r.g.Select(m.ref, r.g.Const(1), r.g.Const(0), ir.Pos{})
}

func (r *run) not(m mask) mask {
	if m.known {
		return mask{known: true, value: !m.value}
	}
	return mask{ref: r.g.Unary(ir.Not, m.ref, ir.Pos{})}
}

// and is m and n.
func (r *run) and(m, n mask) mask {
	switch {
	case m.known && m.value:
		return n
	case n.known && n.value:
		return m
	case m.known || n.known:
		return mask{known: true}
	}
	return mask{ref: r.g.Binary(ir.And, m.ref, n.ref, ir.Pos{})}
}

// reached is the condition under which the statement at hand is executed, None: always.
func (r *run) reached() ir.Ref {
	all := mask{known: true, value: true}
	for _, m := range r.path {
		all = r.and(all, m)
	}
	for _, c := range r.calls {
		all = r.and(all, r.not(r.returned(c)))
	}
	if all.known {
		return ir.None
	}
	return all.ref
}

// choose executes one of two ways under a condition, or both and joins them.
func (r *run) choose(c mask, then, other func()) {
	switch {
	case c.known && c.value:
		then()
		return
	case c.known:
		other()
		return
	}
	before := maps.Clone(r.values)
	r.under(c, then)
	first := r.values
	r.values = before
	r.under(r.not(c), other)
	r.join(c, first)
}

func (r *run) under(c mask, do func()) {
	r.path = append(r.path, c)
	do()
	r.path = r.path[:len(r.path)-1]
}

// join makes the values those of first where c holds, else what they are.
func (r *run) join(c mask, first map[int]ir.Ref) {
	ids := map[int]bool{}
	for id := range first {
		ids[id] = true
	}
	for id := range r.values {
		ids[id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		a, ok := first[id]
		if !ok {
			a = r.before(id)
		}
		b, ok := r.values[id]
		if !ok {
			b = r.before(id)
		}
		r.values[id] = r.g.Select(c.ref, a, b, ir.Pos{})
	}
}

// before is what a symbol was worth before the run; a local of the other way is 0.
func (r *run) before(id int) ir.Ref {
	if id < 0 {
		return r.g.Const(0)
	}
	return r.g.Load(id, r.m.Symbols[id].Pos)
}

// assigns lists what the run has changed of what lasts.
func (r *run) assigns() []ir.Assign {
	var out []ir.Assign
	for _, id := range slices.Sorted(maps.Keys(r.values)) {
		if id >= 0 && r.lasts(id) && r.values[id] != r.before(id) {
			out = append(out, ir.Assign{Symbol: id, Value: r.values[id]})
		}
	}
	return out
}

// lasts reports whether a value is kept when a kernel ends. A mechanism may change v
// or what it only reads of an ion, but that stays with it.
func (r *run) lasts(id int) bool {
	switch s := r.m.Symbols[id]; s.Role {
	case ir.State, ir.Assigned, ir.Weight:
		return true
	case ir.IonPotential, ir.IonInside, ir.IonOutside:
		for _, ion := range r.m.Membrane.Ions {
			if ion.Potential == id && ion.WritesPotential || ion.Inside == id && ion.WritesInside || ion.Outside == id && ion.WritesOutside {
				return true
			}
		}
	}
	return false
}

// noEvents reports events sent where none can be.
func (r *run) noEvents(where string) {
	if len(r.sends) > 0 || r.spike != ir.None {
		r.fail(r.tree.neuron.place, "events are sent from "+where, "send them from INITIAL or NET_RECEIVE")
	}
}
