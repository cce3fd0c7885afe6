package sim

import (
	"context"
	"fmt"
	"runtime/pprof"
	"slices"
)

// part is a piece of a phase that one worker runs; the list of a phase depends
// on the network alone.
type part func(step int64)

// parts lists the pieces of every phase.
type parts struct {
	synapses []part // connections with state over the step
	sides    []part // what lives on their neurons over the step
	arrive   []part // spikes that reach connections with state
	lanes    []part // what those do on their own neurons
	couple   []part // continuous couplings
	solve    []part // neurons
	deliver  []part // the step's spikes set out, and what arrives is added
}

// phases names the phases of a step, in their order, for profiles.
var phases = [...]string{"synapses", "sides", "arrivals", "lanes", "couplings", "neurons", "delivery"}

// delivery is the number of the last phase.
const delivery = len(phases) - 1

// inOrder lists the phases.
func (p *parts) inOrder() [len(phases)][]part {
	return [...][]part{p.synapses, p.sides, p.arrive, p.lanes, p.couple, p.solve, p.deliver}
}

// prepare makes a loop of the phases.
func (s *Simulation) prepare() {
	s.phases = s.parts.inOrder()
	var pieces []int
	for i, phase := range s.phases {
		pieces = append(pieces, len(phase))
		if len(phase) > 0 && i < delivery {
			s.before = append(s.before, i)
		}
	}
	s.loop = s.pool.Loop(pieces)
	s.label()
}

// label prepares labels that tell phases apart in a profile, where generated code has no
// names. A label takes some 20 ns, so steps of a few µs go without.
func (s *Simulation) label() {
	const many = 8
	n := 0
	for _, phase := range s.phases {
		n += len(phase)
	}
	for _, name := range phases[:len(phases)*min(n/many, 1)] {
		s.labels = append(s.labels, pprof.WithLabels(context.Background(), pprof.Labels("phase", name)))
	}
}

// Run advances the simulation by a duration, ms. It may be called again to go
// on. When ctx is cancelled it returns ctx's error at the end of a step, with
// everything up to then handed to the observer.
func (s *Simulation) Run(ctx context.Context, duration float64) error {
	if duration < 0 {
		return fmt.Errorf("the run's duration is %g ms: it must not be negative", duration)
	}
	if s.labels != nil {
		defer pprof.SetGoroutineLabels(ctx)
	}
	s.last = s.clock.step + s.clock.steps(duration)
	every := max(1, s.clock.steps(1))
	for s.clock.step < s.last {
		s.pause = min(s.clock.step+every, s.last)
		if err := s.lap(); err != nil {
			return err
		}
		if err := s.flush(); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// lap takes the steps up to the next pause.
func (s *Simulation) lap() error {
	first := s.clock.step
	s.loop.Begin()
	for ; s.clock.step < s.pause; s.clock.moveTo(s.clock.step + 1) {
		if err := s.sample(); err != nil {
			return err
		}
		s.follow()
		s.advance()
	}
	s.loop.End(int(s.pause - first))
	return nil
}

// advance is one step: connections with state see the spikes that arrive at its
// end, neurons are solved and fire, and their spikes set out.
func (s *Simulation) advance() {
	for _, i := range s.before {
		s.all(i)
	}
	busy := s.collect() || s.due()
	s.pending = none
	switch {
	case !busy:
	case s.lags && s.clock.step+1 < s.pause:
		s.pending = s.clock.step
	default:
		s.all(delivery)
	}
	s.postLanes()
}

// all runs the pieces of the i-th phase and waits for them.
func (s *Simulation) all(i int) {
	s.phase = s.phases[i]
	if s.labels != nil {
		s.pool.Label(s.labels[i])
	}
	s.loop.Do(i, len(s.phase), s.runPart)
}

// collect gathers the step's spikes and reports whether there are any.
func (s *Simulation) collect() bool {
	some := false
	for i, pop := range s.populations {
		pop.collect(s.clock)
		s.lanes[i] = pop.lanes
		some = some || len(pop.lanes) > 0
		if n := int64(len(pop.history)); n > 0 {
			slot := &pop.history[s.clock.step%n]
			*slot = append((*slot)[:0], pop.lanes...)
		}
		pop.report.add(pop.lanes, pop.times)
		if pop.trains == nil {
			s.stats.Spikes += int64(len(pop.lanes))
		}
	}
	s.stats.Steps++
	return some
}

// due reports whether earlier spikes are to be delivered now.
func (s *Simulation) due() bool {
	return slices.ContainsFunc(s.inflows, func(f *inflow) bool { return f.due(s.clock.step) })
}

// postLanes lets the step's spikes act on the lanes of their own side, after
// every connection has seen them.
func (s *Simulation) postLanes() {
	for _, y := range s.stateful {
		y.postLanes(s.clock.step)
	}
}

// follow moves parameters that have a course in time.
func (s *Simulation) follow() {
	for _, pop := range s.populations {
		if len(pop.courses) > 0 && setCourses(pop.courses, pop.columns, s.clock.now[0]) {
			s.rederive(pop.columns)
		}
	}
	for _, st := range s.stimuli {
		if len(st.courses) > 0 && setCourses(st.courses, st.columns, s.clock.now[0]) {
			s.rederive(st.columns)
		}
	}
}

// rederive computes derived values anew; their programs are compiled already.
func (s *Simulation) rederive(c *columns) {
	if err := c.derive(s.opt.Backend); err != nil {
		panic("BUG: sim: " + err.Error())
	}
}
