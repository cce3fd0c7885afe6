package ir

import "math"

// exponents returns the roots with x^y as exp(y·ln x) where y is a constant, but no whole number:
// back-ends compute it side by side, and it can share its exponential. Without a whole exponent
// x is not negative. The error is that of the argument, as with any exponential: |y·ln x| units in
// the last place at most.
func (g *Graph) exponents(roots []Ref) []Ref {
	done := map[Ref]Ref{}
	var replace func(r Ref) (Ref, bool)
	replace = func(r Ref) (Ref, bool) {
		n := *g.At(r)
		if n.Op != Pow {
			return None, false
		}
		y, ok := g.constant(n.B)
		if !ok || y == math.Trunc(y) {
			return None, false
		}
		x := g.rewrite(n.A, done, replace)
		return g.Unary(Exp, g.Binary(Mul, g.Unary(Log, x, n.Pos), g.Const(y), n.Pos), n.Pos), true
	}
	out := make([]Ref, len(roots))
	for i, r := range roots {
		out[i] = g.rewrite(r, done, replace)
	}
	return out
}
