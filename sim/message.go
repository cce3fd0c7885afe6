package sim

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// This file takes point processes through the events of a step: that from t to
// t+dt takes those due after t−dt/2 and up to t+dt/2. With NEURON's numerics
// they act at once, at its beginning. With the staggered ones states are advanced from
// t−dt/2 to t+dt/2 and each event acts at its own time.

// message is an event on its way to an instance.
type message struct {
	time float64
	call int32 // index in piece.states
	lane int32
	// connection is its number in the projection's table; of an event that an instance sends
	// itself, that of the event that made it do so.
	connection int32
	flag       float64 // 0 from a connection
	own        bool    // from the instance itself
}

// instance compares messages by whom they are for.
func (a message) instance(b message) int {
	return cmp.Or(cmp.Compare(a.call, b.call), cmp.Compare(a.lane, b.lane))
}

// take returns the events of a step, in order of instance, then time.
func (p *piece) take(step int64) []message {
	p.now = p.now[:0]
	if len(p.due) > 0 {
		slot := &p.due[step%int64(len(p.due))]
		p.now = append(p.now, *slot...)
		*slot = (*slot)[:0]
	}
	for len(p.own) > 0 && p.stepOf(p.own[0].time, inTime, 0) <= step {
		p.now = append(p.now, heap.Pop(&p.own).(message))
	}
	slices.SortStableFunc(p.now, func(a, b message) int { return cmp.Or(a.instance(b), cmp.Compare(a.time, b.time)) })
	return p.now
}

// split cuts the events of the first instance, or call, off a list.
func split(events []message, same func(a, b message) bool) (first, rest []message) {
	n := 1
	for n < len(events) && same(events[0], events[n]) {
		n++
	}
	return events[:n], events[n:]
}

func sameCall(a, b message) bool     { return a.call == b.call }
func sameInstance(a, b message) bool { return a.call == b.call && a.lane == b.lane }

// stateCall is what a piece's instances of one membrane do beside their currents.
type stateCall struct {
	m       *membrane
	piece   *piece
	number  int32 // in piece.states
	runs    []span
	on      *laneCall // State over a step; nil without states
	current *laneCall // nil without currents
	both    *laneCall // on, then current, in one pass; nil where that cannot be
	flowed  bool      // the currents of the present step have been added
	split   *laneCall // State over piece.elapsed, up to piece.event
	receive *laneCall
	batch   []int32
	queue   []message
}

func (p *piece) newState(s *Simulation, m *membrane, runs []span) *stateCall {
	k := m.plan.Membrane
	c := &stateCall{m: m, piece: p, number: int32(len(p.states)), runs: runs}
	bind := func(k *ir.Kernel, time []float64) *laneCall {
		if k == nil {
			return nil
		}
		return over(m.programs[k], m.args(s, m.columns, k, time, s.clock.length), runs)
	}
	c.on, c.receive = bind(k.State, p.end), bind(k.Receive, p.event)
	c.current, c.both = bind(k.Current, p.middle), bind(k.Step, p.middle)
	if m.split != nil {
		c.split = over(m.split.program, m.args(s, m.split.columns, m.split.kernel, p.event, p.elapsed), runs)
	}
	return c
}

// advance moves all states over a step.
func (c *stateCall) advance(step int64) {
	if c.on != nil {
		c.on.run(uint64(step))
	}
}

// flow adds the currents, unless they have been.
func (c *stateCall) flow(step int64) {
	if c.current != nil && !c.flowed {
		c.current.run(uint64(step))
	}
	c.flowed = false
}

// receive lets events act at the beginning of a step, when no state moves.
func (p *piece) receive(step int64, events []message) {
	for len(events) > 0 {
		c := p.states[events[0].call]
		var mine []message
		mine, events = split(events, sameCall)
		if !c.m.alone {
			c.takeAll(mine)
			continue
		}
		for len(mine) > 0 {
			var one []message
			one, mine = split(mine, sameInstance)
			c.each(step, one, func(e message) { c.take(e, e.time) })
		}
	}
}

