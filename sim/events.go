package sim

import (
	"cmp"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/spike"
)

// This file solves a population event by event: linear neurons with exact
// arrival times, exact threshold crossings and exact refractory periods. Between
// events a cell's state is propagated in closed form over whatever time has passed.

// arrival is one event for one cell.
type arrival struct {
	time     float64
	target   int32
	receptor int32
	weight   float64
}

// events is the state of such a population.
type events struct {
	pop      *population
	spontane bool          // cells may cross the threshold between events
	due      [][][]arrival // by step mod len, by block of targets
	blocks   []*eventBlock // parallel parts
	last     []float64     // time of each cell's state, ms
	heldTo   []float64     // end of each cell's refractory period, ms
	hold     int           // symbol of the refractory flag, or −1
	states   []int         // symbols that the kernels change
	clock    *clock
}

// eventBlock works on the cells lo ≤ lane < hi.
type eventBlock struct {
	lo, hi  int
	advance *call
	receive []*call // by receptor
	weights []int   // column of the weight in each
	detect  *call
	reset   *call
	time    []float64 // t and dt of the calls, shape (1)
	dt      []float64
	lane    []int32 // the one lane of a call
	saved   []float64
	lanes   []int32 // spikes of the step
	times   []float64
}

// newEvents compiles the kernels; blocks are those of the tables that deliver here.
func (s *Simulation) newEvents(pop *population) (*events, error) {
	e := &events{pop: pop, spontane: !pop.Model.ByEvent, hold: -1, clock: s.clock,
		last: make([]float64, pop.Size), heldTo: make([]float64, pop.Size)}
	for x, sym := range pop.plan.Symbols {
		switch sym.Role {
		case ir.Hold:
			e.hold = x
		case ir.State:
			e.states = append(e.states, x)
		}
	}
	for lo := 0; lo < pop.Size; lo += spike.BlockSize(pop.Size) {
		b, err := e.newBlock(s, lo, min(lo+spike.BlockSize(pop.Size), pop.Size))
		if err != nil {
			return nil, err
		}
		e.blocks = append(e.blocks, b)
	}
	return e, nil
}

func (e *events) newBlock(s *Simulation, lo, hi int) (*eventBlock, error) {
	plan := e.pop.plan.Events
	b := &eventBlock{lo: lo, hi: hi, time: []float64{0}, dt: []float64{0}, lane: []int32{0}, saved: make([]float64, len(e.states))}
	var err error
	if b.advance, err = e.newCall(s, b, plan.Advance); err != nil {
		return nil, err
	}
	if b.detect, err = e.newCall(s, b, plan.Detect); err != nil {
		return nil, err
	}
	if b.reset, err = e.newCall(s, b, plan.Reset); err != nil {
		return nil, err
	}
	for _, r := range e.pop.Model.Receptors {
		k := plan.Receive[r.Name]
		c, err := e.newCall(s, b, k)
		if err != nil {
			return nil, err
		}
		b.receive = append(b.receive, c)
		b.weights = append(b.weights, weightColumn(k))
	}
	return b, nil
}

// newCall binds a kernel with the block's own t, dt and weight.
func (e *events) newCall(s *Simulation, b *eventBlock, k *ir.Kernel) (*call, error) {
	if k == nil {
		return nil, nil
	}
	program, err := s.opt.Backend.Compile(k)
	if err != nil {
		return nil, err
	}
	c := &call{program: program, args: e.pop.columns.bind(k, func(ir.Column) []float64 { return []float64{0} })}
	for i, col := range k.Columns {
		switch col.Role {
		case ir.Time:
			c.args.Columns[i] = b.time
		case ir.StepSize:
			c.args.Columns[i] = b.dt
		}
	}
	c.args.Seed, c.args.Entity = s.opt.Seed, e.pop.entity
	return c, nil
}

func weightColumn(k *ir.Kernel) int {
	if k != nil {
		for i, c := range k.Columns {
			if c.Role == ir.Weight {
				return i
			}
		}
	}
	return -1
}

// one runs a call on one lane.
func (b *eventBlock) one(c *call, lane int32) {
	if c != nil {
		b.lane[0] = lane
		c.program.RunLanes(c.args, b.lane)
	}
}

// receive files the events of a projection's spikes for one block of targets.
func (e *events) receive(p *projection, block int) int64 {
	t, b := p.table, &p.table.Blocks[block]
	n := int64(0)
	for i, source := range p.source.lanes {
		row := int(source) - t.From
		if row < 0 || row >= t.Sources {
			continue
		}
		for lo, hi := b.Synapses(row); lo < hi; lo++ {
			w := t.Weight(b, lo)
			a := arrival{p.source.times[i] + t.Delays[b.DelayOf(lo)], int32(b.Lo) + int32(b.Target[lo]), int32(p.route.receptorOf(w)), w}
			e.file(a, block)
			n++
		}
	}
	return n
}

func (r route) receptorOf(weight float64) int {
	if r.split && weight < 0 {
		return r.negative
	}
	return r.receptor
}

// file puts an event where its step will find it.
func (e *events) file(a arrival, block int) {
	step := max(e.clock.stepOf(a.time), e.clock.step+1)
	slot := e.due[step%int64(len(e.due))]
	slot[block] = append(slot[block], a)
}

