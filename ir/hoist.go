package ir

import "strconv"

// This file moves what depends on parameters and dt alone out of the loop, into
// the setup kernels, so that a propagator costs one load.

// trait is what hoisting needs to know of a value.
type trait struct {
	constant bool // over the run
	varied   bool // differs between lanes
	slow     bool // needs an operation dearer than a load
}

// trait computes and remembers the trait of a node.
func (l *lowering) trait(r Ref) trait {
	if t, ok := l.traits[r]; ok {
		return t
	}
	n := l.g.At(r)
	t := trait{constant: !n.Op.Random(), slow: slowOp(n.Op)}
	if n.Op == Load {
		t = l.loadTrait(int(n.Slot))
	}
	for _, a := range l.g.arguments(r) {
		inner := l.trait(a)
		t.constant = t.constant && inner.constant
		t.varied = t.varied || inner.varied
		t.slow = t.slow || inner.slow
	}
	l.traits[r] = t
	return t
}

// loadTrait: where cells are solved event by event, dt is not constant.
func (l *lowering) loadTrait(symbol int) trait {
	switch s := l.m.Symbols[symbol]; s.Role {
	case Param:
		return trait{constant: true, varied: l.opt.Varied[s.Name]}
	case Derived:
		return trait{constant: true, varied: l.trait(s.Init).varied}
	case Celsius:
		return trait{constant: true}
	case Diameter, Area:
		return trait{constant: true, varied: true}
	case StepSize:
		return trait{constant: !l.opt.ByEvent}
	}
	return trait{}
}

func slowOp(op Op) bool {
	switch op {
	case Const, Load, Neg, Abs, Add, Sub, Mul, Min, Max:
		return false
	}
	return true
}

// worthHoisting: constant over the run and not a leaf. A value that differs
// between lanes costs memory traffic, so it must also save a slow operation.
func (l *lowering) worthHoisting(r Ref) bool {
	op := l.g.At(r).Op
	t := l.trait(r)
	return t.constant && op != Const && op != Load && !op.Mask() && (!t.varied || t.slow)
}

// hoist returns root with its largest run-constant parts replaced by derived
// symbols, and divisions by such parts by products with their reciprocals.
func (l *lowering) hoist(root Ref) Ref {
	done := map[Ref]Ref{}
	var replace func(r Ref) (Ref, bool)
	replace = func(r Ref) (Ref, bool) {
		if l.worthHoisting(r) {
			return l.load(l.derive(r)), true
		}
		n := *l.g.At(r)
		if n.Op != Div || !l.trait(n.B).constant {
			return None, false
		}
		return l.g.Mul(l.g.rewrite(n.A, done, replace), l.reciprocal(n.B)), true
	}
	return l.g.rewrite(root, done, replace)
}

// reciprocal is 1/r of a run-constant r, computed once.
func (l *lowering) reciprocal(r Ref) Ref {
	inverse := l.g.Div(l.g.Const(1), r)
	if l.g.At(inverse).Op == Const {
		return inverse
	}
	return l.load(l.derive(inverse))
}

// derive names a hoisted value.
func (l *lowering) derive(r Ref) int {
	if s, ok := l.derived[r]; ok {
		return s
	}
	s := l.symbol(Symbol{Name: "derived " + strconv.Itoa(len(l.hoisted)), Role: Derived, Init: r})
	l.derived[r] = s
	l.hoisted = append(l.hoisted, r)
	return s
}

// setup makes the kernels that compute the derived values: those that are one
// for all lanes, and those that differ.
func (l *lowering) setup() {
	shared, own := l.assemble("setup", Self), l.assemble("setup of each lane", Self)
	for _, r := range l.hoisted {
		a := shared
		if l.trait(r).varied {
			a = own
		}
		a.stores = append(a.stores, pending{l.derived[r], r, None, false})
	}
	l.plan.Setup, l.plan.SetupLanes = shared.scheduled(), own.scheduled()
}
