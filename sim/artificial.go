package sim

import (
	"container/heap"
	"sort"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/spike"
)

// This file runs NMODL's artificial cells. Events alone move them: those of
// connections, which arrive at exact times, and those that cells send themselves. A
// step takes all events up to its end, in order of time; what arrives at the same time
// comes in the order in which it was sent.

// artificial is the state of such a population.
type artificial struct {
	pop    *population
	clock  *clock
	blocks []*artificialBlock
	// connections counts those that end here. The values of connections are followed by
	// one more for each cell, which its events see that no connection has caused.
	connections int
	index       [][]int32
	program     backend.Program // NET_RECEIVE
	kernel      *ir.Kernel
	sends       []send
	flag        []float64 // of the event that arrives; nil where nobody asks
	events      []float64 // counts those of each cell, for random numbers
}

// artificialBlock works on the cells lo ≤ lane < hi.
type artificialBlock struct {
	lo, hi int
	queue  queue
	args   *backend.Args
	time   []float64 // of the event, shape (1)
	lane   []int32   // the one lane of a call
	lanes  []int32   // spikes of the step
	times  []float64
}

// newArtificial lowers a model. Its values come once all connections are known.
func (s *Simulation) newArtificial(pop *population) error {
	opt := lowerOptions(pop.Values)
	opt.Keep = map[string]bool{} // all, since they are few, and users look at them
	for _, x := range pop.Model.Of(ir.Assigned) {
		opt.Keep[pop.Model.Symbols[x].Name] = true
	}
	var err error
	if pop.plan, err = ir.Lower(pop.Model, opt); err != nil {
		return err
	}
	pop.artificial = &artificial{pop: pop, clock: s.clock, events: make([]float64, pop.Size)}
	size := spike.BlockSize(pop.Size)
	for lo := 0; lo < pop.Size; lo += size {
		hi := min(lo+size, pop.Size)
		pop.artificial.blocks = append(pop.artificial.blocks, &artificialBlock{lo: lo, hi: hi,
			queue: newQueue(lo, hi), time: make([]float64, 1), lane: make([]int32, 1)})
	}
	return nil
}

// startArtificial makes the values, lets the cells set themselves up at t = 0, and
// then each connection.
func (s *Simulation) startArtificial(pop *population) error {
	a := pop.artificial
	var onto []*projection
	for _, p := range s.projections {
		if p.target == pop {
			p.first = a.connections
			a.connections += p.table.Len()
			onto = append(onto, p)
		}
	}
	a.index = make([][]int32, places)
	a.index[ir.Connection] = countTo(a.connections + pop.Size)[a.connections:]
	if err := a.fill(s); err != nil {
		return err
	}
	for _, p := range onto {
		a.weigh(p)
	}
	k := pop.plan.Membrane
	if err := a.initialise(s, k.Initial); err != nil {
		return err
	}
	if err := a.connect(s, k.Connect, onto); err != nil || k.Receive == nil {
		return err
	}
	var err error
	a.kernel = k.Receive
	a.program, err = s.opt.Backend.Compile(k.Receive)
	for _, b := range a.blocks {
		b.args = a.bind(s, k.Receive, b.time)
	}
	return err
}

// fill allocates the columns and sets parameters.
func (a *artificial) fill(s *Simulation) error {
	pop := a.pop
	c, err := newColumns(pop.plan, [places]int{ir.Self: pop.Size, ir.Connection: a.connections + pop.Size}, pop.Values, s.opt.Seed, pop.entity)
	if err != nil {
		return err
	}
	pop.columns = c
	c.time, c.dt = s.clock.now, s.clock.length
	used := usedIn(pop.plan)
	for i, sym := range pop.plan.Symbols {
		switch {
		case !used[i] || c.values[i] != nil:
		case sym.Role == ir.Celsius:
			c.values[i] = []float64{neuronCelsius}
		case sym.Place == ir.Connection:
			c.values[i] = make([]float64, a.connections+pop.Size)
		case sym.Role == ir.Assigned || sym.Role == ir.Flag || sym.Role == ir.SendDelay || sym.Role == ir.SendFlag:
			c.values[i] = make([]float64, pop.Size)
			if sym.Init != ir.None {
				fillConstant(c.values[i], c.defaultOf(sym))
			}
			if err := c.fill(i, pop.Values, s.opt.Seed, pop.entity); err != nil {
				return err
			}
		}
		if sym.Role == ir.Flag {
			a.flag = c.values[i]
		}
	}
	a.sends = c.sends()
	return c.derive(s.opt.Backend)
}

// neuronCelsius is NEURON's temperature where nobody sets one; artificial cells have none.
const neuronCelsius = 6.3

// weigh sets the weights, which are the first arguments of what is received.
func (a *artificial) weigh(p *projection) {
	args := a.pop.Model.Membrane.Receive.Args
	if len(args) == 0 || a.pop.columns.values[args[0]] == nil {
		return // nobody reads it
	}
	copy(a.pop.columns.values[args[0]][p.first:], p.eachSynapse(func(b, k int) float64 { return p.table.Weight(&p.table.Blocks[b], k) }))
}

