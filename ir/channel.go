package ir

import (
	"slices"
	"strconv"
)

// MembranePlan is a [Membrane] as kernels. All may be nil. The caller sets t to the
// time that a kernel is to see, and keeps the order: totals of ion currents cleared,
// Current of every mechanism, the voltage solved, State of every mechanism.
//
// Currents and conductances are added to the compartment in nA and uS; the
// totals of ion currents are in mA/cm2, where other mechanisms read them. Random
// numbers depend on the call's Step: events of one instance need a Step each.
type MembranePlan struct {
	Initial *Kernel
	// Current adds currents and ∂i/∂v to the compartments.
	Current *Kernel
	// State moves the states over dt at the voltage that stands.
	State *Kernel
	// Step is State followed by Current, at one time and voltage. It is nil where the
	// mechanism has but one of them, where other mechanisms might have a say in
	// between, through ions, and where Options did not ask for it.
	Step *Kernel
	// Connect initialises a connection, Receive takes an event. Their lanes are
	// instances; the index table of Connection tells which connection is meant.
	Connect *Kernel
	Receive *Kernel
}

// densityToPoint is nA/um2 of one mA/cm2, and uS/um2 of one S/cm2.
const densityToPoint = 0.01

// membrane lowers a channel, point process or artificial cell.
func (l *lowering) membrane() error {
	m := l.m.Membrane
	states, err := l.advanced()
	if err != nil {
		return err
	}
	initial := l.assigning("initial", m.Initial)
	l.send(initial, "start", m.Sends)
	current := l.assigning("current", m.Present)
	l.flow(current)
	state := l.assigning("state", states)
	connect, receive := l.assemble("connect", Self), l.assemble("receive", Self)
	if r := m.Receive; r != nil {
		connect, receive = l.assigning("connect", r.Connect), l.assigning("receive", r.Assigns)
		l.send(connect, "connect", r.ConnectSends)
		l.send(receive, "send", r.Sends)
		receive.spike = r.Spike
	}
	all := []*assembler{initial, current, state, connect, receive}
	l.dropUnread(all)
	step := l.together(state, current)
	l.plan.Membrane = &MembranePlan{Initial: initial.kernel(), Current: current.kernel(), State: state.kernel(),
		Connect: connect.kernel(), Receive: receive.kernel(), Step: step.kernel()}
	return nil
}

// advanced is what moves the states: the text's own step, or that of an integrator.
func (l *lowering) advanced() ([]Assign, error) {
	if l.m.Membrane.Advance != nil {
		l.plan.Integrators = l.m.Membrane.Choices
		return l.m.Membrane.Advance, nil
	}
	sys := newSystem(l.g, l.m, append(l.statesAt(Self), l.statesAt(Compartment)...), l.dt)
	next, choices, err := sys.step(l.opt.Method, None, nil)
	if err != nil {
		return nil, err
	}
	l.plan.Integrators = choices
	var out []Assign
	for _, x := range sys.states {
		out = append(out, Assign{x, next[x]})
	}
	return out, nil
}

// assigning starts a kernel that sets the given symbols.
func (l *lowering) assigning(name string, assigns []Assign) *assembler {
	a := l.assemble(name, Self)
	for _, s := range assigns {
		a.store(s.Symbol, s.Value)
	}
	return a
}

// flow adds the currents to their compartments and to their ions.
func (l *lowering) flow(a *assembler) {
	g, m := l.g, l.m.Membrane
	membrane, electrode := g.Const(0), g.Const(0)
	ions := make([]Ref, len(m.Ions))
	for i := range ions {
		ions[i] = g.Const(0)
	}
	for _, c := range m.Currents {
		if c.Symbol >= 0 {
			a.store(c.Symbol, c.Value)
		}
		switch {
		case c.Electrode:
			electrode = g.Add(electrode, c.Value)
		default:
			membrane = g.Add(membrane, c.Value)
		}
		if c.Ion >= 0 {
			ions[c.Ion] = g.Add(ions[c.Ion], c.Value)
		}
	}
	for i, sum := range ions {
		if l.m.Kind == PointProcess && !g.IsConst(sum, 0) {
			sum = g.Div(sum, g.Mul(g.Const(densityToPoint), l.area()))
		}
		if m.Ions[i].Current >= 0 && !l.opt.Unread[m.Ions[i].Name] {
			a.accumulate(m.Ions[i].Current, sum)
		}
	}
	l.deposit(a, membrane, MembraneCurrent, MembraneConductance)
	l.deposit(a, electrode, ElectrodeCurrent, ElectrodeConductance)
}

