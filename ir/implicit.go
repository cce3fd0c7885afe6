package ir

// Conserved says that Σ Coefficients[i]·x[i] = Total, in place of the equation of
// state Instead (an index of x).
type Conserved struct {
	Coefficients []Ref // one for each state; read no state
	Total        Ref
	Instead      int
}

// Implicit is a system x' = rate for a step of backward Euler.
type Implicit struct {
	States    []int // symbols
	Rates     []Ref // read the states as loads
	Conserved []Conserved
	Step      Ref // ms
	// Passes of Newton's method; a linear system takes one.
	Passes int
	// Sample gives a typical value of every symbol; see [Graph.Eliminate].
	Sample func(symbol int) float64
}

// Solve returns the states after the step: the x with x − x₀ = Step·rate(x), by
// Newton's method from x₀, which is exact after one pass where the rates are linear.
func (s *Implicit) Solve(g *Graph) ([]Ref, error) {
	n := len(s.States)
	start, x := make([]Ref, n), make([]Ref, n)
	for i, symbol := range s.States {
		start[i] = g.Load(symbol, Pos{})
		x[i] = start[i]
	}
	jacobian := s.jacobian(g)
	passes := s.Passes
	if s.linear(g, jacobian) {
		passes = 1
	}
	for range passes {
		a, b := s.pass(g, jacobian, start, x)
		change, err := g.Eliminate(a, b, s.Sample)
		if err != nil {
			return nil, err
		}
		for i := range x {
			x[i] = g.Add(x[i], change[i])
		}
	}
	return x, nil
}

// jacobian is ∂rate/∂state, shape (n, n).
func (s *Implicit) jacobian(g *Graph) [][]Ref {
	j := make([][]Ref, len(s.States))
	for i, rate := range s.Rates {
		for _, x := range s.States {
			j[i] = append(j[i], g.Derivative(rate, x))
		}
	}
	return j
}

// linear reports whether no derivative reads a state.
func (s *Implicit) linear(g *Graph, jacobian [][]Ref) bool {
	isState := map[int]bool{}
	for _, x := range s.States {
		isState[x] = true
	}
	for _, row := range jacobian {
		for _, u := range g.Uses(row...) {
			if isState[u] {
				return false
			}
		}
	}
	return true
}

// pass is the linear system for the change of x: (1 − h·J)·δ = x₀ + h·f(x) − x.
func (s *Implicit) pass(g *Graph, jacobian [][]Ref, start, x []Ref) (a [][]Ref, b []Ref) {
	by := map[int]Ref{}
	for i, symbol := range s.States {
		by[symbol] = x[i]
	}
	for i := range s.States {
		row := make([]Ref, len(x))
		for j := range row {
			row[j] = g.Neg(g.Mul(s.Step, g.Substitute(jacobian[i][j], by)))
		}
		row[i] = g.Add(g.Const(1), row[i])
		moved := g.Mul(s.Step, g.Substitute(s.Rates[i], by))
		a = append(a, row)
		b = append(b, g.Add(g.Sub(start[i], x[i]), moved))
	}
	for _, c := range s.Conserved {
		sum := c.Total
		for j, coefficient := range c.Coefficients {
			sum = g.Sub(sum, g.Mul(coefficient, x[j]))
		}
		a[c.Instead], b[c.Instead] = c.Coefficients, sum
	}
	return a, b
}
