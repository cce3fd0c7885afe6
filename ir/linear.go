package ir

import "slices"

// This file finds the linear part of a system by differentiation, whatever the
// model is called, and solves it exactly: x' = A·x + c with A and c constant over
// a step has x(t+h) = P·x(t) + Q·c, where [P Q; 0 1] = exp(h·[A 1; 0 0])
// (Van Loan 1978, IEEE Trans Automat Contr 23:395).

// linear returns the states whose equations are linear, with coefficients that
// are constant in time, in states that are themselves of this kind.
func (s *system) linear() []int {
	var set []int
	for _, x := range s.states {
		if !s.g.IsRandom(s.rate[x]) {
			set = append(set, x)
		}
	}
	for {
		kept := slices.DeleteFunc(slices.Clone(set), func(x int) bool { return !s.isLinear(x, set) })
		if len(kept) == len(set) {
			return set
		}
		set = kept
	}
}

// isLinear tests the equation of x: its coefficients of the set must read
// parameters only, and what is left parameters and inputs only. Where it jumps, the
// derivative does not tell.
func (s *system) isLinear(x int, set []int) bool {
	if s.jumps(s.rate[x], set) {
		return false
	}
	for _, y := range set {
		slope := s.g.Derivative(s.rate[x], y)
		alone := x == y || len(s.noise[x])+len(s.noise[y]) == 0
		if !s.constant(slope, false) || !alone && !s.g.IsConst(slope, 0) {
			return false
		}
	}
	for _, n := range s.noise[x] {
		if !s.constant(n.Amplitude, true) {
			return false
		}
	}
	return s.constant(s.remainder(x, set), true)
}

// jumps reports whether r takes the floor of a state of the set, or compares it.
func (s *system) jumps(r Ref, set []int) bool {
	for v, need := range s.g.reach([]Ref{r}) {
		op := s.g.Nodes[v].Op
		if !need || op != Floor && !op.Mask() {
			continue
		}
		if slices.ContainsFunc(s.g.Uses(Ref(v)), func(u int) bool { return slices.Contains(set, u) }) {
			return true
		}
	}
	return false
}

// constant reports whether r reads parameters only or, where held is set, also
// what is held over a step: inputs, and states that only events change.
func (s *system) constant(r Ref, held bool) bool {
	for _, u := range s.g.Uses(r) {
		switch sym := s.m.Symbols[u]; sym.Role {
		case Param, StepSize, Derived:
		case Input:
			if !held {
				return false
			}
		case State, Weight:
			if !held || s.m.ODE(u) != nil || sym.Place == PreCell || sym.Place == PostCell {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// remainder is the equation of x with every state of the set at 0.
func (s *system) remainder(x int, set []int) Ref {
	zero := map[int]Ref{}
	for _, y := range set {
		zero[y] = s.g.Const(0)
	}
	return s.g.Substitute(s.rate[x], zero)
}

// propagate sets next[x] for every linear state x.
func (s *system) propagate(set []int, held Ref, hold []int, next map[int]Ref) {
	for _, x := range set {
		free := s.g.Add(s.propagated(x, set, nil), s.spread(x))
		if held == None {
			next[x] = free
			continue
		}
		stays := s.propagated(x, set, hold)
		if !slices.Contains(hold, x) {
			stays = s.g.Add(stays, s.spread(x))
		}
		next[x] = s.g.Select(held, stays, free, Pos{})
	}
}

// spread is what noise adds over a step to x' = a·x + … + σ·xi: a normal number of
// variance σ²·(e^{2ah} − 1)/(2a).
func (s *system) spread(x int) Ref {
	g := s.g
	sum := g.Const(0)
	if len(s.noise[x]) == 0 {
		return sum
	}
	twice := g.Mul(g.Const(2), g.Mul(g.Derivative(s.rate[x], x), s.dt))
	width := g.Unary(Sqrt, g.Mul(s.dt, g.Unary(Exprel, twice, Pos{})), Pos{})
	for _, n := range s.noise[x] {
		sum = g.Add(sum, g.Mul(g.Mul(n.Amplitude, width), g.Random(Normal, n.Stream, None, Pos{})))
	}
	return sum
}

// propagated is x after a step during which the states of hold do not move.
func (s *system) propagated(x int, set, hold []int) Ref {
	if slices.Contains(hold, x) {
		return s.load(x)
	}
	members := s.influences(x, set, hold)
	if len(members) == 1 {
		return s.propagatedAlone(x, set)
	}
	n := len(members)
	matrix := s.vanLoan(members, hold)
	row := slices.Index(members, x)
	sum := s.g.Const(0)
	for j, y := range members {
		sum = s.g.Add(sum, s.g.Mul(s.g.Expm(matrix, row, j), s.load(y)))
	}
	for j, y := range members {
		c := s.remainder(y, set)
		if !slices.Contains(hold, y) && !s.g.IsConst(c, 0) {
			sum = s.g.Add(sum, s.g.Mul(s.g.Expm(matrix, row, n+j), c))
		}
	}
	return sum
}

// propagatedAlone is x' = a·x + c for one equation: e^{ah}·x + h·(e^{ah}−1)/(ah)·c.
func (s *system) propagatedAlone(x int, set []int) Ref {
	g := s.g
	z := g.Mul(g.Derivative(s.rate[x], x), s.dt)
	decayed := g.Mul(g.Unary(Exp, z, Pos{}), s.load(x))
	c := s.remainder(x, set)
	if g.IsConst(c, 0) {
		return decayed
	}
	gain := g.Mul(s.dt, g.Unary(Exprel, z, Pos{}))
	return g.Add(decayed, g.Mul(gain, c))
}

// influences lists x and the states of the set that reach it, in order.
// Restricting the matrix to them makes equal blocks equal nodes.
func (s *system) influences(x int, set, hold []int) []int {
	members := []int{x}
	for i := 0; i < len(members); i++ {
		if slices.Contains(hold, members[i]) {
			continue
		}
		for _, y := range set {
			if !slices.Contains(members, y) && !s.g.IsConst(s.g.Derivative(s.rate[members[i]], y), 0) {
				members = append(members, y)
			}
		}
	}
	slices.Sort(members)
	return members
}

// vanLoan builds h·[A 1; 0 0] over the members; the rows of held states are 0.
func (s *system) vanLoan(members, hold []int) int {
	n := len(members)
	entries := make([]Ref, 4*n*n)
	for i := range entries {
		entries[i] = s.g.Const(0)
	}
	for i, x := range members {
		if slices.Contains(hold, x) {
			continue
		}
		for j, y := range members {
			entries[i*2*n+j] = s.g.Mul(s.g.Derivative(s.rate[x], y), s.dt)
		}
		entries[i*2*n+n+i] = s.dt
	}
	return s.g.Matrix(2*n, entries)
}