// deposit adds a current and its derivative by the voltage to a compartment's, or sets them.
func (l *lowering) deposit(a *assembler, sum Ref, current, conductance Role) {
	g := l.g
	first := l.opt.First && current == MembraneCurrent
	if g.IsConst(sum, 0) && !first {
		return
	}
	slope := l.slope(sum)
	if l.opt.Entering && current == MembraneCurrent {
		sum = g.Neg(sum)
	}
	if l.m.Kind == Channel {
		area := g.Mul(g.Const(densityToPoint), l.area())
		sum, slope = g.Mul(area, sum), g.Mul(area, slope)
	}
	if !first {
		a.accumulate(l.compartment(current), sum)
		a.accumulate(l.compartment(conductance), slope)
		return
	}
	a.store(l.compartment(current), sum)
	a.store(l.compartment(conductance), g.Add(l.load(l.compartment(StartConductance)), slope))
}

// together makes one kernel of the two that move the states and compute the currents.
func (l *lowering) together(state, current *assembler) *assembler {
	a := l.assemble("step", Self)
	if !l.opt.Together || len(state.stores) == 0 || len(current.stores) == 0 || !l.alone(state, current) {
		return a
	}
	moved := map[int]Ref{}
	for _, s := range state.stores {
		moved[s.symbol] = s.value
		if !slices.ContainsFunc(current.stores, func(c pending) bool { return c.symbol == s.symbol }) {
			a.stores = append(a.stores, s)
		}
	}
	for _, s := range current.stores {
		s.value = l.g.Substitute(s.value, moved)
		a.stores = append(a.stores, s)
	}
	return a
}

// alone reports whether nothing that a compartment's mechanisms share, but for
// the voltage and reversal potentials, is read or written.
func (l *lowering) alone(all ...*assembler) bool {
	for _, a := range all {
		var values []Ref
		for _, s := range a.stores {
			values = append(values, s.value)
			switch l.m.Symbols[s.symbol].Role {
			case IonCurrent, IonPotential, IonInside, IonOutside, ElectrodeCurrent, ElectrodeConductance:
				return false
			}
		}
		for _, x := range l.g.Uses(values...) {
			if role := l.m.Symbols[x].Role; role == IonCurrent || role == IonInside || role == IonOutside {
				return false
			}
		}
	}
	return true
}

// slope is ∂i/∂v.
func (l *lowering) slope(current Ref) Ref {
	g := l.g
	v := l.m.Of(Voltage)
	if len(v) == 0 {
		return g.Const(0)
	}
	if l.opt.Secant == 0 {
		return g.Derivative(current, v[0])
	}
	h := g.Const(l.opt.Secant)
	beside := g.Substitute(current, map[int]Ref{v[0]: g.Add(l.load(v[0]), h)})
	return g.Div(g.Sub(beside, current), h)
}

// area is that of the compartment, um2.
func (l *lowering) area() Ref { return l.load(l.compartment(Area)) }

// compartment finds or adds the symbol of a role that a compartment has once.
func (l *lowering) compartment(r Role) int {
	if found := l.m.Of(r); len(found) > 0 {
		return found[0]
	}
	return l.symbol(Symbol{Name: r.String(), Role: r, Place: Compartment, Init: None})
}

// send stores, for each event that an instance may send itself, its delay and flag
// into columns of their own; nothing is sent where the delay is negative.
func (l *lowering) send(a *assembler, name string, sends []Send) {
	for i, s := range sends {
		text := name + " " + strconv.Itoa(i)
		if s.Moves {
			text = name + " move " + strconv.Itoa(i)
		}
		delay := s.Delay
		if s.When != None {
			delay = l.g.Select(s.When, delay, l.g.Const(-1), s.Pos)
		}
		for _, out := range []struct {
			role  Role
			value Ref
		}{{SendDelay, delay}, {SendFlag, s.Flag}} {
			x := l.symbol(Symbol{Name: text + " " + out.role.String(), Role: out.role, Init: None, Pos: s.Pos})
			a.stores = append(a.stores, pending{x, out.value, None, false})
		}
	}
}

// dropUnread removes the stores of assigned values that no kernel reads and nobody
// wants, so that an instance keeps no more than it must.
func (l *lowering) dropUnread(all []*assembler) {
	wanted := map[int]bool{}
	keeps := func(s pending) bool {
		sym := l.m.Symbols[s.symbol]
		return sym.Role != Assigned || wanted[s.symbol] || l.opt.Keep[sym.Name]
	}
	for grown := true; grown; {
		grown = false
		for _, a := range all {
			roots := []Ref{a.spike}
			for _, s := range a.stores {
				if keeps(s) {
					roots = append(roots, s.value)
				}
			}
			for _, x := range l.g.Uses(roots...) {
				grown = grown || !wanted[x]
				wanted[x] = true
			}
		}
	}
	for _, a := range all {
		a.stores = slices.DeleteFunc(a.stores, func(s pending) bool { return !keeps(s) })
	}
}
