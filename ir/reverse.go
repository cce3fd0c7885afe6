package ir

import "slices"

// This file walks a kernel's values from the last to the first and hands each
// one's gradient on to its arguments. A branch not taken gets the gradient 0, and
// 0 times anything is 0 here, even where the partial derivative is infinite or
// not a number (the root at 0, an overflowing exponential): what was computed in
// vain must not poison what counts.

// findActive marks the forward values that have a gradient to hand on.
func (r *reverse) findActive() {
	g := r.g
	for i := range g.Nodes {
		r.active = append(r.active, r.isActive(Ref(i)))
		if n := &g.Nodes[i]; n.Op == Expm {
			r.unread[n.Slot]++
		}
	}
}

func (r *reverse) isActive(v Ref) bool {
	switch n := r.g.At(v); n.Op {
	case Load:
		return hasGradient(&r.forward.Columns[n.Slot])
	case Floor, Less, LessEqual, Equal, Poisson, Surrogate:
		return false
	}
	return slices.ContainsFunc(r.g.arguments(v), func(a Ref) bool { return r.active[a] })
}

// hasGradient: times and counts of steps are no quantities to learn.
func hasGradient(c *Column) bool {
	return c.Role != Time && c.Role != StepStart && c.Role != StepSize && c.Role != Hold && c.Name != lastUpdate
}

// add adds to the gradient of a value.
func (r *reverse) add(v, term Ref) {
	if !r.active[v] || r.g.IsConst(term, 0) {
		return
	}
	if sum, ok := r.gradient[v]; ok {
		term = r.g.Add(sum, term)
	}
	r.gradient[v] = term
}

// sweep visits the forward values so that each has its whole gradient when its turn comes.
func (r *reverse) sweep() {
	for v := Ref(len(r.active)) - 1; v >= 0; v-- {
		n := *r.g.At(v)
		if n.Op == Expm {
			r.exponential(n)
			continue
		}
		if sum, ok := r.gradient[v]; ok {
			r.hand(v, n, sum)
		}
	}
}

// hand adds a value's gradient, times the local derivative, to its arguments'.
// Masks count as the numbers 0 and 1, so that And is the product a·b, Or is
// a + b − a·b and Select is c + a·(b − c).
func (r *reverse) hand(v Ref, n Node, sum Ref) {
	g := r.g
	zero := g.Const(0)
	switch n.Op {
	case Select:
		r.add(n.B, g.Select(n.A, sum, zero, n.Pos))
		r.add(n.C, g.Select(n.A, zero, sum, n.Pos))
		if r.active[n.A] {
			r.add(n.A, r.product(sum, g.Sub(n.B, n.C)))
		}
	case And:
		r.add(n.A, g.Select(n.B, sum, zero, n.Pos))
		r.add(n.B, g.Select(n.A, sum, zero, n.Pos))
	case Or:
		r.add(n.A, g.Select(n.B, zero, sum, n.Pos))
		r.add(n.B, g.Select(n.A, zero, sum, n.Pos))
	case Not:
		r.add(n.A, g.Neg(sum))
	case Spike:
		r.add(n.A, r.surrogate(n.A, sum))
	default:
		for i, a := range n.Args() {
			if r.active[a] {
				r.add(a, r.product(sum, g.Partial(v, i)))
			}
		}
	}
}

// surrogate is the gradient of a distance to threshold. Far from threshold the
// surrogate is 0, even where the jump at the reset would be infinite.
func (r *reverse) surrogate(distance, sum Ref) Ref {
	zero := r.g.Const(0)
	slope := r.g.Surrogate(distance, r.steepness)
	return r.g.Select(r.g.Binary(Equal, slope, zero, Pos{}), zero, r.g.Mul(sum, slope), Pos{})
}

// product is sum·partial, and 0 where sum is 0.
func (r *reverse) product(sum, partial Ref) Ref {
	g := r.g
	if n := *g.At(partial); n.Op == Select && g.At(n.B).Op == Const && g.At(n.C).Op == Const {
		return g.Select(n.A, g.Mul(sum, n.B), g.Mul(sum, n.C), n.Pos)
	}
	out := g.Mul(sum, partial)
	if !r.mayBeInfinite(partial) {
		return out
	}
	zero := g.Const(0)
	return g.Select(g.Binary(Equal, sum, zero, Pos{}), zero, out, Pos{})
}

// mayBeInfinite reports whether v can be infinite or NaN although all columns are finite.
func (r *reverse) mayBeInfinite(v Ref) bool {
	if wild, ok := r.wild[v]; ok {
		return wild
	}
	n := r.g.At(v)
	wild := false
	switch n.Op {
	case Sqrt, Exp, Expm1, Log, Log1p, Exprel, Pow:
		wild = true
	case Div:
		c, ok := r.g.constant(n.B)
		wild = !ok || c == 0 || r.mayBeInfinite(n.A)
	default:
		wild = !n.Op.Mask() && slices.ContainsFunc(n.Args(), r.mayBeInfinite)
	}
	r.wild[v] = wild
	return wild
}

// exponential collects the gradients W of a matrix exponential's entries; with the
// last of them it hands on that of the matrix, which is the Fréchet derivative
// of exp at Aᵀ in the direction W (Higham 2008, Functions of Matrices, §3.2).
func (r *reverse) exponential(n Node) {
	if r.unread[n.Slot]--; r.unread[n.Slot] > 0 {
		return
	}
	m := r.g.Matrices[n.Slot]
	w := make([]Ref, len(m.Entries))
	moves := false
	for i := range w {
		sum, ok := r.gradient[r.g.Expm(int(n.Slot), i/m.N, i%m.N)]
		if !ok {
			sum = r.g.Const(0)
		}
		w[i], moves = sum, moves || ok
	}
	if !moves {
		return
	}
	block := r.g.frechet(m.transposed(), w)
	for i, a := range m.Entries {
		r.add(a, r.g.Expm(block, i/m.N, m.N+i%m.N))
	}
}

func (m Matrix) transposed() Matrix {
	out := Matrix{m.N, make([]Ref, len(m.Entries))}
	for i := range m.Entries {
		out.Entries[i%m.N*m.N+i/m.N] = m.Entries[i]
	}
	return out
}
