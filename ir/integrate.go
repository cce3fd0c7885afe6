package ir

import (
	"fmt"
	"slices"
)

// Method is an integrator.
type Method string

// The integrators. Auto solves the linear part of a system exactly and the
// rest by exponential Euler where every equation decays linearly in its own
// variable, by Heun's method where there is noise, else by RK4 (an equation that
// only integrates the others, such as w' = c·n, would be plain Euler otherwise).
const (
	Auto             Method = ""
	Exact            Method = "exact"             // propagators of a linear system (Rotter & Diesmann 1999, Biol Cybern 81:381)
	ExponentialEuler Method = "exponential_euler" // order 1 (exact for uncoupled linear equations)
	Euler            Method = "euler"             // order 1; with noise Euler-Maruyama
	Heun             Method = "heun"              // order 2; with noise the stochastic Heun method (Stratonovich)
	RK4              Method = "rk4"               // order 4
)

// Methods lists the integrators by name.
func Methods() []string {
	return []string{string(Exact), string(ExponentialEuler), string(Euler), string(Heun), string(RK4)}
}

// Choice says how one state is advanced, for cajal explain.
type Choice struct {
	State  string
	Method Method
	Why    string // in a few words
}

// system is the equations that advance together: the states to solve for and
// those of other places that they depend on.
type system struct {
	g      *Graph
	m      *Mechanism
	states []int       // symbols with equations, in order of declaration
	rate   map[int]Ref // x' of each
	noise  map[int][]NoiseTerm
	time   int // symbol of t, or −1
	dt     Ref
}

// newSystem closes the wanted states over the equations they read.
func newSystem(g *Graph, m *Mechanism, want []int, dt Ref) *system {
	s := &system{g: g, m: m, rate: map[int]Ref{}, noise: map[int][]NoiseTerm{}, time: -1, dt: dt}
	for queue := slices.Clone(want); len(queue) > 0; queue = queue[1:] {
		ode := m.ODE(queue[0])
		if _, known := s.rate[queue[0]]; known || ode == nil {
			continue
		}
		s.states = append(s.states, ode.Symbol)
		s.rate[ode.Symbol] = ode.Rate
		s.noise[ode.Symbol] = ode.Noise
		reads := []Ref{ode.Rate}
		for _, n := range ode.Noise {
			reads = append(reads, n.Amplitude)
		}
		queue = append(queue, g.Uses(reads...)...)
	}
	slices.Sort(s.states)
	if t := m.Of(Time); len(t) > 0 {
		s.time = t[0]
	}
	return s
}

// noisy reports whether any equation has noise.
func (s *system) noisy() bool {
	for _, n := range s.noise {
		if len(n) > 0 {
			return true
		}
	}
	return false
}

// step returns the value of every state after dt. While held holds, the states
// in hold keep their values.
func (s *system) step(method Method, held Ref, hold []int) (map[int]Ref, []Choice, error) {
	linear := s.linear()
	next := map[int]Ref{}
	var choices []Choice
	var why string
	if method == Auto || method == Exact {
		s.propagate(linear, held, hold, next)
	} else {
		linear = nil
	}
	rest := s.without(linear)
	if len(rest) > 0 {
		if method == Exact {
			return nil, nil, s.notLinear(rest[0])
		}
		method, why = s.choose(method, rest)
		s.holdRates(held, hold)
		for x, v := range s.advance(method, rest) {
			next[x] = v
		}
	}
	for _, x := range s.states {
		c := Choice{s.m.Symbols[x].Name, method, why}
		if slices.Contains(linear, x) {
			c.Method, c.Why = Exact, "linear"
		}
		choices = append(choices, c)
	}
	return next, choices, nil
}

func (s *system) without(linear []int) []int {
	var rest []int
	for _, x := range s.states {
		if !slices.Contains(linear, x) {
			rest = append(rest, x)
		}
	}
	return rest
}

func (s *system) notLinear(x int) error {
	sym := s.m.Symbols[x]
	return fmt.Errorf("%s:%d: %s: method exact needs linear equations, but that of %s is not linear in the states: use %s, %s or leave the method out",
		s.m.File, sym.Pos.Line, s.m.Name, sym.Name, RK4, ExponentialEuler)
}

// choose resolves Auto for the states that have no exact solution, and says why.
func (s *system) choose(method Method, rest []int) (Method, string) {
	switch {
	case method != Auto:
		return method, "as asked for"
	case s.noisy():
		return Heun, "with noise"
	}
	for _, x := range rest {
		own := s.g.Derivative(s.rate[x], x)
		if s.g.IsConst(own, 0) || slices.Contains(s.g.Uses(own), x) {
			return RK4, s.m.Symbols[x].Name + " is not linear"
		}
	}
	return ExponentialEuler, "linear in itself"
}

// holdRates stops the held states while held holds.
func (s *system) holdRates(held Ref, hold []int) {
	if held == None {
		return
	}
	zero := s.g.Const(0)
	for _, x := range hold {
		if rate, ok := s.rate[x]; ok {
			s.rate[x] = s.g.Select(held, zero, rate, Pos{})
		}
		terms := slices.Clone(s.noise[x])
		for i := range terms {
			terms[i].Amplitude = s.g.Select(held, zero, terms[i].Amplitude, Pos{})
		}
		s.noise[x] = terms
	}
}

// load is the value of state x at the start of the step.
func (s *system) load(x int) Ref { return s.g.Load(x, s.m.Symbols[x].Pos) }
