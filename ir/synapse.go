package ir

import (
	"fmt"
	"slices"
)

// synapse lowers a synapse to the kernels of its places and events.
func (l *lowering) synapse() error {
	s := &SynapsePlan{On: map[Trigger]SynapseEvent{}, Static: l.isStatic()}
	l.plan.Syn = s
	for p := range Place(numPlaces) {
		if err := l.advancePlace(s, p); err != nil {
			return err
		}
	}
	for _, t := range []Trigger{OnPre, OnPost, OnVolume} {
		if e := l.m.Event(t, ""); e != nil {
			if err := l.synapseEvent(s, e); err != nil {
				return err
			}
		}
	}
	if l.m.Couple != None {
		a := l.assemble("couple", Self)
		a.accumulate(l.role(Coupling, "coupling"), l.m.Couple)
		s.Couple = a.kernel()
	}
	return nil
}

// isStatic reports whether the synapse only delivers its weight.
func (l *lowering) isStatic() bool {
	if len(l.m.Of(State)) > 0 || l.m.Couple != None || len(l.m.Events) != 1 {
		return false
	}
	e := l.m.Events[0]
	w := l.m.Of(Weight)
	return e.Trigger == OnPre && len(e.Assigns) == 0 && len(w) == 1 && e.Deliver == l.load(w[0])
}

// advancePlace makes the kernel that moves the states of one place.
func (l *lowering) advancePlace(s *SynapsePlan, p Place) error {
	want := l.statesAt(p)
	if len(want) == 0 {
		return nil
	}
	sys := newSystem(l.g, l.m, want, l.dt)
	lazy := p == Self && l.selfContained(sys)
	if lazy {
		s.Lazy = true
		sys.dt = l.elapsed()
	}
	next, choices, err := sys.step(l.opt.Method, None, nil)
	if err != nil {
		return err
	}
	a := l.assemble("advance "+p.String(), p)
	for i, x := range sys.states {
		if !slices.Contains(want, x) {
			continue
		}
		if p != Self {
			if err := l.uniformAt(p, next[x]); err != nil {
				return err
			}
		}
		a.store(x, next[x])
		l.plan.Integrators = append(l.plan.Integrators, choices[i])
	}
	if lazy {
		a.store(l.last(), l.load(l.role(Time, "t")))
	}
	s.Advance[p] = a.kernel()
	return nil
}

// selfContained reports whether connections can be left alone between events:
// a linear system, solved exactly however long that is, that reads nothing but itself.
func (l *lowering) selfContained(sys *system) bool {
	if m := l.opt.Method; m != Auto && m != Exact || len(sys.linear()) < len(sys.states) {
		return false
	}
	for _, x := range sys.states {
		for _, u := range append(l.g.Uses(sys.rate[x]), x) {
			if s := l.m.Symbols[u]; s.Place != Self && s.Role != Time && s.Role != StepSize && s.Role != Param {
				return false
			}
		}
	}
	return true
}

// last is the symbol of the time of a connection's last update, ms.
func (l *lowering) last() int {
	for _, x := range l.m.Of(State) {
		if l.m.Symbols[x].Name == lastUpdate {
			return x
		}
	}
	return l.symbol(Symbol{Name: lastUpdate, Role: State, Place: Self, Init: l.g.Const(0)})
}

const lastUpdate = "last update"

// elapsed is the time since a connection's last update.
func (l *lowering) elapsed() Ref {
	t := l.load(l.role(Time, "t"))
	return l.g.Sub(t, l.load(l.last()))
}

// lanePlace is the place whose lane sets off a trigger.
var lanePlace = map[Trigger]Place{OnPre: Pre, OnPost: Post, OnVolume: Volume}

// synapseEvent splits an event into what happens on each connection and what on
// the lane it came from. The connections go first: values read what was before.
func (l *lowering) synapseEvent(s *SynapsePlan, e *Event) error {
	side := lanePlace[e.Trigger]
	each := l.assemble(e.Trigger.String(), Self)
	each.access[side] = One
	if side == Pre {
		each.access[PreCell] = One
	}
	if side == Post {
		each.access[PostCell] = One
	}
	lane := l.assemble(e.Trigger.String()+" lane", side)
	for _, x := range e.Assigns {
		switch l.m.Symbols[x.Symbol].Place {
		case Self:
			each.store(x.Symbol, x.Value)
		case side:
			if err := l.uniformAt(side, x.Value); err != nil {
				return err
			}
			lane.store(x.Symbol, x.Value)
		default:
			return l.foreignAssign(e, x.Symbol)
		}
	}
	if e.Deliver != None {
		each.accumulate(l.role(Delivery, "delivery"), e.Deliver)
	}
	s.On[e.Trigger] = SynapseEvent{each.kernel(), lane.kernel()}
	return nil
}

func (l *lowering) foreignAssign(e *Event, symbol int) error {
	sym := l.m.Symbols[symbol]
	return fmt.Errorf("%s:%d: %s: `%s` changes %s, which is a %s state: an event changes only connections and its own side",
		l.m.File, e.Pos.Line, l.m.Name, e.Trigger, sym.Name, sym.Place)
}
