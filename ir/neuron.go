package ir

import "fmt"

// step lowers a neuron, generator or stimulus to its Step kernel. The order
// within a step is NEST's (Rotter & Diesmann 1999): equations from t to t+dt, then
// the events that arrived, then the threshold.
func (l *lowering) step() error {
	for _, r := range l.m.Receptors {
		if r.Target < 0 {
			return fmt.Errorf("%s:%d: %s: receptor %s is not a sum into a state, so the model can only be solved event by event: say `solve by events`",
				l.m.File, r.Pos.Line, l.m.Name, r.Name)
		}
	}
	held, hold := l.held()
	sys := newSystem(l.g, l.m, l.statesAt(Self), l.dt)
	moved, choices, err := sys.step(l.opt.Method, held, hold)
	if err != nil {
		return err
	}
	l.plan.Integrators = choices
	a := l.assemble("step", Self)
	if l.m.Inject != None {
		a.accumulate(l.role(Injected, "injected"), l.m.Inject)
	}
	arrived := l.receive(moved, held)
	l.threshold(a, moved, arrived, held)
	l.empty(a)
	l.plan.Step = a.kernel()
	return nil
}

// empty clears what was received and the inputs, for the next step's sums.
func (l *lowering) empty(a *assembler) {
	for x, s := range l.m.Symbols {
		if (s.Role == Received || s.Role == Input) && !l.opt.Silent[s.Name] {
			a.store(x, l.g.Const(0))
		}
	}
}

// held is the mask of refractory lanes (None where the model has no
// refractoriness) and the states that do not move meanwhile. On the grid, hold is
// the time until which a lane is refractory, so that only a spike writes it; event
// by event it is above 0 while the lane is.
func (l *lowering) held() (Ref, []int) {
	if l.m.Refractory == nil {
		return None, nil
	}
	since := l.g.Const(0)
	if !l.opt.ByEvent {
		since = l.load(l.role(StepStart, "step start"))
	}
	hold := l.load(l.role(Hold, "hold"))
	return l.g.Binary(Less, since, hold, l.m.Refractory.Pos), l.m.Refractory.Hold
}

// receive adds what arrived at each receptor to its state; held states lose it.
func (l *lowering) receive(moved map[int]Ref, held Ref) map[int]Ref {
	after := map[int]Ref{}
	for x, v := range moved {
		after[x] = v
	}
	for _, r := range l.m.Receptors {
		if l.opt.Silent[r.Name] {
			continue
		}
		x := r.Target
		sum := l.load(l.symbol(Symbol{Name: r.Name, Role: Received, Dim: r.Dim, Unit: r.Unit, Init: None, Pos: r.Pos}))
		before := l.value(after, x)
		after[x] = l.unlessHeld(x, held, before, l.g.Add(before, l.g.Mul(r.Gain, sum)))
	}
	return after
}

// value is the value of x in a set of new values, or its old one.
func (l *lowering) value(values map[int]Ref, x int) Ref {
	if v, ok := values[x]; ok {
		return v
	}
	return l.load(x)
}

func (l *lowering) unlessHeld(x int, held, before, after Ref) Ref {
	if held == None || !contains(l.m.Refractory.Hold, x) {
		return after
	}
	return l.g.Select(held, before, after, l.m.Refractory.Pos)
}

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// threshold stores the new states, reset where a lane spiked.
func (l *lowering) threshold(a *assembler, moved, after map[int]Ref, held Ref) {
	final := after
	if t := l.m.Threshold; t != nil {
		a.spike = l.spiked(t, after, held)
		if l.opt.Interpolate && t.Distance != None {
			a.offset = l.crossing(t, moved)
		}
		final = l.reset(t, after, a.spike)
		l.startHold(a, held, after)
	}
	for x := range l.m.Symbols {
		if v, ok := final[x]; ok && l.m.Symbols[x].Place == Self {
			a.store(x, v)
		}
	}
}

// spiked is the mask of lanes that fire. A model without reset stays above
// threshold for a while, so there the condition must have become true.
func (l *lowering) spiked(t *Threshold, after map[int]Ref, held Ref) Ref {
	fires := l.g.Substitute(t.When, after)
	if !l.g.IsRandom(t.When) {
		fires = l.atEnd(fires)
	}
	if len(t.Reset) == 0 && !l.g.IsRandom(t.When) {
		fires = l.g.Binary(And, l.g.Unary(Not, t.When, t.Pos), fires, t.Pos)
	}
	if held != None {
		fires = l.g.Binary(And, l.g.Unary(Not, held, t.Pos), fires, t.Pos)
	}
	return fires
}