// takeAll lets events act, as many instances at a time as possible.
func (c *stateCall) takeAll(events []message) {
	for len(events) > 0 {
		c.batch = c.batch[:0]
		for n := 0; n < len(events) && (n == 0 || events[n].lane != events[n-1].lane); n++ {
			c.batch = append(c.batch, events[n].lane)
			c.m.index[ir.Connection][events[n].lane] = events[n].connection
		}
		c.receive.program.RunLanes(c.receive.args, c.batch)
		events = events[len(c.batch):]
	}
}

// each goes through the events of one instance, and those that it sends itself
// on the way which are due in the same step.
func (c *stateCall) each(step int64, events []message, do func(e message)) {
	c.queue = append(c.queue[:0], events...)
	for len(c.queue) > 0 {
		e := c.queue[0]
		c.queue = slices.Delete(c.queue, 0, 1)
		do(e)
		for _, s := range c.m.sends {
			if s.kernel == "send" {
				c.send(s, e, step)
			}
		}
	}
}

// take lets one event act.
func (c *stateCall) take(e message, t float64) {
	m, a := c.m, c.receive.args
	if m.events != nil {
		a.Step = uint64(m.events[e.lane])
		m.events[e.lane]++
	}
	if m.flag != nil {
		m.flag[e.lane] = e.flag
	}
	m.index[ir.Connection][e.lane] = e.connection
	c.piece.event[0] = t
	c.batch = append(c.batch[:0], e.lane)
	c.receive.program.RunLanes(a, c.batch)
}

// stagger takes the states from half a step before t to half a step after it, and
// at the first step from t.
func (p *piece) stagger(step int64, events []message) {
	t, half := p.shaped.clock.at(step), p.shaped.clock.dt/2
	start := t - half
	if step == 0 {
		start = t
	}
	for i, c := range p.states {
		n := 0
		for n < len(events) && int(events[n].call) == i {
			n++
		}
		mine := events[:n]
		events = events[n:]
		c.around(mine, start, step)
		for len(mine) > 0 {
			var one []message
			one, mine = split(mine, sameInstance)
			c.interrupt(one, start, t+half, step)
		}
		if c.both != nil {
			c.flow(step)
			c.flowed = true
		}
	}
	p.followIons()
}

// around advances the instances that have no event.
func (c *stateCall) around(events []message, start float64, step int64) {
	call := c.on
	switch {
	case call == nil:
		return
	case c.both != nil && len(events) == 0 && step > 0:
		call = c.both
		c.flowed = true
	case step == 0:
		end := start + c.piece.shaped.clock.dt/2
		c.piece.event[0], c.piece.elapsed[0] = end, end-start
		call = c.split
	}
	if len(events) == 0 {
		call.run(uint64(step))
		return
	}
	call.args.Step = uint64(step)
	lo := c.runs[0].lo // those that receive events are in one run
	for _, e := range events {
		if hi := int(e.lane); hi > lo {
			call.program.Run(call.args, lo, hi)
		}
		lo = int(e.lane) + 1
	}
	if hi := c.runs[0].hi; hi > lo {
		call.program.Run(call.args, lo, hi)
	}
}

// interrupt advances one instance, stopping at its events.
func (c *stateCall) interrupt(events []message, start, end float64, step int64) {
	last, lane := start, events[0].lane
	c.each(step, events, func(e message) {
		t := min(max(e.time, last), end)
		c.drift(lane, last, t, step)
		c.take(e, t)
		last = t
	})
	c.drift(lane, last, end, step)
}

// drift moves the states of an instance from one time to another.
func (c *stateCall) drift(lane int32, from, to float64, step int64) {
	if c.split == nil || !(to > from) {
		return
	}
	c.piece.event[0], c.piece.elapsed[0] = to, to-from
	c.split.args.Step = uint64(step)
	c.batch = append(c.batch[:0], lane)
	c.split.program.RunLanes(c.split.args, c.batch)
}
