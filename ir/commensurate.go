package ir

import "math"

// Rates are exponentials of one potential, often with slopes that are small whole multiples of each
// other: eˣ to the fourth power is two products, a fraction of another exponential. This pass writes
// exp(k·(s·x+b)+c) as eᶜ·exp(s·x+b)ᵏ where s, b and c are constants and a kernel needs
// both. Linoid takes the exponential that it needs from there as well. Where it is asked for
// at x and at −x, as by the rates of a gate, it is computed once, at |x|: linoid(−x) = x + linoid(x).
//
// The k-th power has k times the error of its base, as the rounding of a larger argument has, too: some units in
// the last place. Powers overflow and underflow where the exponential would, but for a factor eᶜ. Arguments
// are computed as s·x + b: they are wrong by the rounding of b, which is limited for that reason.

const (
	mostPower  = 10 // k
	mostFactor = 40 // |c|
	mostOffset = 40 // |b|
)

// affine is slope·base + offset.
type affine struct {
	base          Ref
	slope, offset float64
}

// affine finds the largest part of r that is a straight function of another node.
func (g *Graph) affine(r Ref) affine {
	n := g.At(r)
	x, okx := g.constant(n.A)
	y, oky := g.constant(n.B)
	inner := func(a Ref, slope, offset float64) affine {
		f := g.affine(a)
		f = affine{f.base, f.slope * slope, f.offset*slope + offset}
		if size := math.Abs(f.slope); !(size > 0 && size < math.MaxFloat64 && math.Abs(f.offset) < math.MaxFloat64) {
			return affine{r, 1, 0}
		}
		return f
	}
	switch {
	case n.Op == Neg:
		return inner(n.A, -1, 0)
	case n.Op == Add && okx:
		return inner(n.B, 1, x)
	case n.Op == Add && oky:
		return inner(n.A, 1, y)
	case n.Op == Sub && okx:
		return inner(n.B, -1, x)
	case n.Op == Sub && oky:
		return inner(n.A, 1, -y)
	case n.Op == Mul && okx:
		return inner(n.B, x, 0)
	case n.Op == Mul && oky:
		return inner(n.A, y, 0)
	case n.Op == Div && oky:
		return inner(n.A, 1/y, 0)
	}
	return affine{r, 1, 0}
}

// argument is r as a straight function, with a small offset.
func (g *Graph) argument(r Ref) affine {
	if f := g.affine(r); math.Abs(f.offset) <= mostOffset {
		return f
	}
	return affine{r, 1, 0}
}

// multiple is k with f = k·unit + c.
func (f affine) multiple(unit affine) (k int, c float64, ok bool) {
	ratio := f.slope / unit.slope
	whole := math.Round(ratio)
	c = f.offset - whole*unit.offset
	ok = f.base == unit.base && whole != 0 && math.Abs(whole) <= mostPower &&
		math.Abs(ratio-whole) <= 0x1p-51*math.Abs(whole) && math.Abs(c) <= mostFactor
	return int(whole), c, ok
}

// exponentials are the nodes that the pass is about.
type exponentials struct {
	g    *Graph
	of   map[Ref]affine // arguments of Exp and Linoid
	unit map[Ref]affine // of those that are powers of another's: that one's
	twin map[Ref]twin
	done map[Ref]Ref
}

// twin is a Linoid of the opposite argument; x is the argument of the first of both.
type twin struct {
	x      Ref
	second bool
}

// commensurate returns the roots with exponentials as powers of others.
func (g *Graph) commensurate(roots []Ref) []Ref {
	e := &exponentials{g: g, of: map[Ref]affine{}, unit: map[Ref]affine{}, twin: map[Ref]twin{}, done: map[Ref]Ref{}}
	var nodes []Ref
	for i, need := range g.reach(roots) {
		if n := &g.Nodes[i]; need && (n.Op == Exp || n.Op == Linoid) {
			nodes = append(nodes, Ref(i))
			e.of[Ref(i)] = g.argument(n.A)
		}
	}
	for e.family(nodes) {
	}
	e.twins(nodes)
	out := make([]Ref, len(roots))
	for i, r := range roots {
		out[i] = g.rewrite(r, e.done, e.replace)
	}
	return out
}

// family finds the exponential of which most others are powers, and notes which are; it
// reports whether there was one.
func (e *exponentials) family(nodes []Ref) bool {
	var unit Ref
	var best []Ref
	for _, u := range nodes {
		if _, taken := e.unit[u]; taken || e.g.At(u).Op != Exp {
			continue
		}
		if powers := e.powers(nodes, u); len(powers) > len(best) {
			unit, best = u, powers
		}
	}
	if len(best) == 0 {
		return false
	}
	for _, r := range append(best, unit) {
		e.unit[r] = e.of[unit]
	}
	return true
}