// atEnd moves t from the start of the step to its end.
func (l *lowering) atEnd(r Ref) Ref {
	time := l.m.Of(Time)
	if len(time) == 0 {
		return r
	}
	return l.g.Substitute(r, map[int]Ref{time[0]: l.g.Add(l.load(time[0]), l.dt)})
}

// crossing is the part of the step after which the distance to threshold, taken
// as a straight line, is 0; 1 where the event that came last took it across.
func (l *lowering) crossing(t *Threshold, moved map[int]Ref) Ref {
	g := l.g
	d0, d1 := t.Distance, g.Substitute(t.Distance, moved)
	one, zero := g.Const(1), g.Const(0)
	inside := g.Binary(And, g.Binary(LessEqual, d0, zero, t.Pos), g.Binary(Less, zero, d1, t.Pos), t.Pos)
	part := g.Div(d0, g.Sub(d0, d1))
	return g.Select(inside, g.Binary(Max, part, g.Const(1e-9), t.Pos), one, t.Pos)
}

// reset applies the assignments of `spike when` where a lane fired.
func (l *lowering) reset(t *Threshold, after map[int]Ref, spiked Ref) map[int]Ref {
	final := map[int]Ref{}
	for x, v := range after {
		final[x] = v
	}
	for _, s := range t.Reset {
		final[s.Symbol] = l.g.Select(spiked, l.g.Substitute(s.Value, after), l.value(after, s.Symbol), t.Pos)
	}
	return final
}

// startHold makes lanes that fired refractory for a whole number of steps. The
// half step keeps rounding from deciding when it ends.
func (l *lowering) startHold(a *assembler, held Ref, after map[int]Ref) {
	if held == None {
		return
	}
	g, half := l.g, l.g.Const(0.5)
	duration := g.Substitute(l.m.Refractory.Duration, after)
	steps := g.Unary(Floor, g.Add(g.Div(duration, l.dt), half), Pos{})
	length := g.Mul(g.Add(steps, half), l.dt)
	until := g.Add(l.load(l.role(StepStart, "step start")), length)
	a.stores = append(a.stores, pending{l.role(Hold, "hold"), until, a.spike, false})
}

// byEvent lowers a neuron whose every equation is linear to the kernels of an
// event-by-event solution.
func (l *lowering) byEvent() error {
	held, hold := l.held()
	sys := newSystem(l.g, l.m, l.statesAt(Self), l.dt)
	if sys.noisy() {
		return fmt.Errorf("%s: %s: an equation with noise cannot be solved event by event: use solver grid", l.m.File, l.m.Name)
	}
	moved, choices, err := sys.step(Exact, held, hold)
	if err != nil {
		return fmt.Errorf("%w (solved event by event)", err)
	}
	if l.m.Threshold == nil {
		return fmt.Errorf("%s: %s: a neuron solved event by event needs `spike when`", l.m.File, l.m.Name)
	}
	l.plan.Integrators = choices
	e := &EventPlan{Receive: map[string]*Kernel{}}
	l.plan.Events = e
	advance := l.assemble("advance", Self)
	for x := range l.m.Symbols {
		if v, ok := moved[x]; ok {
			advance.store(x, v)
		}
	}
	e.Advance = advance.kernel()
	for _, r := range l.m.Receptors {
		e.Receive[r.Name] = l.receiveOne(r, held)
	}
	l.detectAndReset(e, held)
	return nil
}

// receiveOne is the kernel for one event at a receptor.
func (l *lowering) receiveOne(r Receptor, held Ref) *Kernel {
	a := l.assemble("receive "+r.Name, Self)
	if r.Target >= 0 {
		weight := l.load(l.role(Weight, "weight"))
		before := l.load(r.Target)
		a.store(r.Target, l.unlessHeld(r.Target, held, before, l.g.Add(before, l.g.Mul(r.Gain, weight))))
		return a.kernel()
	}
	for _, s := range l.m.Event(OnReceive, r.Name).Assigns {
		a.store(s.Symbol, l.unlessHeld(s.Symbol, held, l.load(s.Symbol), s.Value))
	}
	return a.kernel()
}

// detectAndReset make the spike test and what follows it.
func (l *lowering) detectAndReset(e *EventPlan, held Ref) {
	t := l.m.Threshold
	detect := l.assemble("detect", Self)
	detect.spike = t.When
	if held != None {
		detect.spike = l.g.Binary(And, l.g.Unary(Not, held, t.Pos), t.When, t.Pos)
	}
	e.Detect = detect.kernel()
	reset := l.assemble("reset", Self)
	for _, s := range t.Reset {
		reset.store(s.Symbol, s.Value)
	}
	if held != None {
		reset.store(l.role(Hold, "hold"), l.m.Refractory.Duration)
	}
	e.Reset = reset.kernel()
}
