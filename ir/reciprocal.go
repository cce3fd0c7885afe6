package ir

// reciprocals returns the roots with quotients of one denominator as products with its reciprocal: a
// division takes the time of sixteen products. Equations of gates divide twice by a time constant.
//
// The product is within 1.5 units in the last place of the quotient where the reciprocal is an ordinary
// number. Denominators of less than 2⁻¹⁰²² in size are as if they were 0.
func (g *Graph) reciprocals(roots []Ref) []Ref {
	quotients := map[Ref]int{}
	for i, need := range g.reach(roots) {
		if n := &g.Nodes[i]; need && n.Op == Div {
			quotients[n.B]++
		}
	}
	done := map[Ref]Ref{}
	var replace func(r Ref) (Ref, bool)
	replace = func(r Ref) (Ref, bool) {
		n := *g.At(r)
		if n.Op != Div || quotients[n.B] < 2 {
			return None, false
		}
		inverse := g.Binary(Div, g.Const(1), g.rewrite(n.B, done, replace), n.Pos)
		return g.Mul(g.rewrite(n.A, done, replace), inverse), true
	}
	out := make([]Ref, len(roots))
	for i, r := range roots {
		out[i] = g.rewrite(r, done, replace)
	}
	return out
}