// bind makes the arguments of a kernel that reads t somewhere.
func (a *artificial) bind(s *Simulation, k *ir.Kernel, time []float64) *backend.Args {
	args := a.pop.columns.bind(k, nil)
	args.Index = a.index
	args.Seed, args.Entity = s.opt.Seed, a.pop.entity
	for i, c := range k.Columns {
		if c.Role == ir.Time {
			args.Columns[i] = time
		}
	}
	return args
}

// initialise runs INITIAL.
func (a *artificial) initialise(s *Simulation, k *ir.Kernel) error {
	if k == nil {
		return nil
	}
	program, err := s.opt.Backend.Compile(k)
	if err != nil {
		return err
	}
	program.Run(a.bind(s, k, s.clock.now), 0, a.pop.Size)
	for _, b := range a.blocks {
		for lane := b.lo; lane < b.hi; lane++ {
			a.send(b, "start", message{lane: int32(lane), connection: a.index[ir.Connection][lane]})
		}
	}
	return nil
}

// connect runs the INITIAL of NET_RECEIVE for every connection.
func (a *artificial) connect(s *Simulation, k *ir.Kernel, onto []*projection) error {
	if k == nil {
		return nil
	}
	program, err := s.opt.Backend.Compile(k)
	if err != nil {
		return err
	}
	args := a.bind(s, k, s.clock.now)
	for _, p := range onto {
		for i, lane := range p.table.TargetLanes() {
			own := a.index[ir.Connection][lane]
			a.index[ir.Connection][lane] = int32(p.first + i)
			program.RunLanes(args, []int32{lane})
			a.send(a.blocks[int(lane)/spike.BlockSize(a.pop.Size)], "connect", message{lane: lane, connection: int32(p.first + i)})
			a.index[ir.Connection][lane] = own
		}
	}
	return nil
}

// receive files the events of a projection's spikes for one block of targets.
func (a *artificial) receive(p *projection, block int) int64 {
	t, b := p.table, &p.table.Blocks[block]
	n := int64(0)
	for i, source := range p.source.lanes {
		row := int(source) - t.From
		if row < 0 || row >= t.Sources {
			continue
		}
		for k, end := b.Synapses(row); k < end; k++ {
			at := p.source.times[i]
			a.blocks[block].queue.add(message{time: at + t.Delays[b.DelayOf(k)], lane: int32(b.Lo) + int32(b.Target[k]), connection: int32(p.first + b.First + k)}, at)
			n++
		}
	}
	return n
}

// step takes a block through the events of a step.
func (a *artificial) step(step int64, block int) {
	b := a.blocks[block]
	b.lanes, b.times = b.lanes[:0], b.times[:0]
	for len(b.queue.list) > 0 && a.clock.stepOf(b.queue.list[0].time) <= step {
		a.take(b, heap.Pop(&b.queue).(pending).message)
	}
	sort.Stable(byLane{b.lanes, b.times})
}

// take lets one event act.
func (a *artificial) take(b *artificialBlock, e message) {
	if a.program == nil {
		return
	}
	if a.flag != nil {
		a.flag[e.lane] = e.flag
	}
	a.index[ir.Connection][e.lane] = e.connection
	b.args.Step = uint64(a.events[e.lane])
	a.events[e.lane]++
	b.time[0] = e.time
	b.lane[0] = e.lane
	b.args.Spikes = b.args.Spikes[:0]
	a.program.RunLanes(b.args, b.lane)
	if len(b.args.Spikes) > 0 {
		b.lanes, b.times = append(b.lanes, e.lane), append(b.times, e.time)
	}
	a.send(b, "send", e)
}

// send files what a cell has just sent itself, at the time of event e.
func (a *artificial) send(b *artificialBlock, kernel string, e message) {
	for _, s := range a.sends {
		if s.kernel != kernel {
			continue
		}
		switch delay := s.delay[e.lane]; {
		case !(delay >= 0):
		case s.moves:
			b.queue.move(e.lane, e.time+delay, e.time)
		default:
			x := message{time: e.time + delay, lane: e.lane, connection: e.connection, own: true}
			if s.flag != nil {
				x.flag = s.flag[e.lane]
			}
			b.queue.add(x, e.time)
		}
	}
}

// collect moves the spikes of all blocks to the population.
func (a *artificial) collect(pop *population) {
	for _, b := range a.blocks {
		pop.lanes = append(pop.lanes, b.lanes...)
		pop.times = append(pop.times, b.times...)
	}
}

// artificial visits the state of artificial cells beside their values.
func (v *visitor) artificial(a *artificial) {
	v.numbers(a.events)
	for _, b := range a.blocks {
		v.integer(&b.queue.count)
		v.pending(&b.queue)
	}
}