// powers lists the nodes that can be had from the exponential u: those of Exp are its powers, those of
// Linoid can be of the other sign as well.
func (e *exponentials) powers(nodes []Ref, u Ref) []Ref {
	var out []Ref
	for _, r := range nodes {
		_, taken := e.unit[r]
		k, _, ok := e.of[r].multiple(e.of[u])
		if r != u && ok && !taken && (k > 0 || e.g.At(r).Op == Linoid) {
			out = append(out, r)
		}
	}
	return out
}

// twins pairs what is left of Linoid.
func (e *exponentials) twins(nodes []Ref) {
	for i, r := range nodes {
		for _, q := range nodes[i+1:] {
			if e.single(r) && e.single(q) && e.g.opposite(e.g.At(r).A, e.g.At(q).A) {
				e.twin[r], e.twin[q] = twin{e.g.At(r).A, false}, twin{e.g.At(r).A, true}
			}
		}
	}
}

// single reports whether r is a Linoid of which nothing is known yet.
func (e *exponentials) single(r Ref) bool {
	_, shared := e.unit[r]
	_, paired := e.twin[r]
	return e.g.At(r).Op == Linoid && !shared && !paired
}

// opposite reports whether a = −b by their form.
func (g *Graph) opposite(a, b Ref) bool {
	f, h := g.affine(a), g.affine(b)
	if f.base == h.base {
		return f.slope == -h.slope && f.offset == -h.offset
	}
	if f.base != a || h.base != b {
		return f.slope == h.slope && f.offset == -h.offset && g.opposite(f.base, h.base)
	}
	m, n := g.At(a), g.At(b)
	switch {
	case m.Op != n.Op:
		return false
	case m.Op == Sub:
		return m.A == n.B && m.B == n.A
	case m.Op == Mul:
		return m.A == n.A && g.opposite(m.B, n.B) || m.B == n.B && g.opposite(m.A, n.A)
	}
	return false
}

// paired is linoid(x) or linoid(−x), of which linoid |x| is the smaller.
func (e *exponentials) paired(t twin, pos Pos) Ref {
	g := e.g
	x := g.rewrite(t.x, e.done, e.replace)
	size := g.Unary(Abs, x, pos)
	small := g.Unary(Linoid, size, pos)
	large := g.Add(small, size)
	if t.second {
		small, large = large, small
	}
	return g.Select(g.Binary(Less, x, g.Const(0), pos), large, small, pos)
}

// replace makes a node of the pass anew.
func (e *exponentials) replace(r Ref) (Ref, bool) {
	if t, ok := e.twin[r]; ok {
		return e.paired(t, e.g.At(r).Pos), true
	}
	f, ok := e.of[r]
	if !ok {
		return None, false
	}
	g, n := e.g, *e.g.At(r)
	base := g.rewrite(f.base, e.done, e.replace)
	unit, shared := e.unit[r]
	k, c, _ := f.multiple(unit)
	switch {
	case !shared:
		return g.Unary(n.Op, g.line(base, f.slope, f.offset, n.Pos), n.Pos), true
	case k < 0:
		return e.mirrored(n, base, f, unit, -k, -c), true
	}
	power := e.power(base, unit, k, c)
	if n.Op == Exp {
		return power, true
	}
	return g.Binary(LinoidExp, g.line(base, f.slope, f.offset, n.Pos), power, n.Pos), true
}

// mirrored is linoid(−x) = eˣ·linoid(x), in which eˣ must not be infinite.
func (e *exponentials) mirrored(n Node, base Ref, f, unit affine, k int, c float64) Ref {
	g := e.g
	const finite = 1e300
	power := g.Binary(Min, g.Const(finite), e.power(base, unit, k, c), n.Pos)
	return g.Mul(power, g.Binary(LinoidExp, g.line(base, -f.slope, -f.offset, n.Pos), power, n.Pos))
}

// power is eᶜ·exp(unit)ᵏ.
func (e *exponentials) power(base Ref, unit affine, k int, c float64) Ref {
	g := e.g
	exp := g.Unary(Exp, g.line(base, unit.slope, unit.offset, Pos{}), Pos{})
	return g.Mul(g.Const(math.Exp(c)), g.whole(exp, k))
}

// line is slope·x + offset.
func (g *Graph) line(x Ref, slope, offset float64, pos Pos) Ref {
	return g.Binary(Add, g.Binary(Mul, x, g.Const(slope), pos), g.Const(offset), pos)
}
