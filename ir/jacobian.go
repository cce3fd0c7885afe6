package ir

// Jacobian is the derivatives of a mechanism's continuous equations.
type Jacobian struct {
	// Kernel stores each entry into a column of role Partial, one lane per lane of
	// the mechanism (of a synapse: per connection, which sees the states of other
	// places as its own). It reads parameters, not derived values, so that it
	// needs no setup. Nil where there is no entry.
	Kernel  *Kernel
	Entries []Entry
}

// Entry is the place of one nonzero derivative ∂Row'/∂Col; Row and Col are
// symbols of the mechanism, Column is where the kernel stores it.
type Entry struct{ Row, Col, Column int }

// Jacobian differentiates every equation x' = f with respect to every state (and
// a connection's weight). Noise is left out, and so is what happens at events
// and while refractory; a random rate counts as constant over the step.
func (m *Mechanism) Jacobian(opt Options) *Jacobian {
	l := newLowering(m, opt)
	a := l.assemble("jacobian", Self)
	j := &Jacobian{}
	columns := append(m.Of(State), m.Of(Weight)...)
	for _, ode := range m.ODEs {
		for _, y := range columns {
			if d := l.g.Derivative(ode.Rate, y); !l.g.IsConst(d, 0) {
				name := "∂" + m.Symbols[ode.Symbol].Name + "'/∂" + m.Symbols[y].Name
				a.store(l.symbol(Symbol{Name: name, Role: Partial, Init: None, Pos: ode.Pos}), d)
				j.Entries = append(j.Entries, Entry{Row: ode.Symbol, Col: y})
			}
		}
	}
	j.Kernel = a.scheduled()
	for i := range j.Entries {
		j.Entries[i].Column = j.Kernel.Stores[i].Column
	}
	return j
}
