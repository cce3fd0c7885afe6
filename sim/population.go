package sim

import (
	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/spike"
)

// population is the state of one population.
type population struct {
	*network.Population
	index   int
	entity  uint64
	columns *columns
	plan    *ir.Plan
	chunks  []*chunk      // parts of a step, cut by size
	direct  bool          // what arrives is added to states, and no kernel reads ports
	ports   []*spike.Port // one per receptor
	courses []course      // parameters that change in time
	stimuli []*stimulus   // those onto this population, in order
	events  *events       // solved event by event; nil: on the grid
	trains  *trains       // given spikes; nil: none
	shaped  *shaped       // cells with compartments; nil: points
	// cells of NMODL that events alone move; nil: others
	artificial *artificial

	// spikes of the present step: lanes in ascending order and exact times.
	lanes []int32
	times []float64
	// history of lanes[step mod len], for synapses that see spikes after a delay.
	history [][]int32
	report  buffer
}

// chunkSize is the most neurons that a worker steps at once, some µs of work: a call
// costs as much as a few dozen neurons of a small kernel.
func chunkSize(step *ir.Kernel) int {
	const small = 64 // nodes
	if len(step.Nodes) <= small {
		return 2048
	}
	return 1024
}

// chunk is the neurons lo ≤ lane < hi of a population.
type chunk struct {
	p       *population
	lo, hi  int
	args    *backend.Args
	program backend.Program // nil: nothing to do
	stimuli []*stimulusPart
	direct  []*stimulusPart // those that add to states
	states  [][]float64     // of its neurons
	first   []part          // what must be done before
}

// compilePopulation lowers a model and makes its programs and columns.
func (s *Simulation) compilePopulation(index int, p *network.Population) (*population, error) {
	pop := &population{Population: p, index: index, entity: s.entities(p.Size)}
	if p.Shape != nil {
		return pop, s.compileShaped(pop)
	}
	if p.Model == nil {
		pop.trains = newTrains(p.Trains, s.clock)
		return pop, nil
	}
	if p.Model.Kind == ir.ArtificialCell {
		return pop, s.newArtificial(pop)
	}
	byEvent := p.Model.ByEvent || p.Solver == network.Precise
	opt := lowerOptions(p.Values)
	opt.Method = ir.Method(p.Method)
	opt.Interpolate = p.Solver == network.Interpolated
	opt.ByEvent = byEvent
	pop.direct = direct(s.net, p)
	opt.Silent = silent(s.net, p, pop.direct)
	plan, err := ir.Lower(p.Model, opt)
	if err != nil {
		return nil, err
	}
	pop.plan = plan
	if err := s.fillPopulation(pop); err != nil {
		return nil, err
	}
	if byEvent {
		pop.events, err = s.newEvents(pop)
		return pop, err
	}
	return pop, s.newChunks(pop)
}

// silent names the inputs and receptors of a population that its kernel need not
// read: those that nothing feeds, and all receptors where deliveries are direct.
func silent(net *network.Network, p *network.Population, direct bool) map[string]bool {
	out := map[string]bool{}
	for _, x := range p.Model.Of(ir.Input) {
		out[p.Model.Symbols[x].Name] = true
	}
	for _, r := range p.Model.Receptors {
		out[r.Name] = true
	}
	for _, port := range network.Fed(net, p) {
		if _, receptor := p.Model.Receptor(port); !direct || !receptor {
			delete(out, port)
		}
	}
	return out
}

// fillPopulation allocates and initialises the columns.
func (s *Simulation) fillPopulation(pop *population) error {
	var err error
	lanes := [places]int{ir.Self: pop.Size}
	pop.columns, err = newColumns(pop.plan, lanes, pop.Values, s.opt.Seed, pop.entity)
	if err != nil {
		return err
	}
	pop.columns.time, pop.columns.dt = s.clock.now, s.clock.length
	pop.courses = coursesOf(pop.plan, pop.Values)
	setCourses(pop.courses, pop.columns, 0)
	if pop.direct {
		s.layPorts(pop)
	}
	if err := pop.columns.derive(s.opt.Backend); err != nil {
		return err
	}
	return pop.columns.initialise(s.opt.Backend, s.opt.Seed, pop.entity)
}

// newChunks compiles the step and cuts the population. There may be no step, where
// nothing moves but what stimuli add to.
func (s *Simulation) newChunks(pop *population) error {
	step, size := pop.plan.Step, pop.Size
	var program backend.Program
	if step != nil {
		var err error
		if program, err = s.opt.Backend.Compile(step); err != nil {
			return err
		}
		const together = 32 // neurons, several vectors
		parts := divideUp(pop.Size, chunkSize(step))
		size = together * divideUp(divideUp(pop.Size, parts), together)
	}
	for lo := 0; lo < pop.Size; lo += size {
		c := &chunk{p: pop, lo: lo, hi: min(lo+size, pop.Size), program: program, args: &backend.Args{}}
		if step != nil {
			c.args = pop.columns.bind(step, nil)
			c.args.Seed, c.args.Entity = s.opt.Seed, pop.entity
		}
		c.addStates()
		pop.chunks = append(pop.chunks, c)
	}
	return nil
}

func divideUp(a, b int) int { return (a + b - 1) / b }

// step runs a chunk: what stimuli add, then the equations, the arrivals and the
// threshold; the kernel clears the inputs that it has read.
func (c *chunk) step(k int64) {
	for _, do := range c.first {
		do(k)
	}
	for _, s := range c.stimuli {
		s.add(k)
	}
	c.args.Step = uint64(k)
	c.args.Spikes = c.args.Spikes[:0]
	c.args.Offsets = c.args.Offsets[:0]
	if k%underflowEvery == 0 {
		c.underflow()
	}
	if c.program != nil {
		c.program.Run(c.args, c.lo, c.hi)
	}
	for _, s := range c.direct {
		s.add(k)
	}
}

// collect gathers the step's spikes of all chunks, in order of lane.
func (pop *population) collect(c *clock) {
	pop.lanes, pop.times = pop.lanes[:0], pop.times[:0]
	switch {
	case pop.trains != nil:
		pop.trains.take(pop, c)
	case pop.events != nil:
		pop.events.take(pop)
	case pop.shaped != nil:
		pop.takeShaped(c.step)
	case pop.artificial != nil:
		pop.artificial.collect(pop)
	default:
		pop.takeChunks(c)
	}
}

func (pop *population) takeChunks(c *clock) {
	start, end := c.at(c.step), c.at(c.step+1)
	for _, part := range pop.chunks {
		pop.lanes = append(pop.lanes, part.args.Spikes...)
		for i := range part.args.Spikes {
			t := end
			if len(part.args.Offsets) > 0 {
				t = start + part.args.Offsets[i]*(end-start)
			}
			pop.times = append(pop.times, t)
		}
	}
}