// stepBlock solves one block over the present step.
func (e *events) stepBlock(block int) {
	b := e.blocks[block]
	b.lanes, b.times = b.lanes[:0], b.times[:0]
	slot := e.due[e.clock.step%int64(len(e.due))]
	due := slot[block]
	slices.SortStableFunc(due, func(x, y arrival) int {
		return cmp.Or(cmp.Compare(x.target, y.target), cmp.Compare(x.time, y.time))
	})
	if e.spontane {
		e.stepAll(b, due)
	} else {
		for len(due) > 0 {
			n := sameTarget(due)
			e.stepCell(b, due[0].target, due[:n])
			due = due[n:]
		}
	}
	slot[block] = slot[block][:0]
}

func sameTarget(due []arrival) int {
	n := 1
	for n < len(due) && due[n].target == due[0].target {
		n++
	}
	return n
}

// stepAll solves every cell to the end of the step.
func (e *events) stepAll(b *eventBlock, due []arrival) {
	for lane := int32(b.lo); lane < int32(b.hi); lane++ {
		n := 0
		for n < len(due) && due[n].target == lane {
			n++
		}
		e.stepCell(b, lane, due[:n])
		e.moveTo(b, lane, e.clock.end[0])
		due = due[n:]
	}
}

// stepCell takes one cell through its events of the step.
func (e *events) stepCell(b *eventBlock, lane int32, due []arrival) {
	for _, a := range due {
		e.moveTo(b, lane, a.time)
		c := b.receive[a.receptor]
		if c == nil {
			continue
		}
		if w := b.weights[a.receptor]; w >= 0 {
			c.args.Columns[w][0] = a.weight
		}
		b.time[0] = a.time
		b.one(c, lane)
		if b.fires(lane) {
			e.spike(b, lane, a.time)
		}
	}
}

// moveTo brings a cell's state to time t, through the end of its refractory
// period and any threshold crossings on the way.
func (e *events) moveTo(b *eventBlock, lane int32, t float64) {
	for e.last[lane] < t {
		if end := e.heldTo[lane]; e.hold >= 0 && e.pop.columns.values[e.hold][lane] > 0 {
			e.drift(b, lane, min(end, t))
			if end <= t {
				e.pop.columns.values[e.hold][lane] = 0
			}
			continue
		}
		if !e.spontane {
			e.drift(b, lane, t)
			return
		}
		e.driftOrCross(b, lane, t)
	}
	if e.hold >= 0 && e.heldTo[lane] <= t {
		e.pop.columns.values[e.hold][lane] = 0
	}
}

// drift propagates a cell to time t.
func (e *events) drift(b *eventBlock, lane int32, t float64) {
	if dt := t - e.last[lane]; dt > 0 {
		b.time[0], b.dt[0] = e.last[lane], dt
		b.one(b.advance, lane)
	}
	e.last[lane] = t
}

// fires tests the threshold.
func (b *eventBlock) fires(lane int32) bool {
	b.detect.args.Spikes = b.detect.args.Spikes[:0]
	b.one(b.detect, lane)
	return len(b.detect.args.Spikes) > 0
}

// spike records a spike and resets the cell.
func (e *events) spike(b *eventBlock, lane int32, t float64) {
	b.lanes = append(b.lanes, lane)
	b.times = append(b.times, t)
	b.time[0] = t
	b.one(b.reset, lane)
	if e.hold < 0 {
		return
	}
	hold := e.pop.columns.values[e.hold]
	e.heldTo[lane] = t + hold[lane]
	if hold[lane] <= 0 {
		hold[lane] = 0
	}
}

// driftOrCross propagates a cell to time t, or to where it crosses the
// threshold, found by bisection on the exact solution.
func (e *events) driftOrCross(b *eventBlock, lane int32, t float64) {
	start := e.last[lane]
	e.save(b, lane)
	e.drift(b, lane, t)
	if !b.fires(lane) {
		return
	}
	below, above := start, t
	for above-below > crossingTolerance*max(1, above) {
		middle := below + (above-below)/2
		e.restore(b, lane, start)
		e.drift(b, lane, middle)
		if b.fires(lane) {
			above = middle
		} else {
			below = middle
		}
	}
	e.restore(b, lane, start)
	e.drift(b, lane, above)
	e.spike(b, lane, above)
}

// crossingTolerance is the relative width at which bisection stops: a few units
// in the last place of the time.
const crossingTolerance = 1e-15

func (e *events) save(b *eventBlock, lane int32) {
	for i, x := range e.states {
		b.saved[i] = e.pop.columns.values[x][lane]
	}
}

func (e *events) restore(b *eventBlock, lane int32, t float64) {
	for i, x := range e.states {
		e.pop.columns.values[x][lane] = b.saved[i]
	}
	e.last[lane] = t
}

// take moves the spikes of all blocks to the population.
func (e *events) take(pop *population) {
	for _, b := range e.blocks {
		pop.lanes = append(pop.lanes, b.lanes...)
		pop.times = append(pop.times, b.times...)
	}
}
