package sim

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/pool"
	"github.com/cajal-sim/cajal/random"
	"github.com/cajal-sim/cajal/spike"
)

// Simulation is a compiled network and the state of its run.
type Simulation struct {
	net         *network.Network
	opt         Options
	clock       *clock
	pool        *pool.Pool
	populations []*population
	projections []*projection
	stimuli     []*stimulus
	probes      []*probe
	planes      *planes
	lanes       [][]int32 // the step's spikes, by population
	inflows     []*inflow
	lags        bool  // deliveries wait for the next step
	pending     int64 // step whose deliveries wait, or none
	parts       parts
	phases      [len(phases)][]part // the parts in order
	before      []int               // numbers of those that have parts, up to delivery
	loop        *pool.Loop          // of phases
	stateful    []*synapses
	phase       []part            // the one that runs
	runPart     func(part int)    // of phase, at the present step
	labels      []context.Context // of phases, for profiles; nil: none
	checks      []check
	checkers    *pool.Pool // that run them
	entity      uint64     // next free number of a random entity
	checked     int64      // step of the last check for NaN
	last        int64      // step at which the present call of Run ends
	pause       int64      // step before which nobody looks at populations but probes
	stats       Stats
}

// compile is Compile; each stage needs what those before it made.
func compile(ctx context.Context, net *network.Network, opt Options) (*Simulation, error) {
	if opt.Step == 0 {
		opt.Step = DefaultStep
	}
	if opt.Threads <= 0 {
		opt.Threads = runtime.NumCPU()
	}
	if opt.Step < 0 {
		return nil, fmt.Errorf("the step is %g ms: it must be positive", opt.Step)
	}
	if err := net.Check(opt.Step); err != nil {
		return nil, err
	}
	s := &Simulation{net: net, opt: opt, clock: newClock(opt.Step), pool: pool.New(opt.Threads), planes: newPlanes(net), pending: none}
	for _, stage := range []func(context.Context) error{s.addPopulations, s.addProjections, s.addPorts, s.startShapes, s.addStimuli, s.addSynapses, s.addProbes} {
		if err := stage(ctx); err != nil {
			s.Close()
			return nil, err
		}
	}
	s.lanes = make([][]int32, len(s.populations))
	s.layOut()
	s.joinSteps()
	s.prepare()
	s.addChecks()
	s.count()
	return s, nil
}

// Close ends the worker threads.
func (s *Simulation) Close() { s.pool.Close() }

// entities reserves n numbers for random draws. They begin a group of entities that share blocks of random
// numbers (see package random), so that the first lanes of vectors do.
func (s *Simulation) entities(n int) uint64 {
	const group = 2 * random.Partner
	first := s.entity
	s.entity += uint64(divideUp(n, group)) * group
	return first
}

// population finds the state of a described population.
func (s *Simulation) population(p *network.Population) *population {
	for _, q := range s.populations {
		if q.Population == p {
			return q
		}
	}
	return nil
}

func (s *Simulation) addPopulations(context.Context) error {
	var mistakes []error
	for i, p := range s.net.Populations {
		pop, err := s.compilePopulation(i, p)
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("population %s: %w", p.Name, err))
			continue
		}
		s.populations = append(s.populations, pop)
	}
	return errors.Join(mistakes...)
}

func (s *Simulation) addProjections(ctx context.Context) error {
	for i, p := range s.net.Projections {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := s.connect(ctx, i, p)
		if err != nil {
			return err
		}
		s.projections = append(s.projections, c)
	}
	return nil
}

// addPorts makes what receives spikes, now that all delays are known.
func (s *Simulation) addPorts(context.Context) error {
	for _, pop := range s.populations {
		switch {
		case pop.events != nil:
			pop.events.addDue(s.tablesInto(pop))
		case pop.artificial != nil:
			if err := s.startArtificial(pop); err != nil {
				return fmt.Errorf("population %s: %w", pop.Name, err)
			}
		case pop.Model != nil && !pop.direct:
			s.layPorts(pop)
		}
	}
	return nil
}

func (s *Simulation) addStimuli(context.Context) error {
	for _, st := range s.net.Stimuli {
		if s.population(st.Target.Population).events != nil {
			return fmt.Errorf("stimulus %s: population %s is solved event by event and takes spikes only: use a generator, or solver grid",
				st.Name, st.Target.Population.Name)
		}
		if err := s.compileStimulus(st); err != nil {
			return fmt.Errorf("stimulus %s: %w", st.Name, err)
		}
	}
	return nil
}

func (s *Simulation) addSynapses(context.Context) error {
	for _, p := range s.projections {
		p.source.remember(p.table.MaxSteps())
		if p.synapses == nil {
			continue
		}
		if err := p.synapses.prepare(s); err != nil {
			return fmt.Errorf("projection %s: %w", p.Name, err)
		}
	}
	return nil
}

// remember keeps the spikes of the last steps, for synapses that see them after a delay,
// and for checkpoints, where they stand for what is under way.
func (pop *population) remember(steps int) {
	if len(pop.history) < steps+1 {
		pop.history = make([][]int32, steps+1)
	}
}

// spikesBefore lists the lanes that fired `ago` steps before step.
func (pop *population) spikesBefore(step, ago int64) []int32 {
	if step < ago || ago >= int64(len(pop.history)) {
		return nil
	}
	return pop.history[(step-ago)%int64(len(pop.history))]
}

// tablesInto are the connections onto a population's receptors.
func (s *Simulation) tablesInto(pop *population) []*spike.Table {
	var tables []*spike.Table
	for _, p := range s.projections {
		if p.target == pop && p.route.input < 0 {
			tables = append(tables, p.table)
		}
	}
	return tables
}

// addDue makes the calendar of events; a spike inside a step may arrive one step
// later than its delay alone says, and rounding one more.
func (e *events) addDue(tables []*spike.Table) {
	longest := 0
	for _, t := range tables {
		longest = max(longest, t.MaxSteps())
	}
	e.due = make([][][]arrival, longest+3)
	for i := range e.due {
		e.due[i] = make([][]arrival, len(e.blocks))
	}
}

// count fills in what is known before the run.
func (s *Simulation) count() {
	for _, pop := range s.populations {
		if pop.Shape != nil || pop.Model != nil && (pop.Model.Kind == ir.Neuron || pop.artificial != nil) {
			s.stats.Neurons += pop.Size
		}
	}
	for _, p := range s.projections {
		s.stats.Synapses += p.table.Len()
		s.stats.SynapseBytes += int64(p.table.Bytes())
	}
	for _, f := range s.inflows {
		s.stats.SynapseBytes += int64(f.Bytes())
	}
}
