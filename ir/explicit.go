package ir

import "slices"

// advance returns the value of each state of rest after a step of the named
// method. Stages evaluate the whole system, so that states solved exactly are
// seen at the right time by those that are not.
func (s *system) advance(method Method, rest []int) map[int]Ref {
	switch method {
	case ExponentialEuler:
		return s.exponentialEuler(rest)
	case Euler:
		return s.euler(rest)
	case Heun:
		return s.heun(rest)
	}
	return s.rk4(rest)
}

// exponentialEuler: x + φ(ah)·hf with a = ∂f/∂x and φ(z) = (e^z − 1)/z, all from the
// values at the start of the step; with noise, plus its amplitude·√h·N.
func (s *system) exponentialEuler(rest []int) map[int]Ref {
	g := s.g
	next := map[int]Ref{}
	for _, x := range rest {
		slope := g.Derivative(s.rate[x], x)
		z := s.timesStep(slope)
		phi := g.Unary(Exprel, z, Pos{})
		next[x] = g.Add(s.load(x), g.Mul(phi, s.drift(x, slope, z)))
		next[x] = g.Add(next[x], s.diffusion(x, nil))
	}
	return next
}

// drift is h·f; where f = a·x + c, that is z·x + h·c with z = ah, of which z is there already.
func (s *system) drift(x int, slope, z Ref) Ref {
	alone := []int{x}
	if slices.Contains(s.g.Uses(slope), x) || s.jumps(s.rate[x], alone) {
		return s.timesStep(s.rate[x])
	}
	return s.g.Add(s.g.Mul(z, s.load(x)), s.timesStep(s.remainder(x, alone)))
}

// timesStep is h·r, where h goes to what is the same at all places if r has such a factor.
func (s *system) timesStep(r Ref) Ref { return s.scaled(s.dt, r) }

// scaled is factor·r, with factors of r that never change in factor.
func (s *system) scaled(factor, r Ref) Ref {
	g := s.g
	n := *g.At(r)
	switch {
	case n.Op == Neg:
		return s.scaled(g.Neg(factor), n.A)
	case n.Op == Sub && g.At(n.A).Op == Neg:
		return g.Mul(g.Neg(factor), g.Add(g.At(n.A).A, n.B))
	case n.Op == Mul && s.unchanging(n.A):
		return s.scaled(g.Mul(factor, n.A), n.B)
	case n.Op == Mul && s.unchanging(n.B):
		return s.scaled(g.Mul(factor, n.B), n.A)
	}
	return g.Mul(factor, r)
}

// unchanging reports whether r is made of parameters and the temperature.
func (s *system) unchanging(r Ref) bool {
	for _, u := range s.g.Uses(r) {
		switch s.m.Symbols[u].Role {
		case Param, StepSize, Derived, Celsius:
		default:
			return false
		}
	}
	return true
}

// euler: x + h·f + amplitude·√h·N.
func (s *system) euler(rest []int) map[int]Ref {
	next := map[int]Ref{}
	for _, x := range rest {
		next[x] = s.g.Add(s.g.Add(s.load(x), s.g.Mul(s.dt, s.rate[x])), s.diffusion(x, nil))
	}
	return next
}

// heun: the mean of the slopes (and noise amplitudes) at both ends of an Euler
// step (Rümelin 1982, SIAM J Numer Anal 19:604).
func (s *system) heun(rest []int) map[int]Ref {
	g := s.g
	guess := s.euler(s.states)
	half := g.Const(0.5)
	next := map[int]Ref{}
	for _, x := range rest {
		slope := g.Mul(half, g.Add(s.rate[x], s.at(s.rate[x], guess, 1)))
		spread := s.diffusion(x, nil)
		if spread != g.Const(0) {
			spread = g.Mul(half, g.Add(spread, s.diffusion(x, guess)))
		}
		next[x] = g.Add(g.Add(s.load(x), g.Mul(s.dt, slope)), spread)
	}
	return next
}

// diffusion is Σ amplitude·√h·N, with the amplitudes taken at the given values
// of the states (nil: at the start).
func (s *system) diffusion(x int, at map[int]Ref) Ref {
	g := s.g
	sum := g.Const(0)
	for _, n := range s.noise[x] {
		amplitude := n.Amplitude
		if at != nil {
			amplitude = s.at(amplitude, at, 1)
		}
		kick := g.Mul(g.Unary(Sqrt, s.dt, Pos{}), g.Random(Normal, n.Stream, None, Pos{}))
		sum = g.Add(sum, g.Mul(amplitude, kick))
	}
	return sum
}

// rk4: the classical Runge–Kutta method (Kutta 1901).
func (s *system) rk4(rest []int) map[int]Ref {
	g := s.g
	k1 := s.rates(nil, 0)
	k2 := s.rates(s.moved(k1, 0.5), 0.5)
	k3 := s.rates(s.moved(k2, 0.5), 0.5)
	k4 := s.rates(s.moved(k3, 1), 1)
	next := map[int]Ref{}
	for _, x := range rest {
		middle := g.Mul(g.Const(2), g.Add(k2[x], k3[x]))
		sum := g.Add(g.Add(k1[x], middle), k4[x])
		next[x] = g.Add(s.load(x), g.Mul(g.Div(s.dt, g.Const(6)), sum))
	}
	return next
}

// rates evaluates every equation with the states at the given values and the
// time at a part of the step.
func (s *system) rates(at map[int]Ref, part float64) map[int]Ref {
	k := map[int]Ref{}
	for _, x := range s.states {
		k[x] = s.at(s.rate[x], at, part)
	}
	return k
}

// moved is every state plus part·h·slope.
func (s *system) moved(slope map[int]Ref, part float64) map[int]Ref {
	h := s.g.Mul(s.g.Const(part), s.dt)
	at := map[int]Ref{}
	for _, x := range s.states {
		at[x] = s.g.Add(s.load(x), s.g.Mul(h, slope[x]))
	}
	return at
}

// at evaluates r with the states replaced and t moved by a part of the step.
func (s *system) at(r Ref, states map[int]Ref, part float64) Ref {
	by := map[int]Ref{}
	for x, v := range states {
		by[x] = v
	}
	if s.time >= 0 && part != 0 {
		t := s.g.Load(s.time, Pos{})
		by[s.time] = s.g.Add(t, s.g.Mul(s.g.Const(part), s.dt))
	}
	return s.g.Substitute(r, by)
}
