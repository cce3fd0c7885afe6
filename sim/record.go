package sim

import (
	"context"
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/network"
)

// buffer holds a population's spikes until the observer takes them.
type buffer struct {
	times []float64
	cells []int32
}

func (b *buffer) add(lanes []int32, times []float64) {
	b.cells = append(b.cells, lanes...)
	b.times = append(b.times, times...)
}

// probe samples a variable.
type probe struct {
	*network.Probe
	index  int
	column []float64
	every  int64 // steps
	from   int64
	to     int64
	values []float64
	places []place          // of cells with shape
	read   func() []float64 // connections that wait for events; nil: column holds the values
}

func (s *Simulation) addProbes(context.Context) error {
	for i, p := range s.net.Probes {
		q := &probe{Probe: p, index: i, every: max(1, s.clock.steps(p.Every)), from: s.clock.steps(p.From), to: math.MaxInt64}
		if p.To > 0 {
			q.to = s.clock.steps(p.To)
		}
		if err := s.aim(q); err != nil {
			return fmt.Errorf("probe %s: %w", p.Name, err)
		}
		s.probes = append(s.probes, q)
	}
	return nil
}

// aim finds what a probe reads.
func (s *Simulation) aim(q *probe) error {
	if q.Projection != nil {
		q.read = func() []float64 {
			_, _, values, err := s.SynapseValues(q.Projection, q.Variable)
			if err != nil {
				panic("BUG: sim: " + err.Error())
			}
			return values
		}
		_, _, _, err := s.SynapseValues(q.Projection, q.Variable)
		return err
	}
	pop := s.population(q.Population)
	if pop.shaped != nil {
		return s.aimShaped(q, pop.shaped)
	}
	if pop.columns == nil {
		return fmt.Errorf("population %s holds given spikes and has no variables", pop.Name)
	}
	_, column, ok := pop.columns.find(q.Variable)
	if !ok {
		return unknownVariable(pop.plan, q.Variable, pop.Name)
	}
	q.column = column
	return nil
}

// sample hands the values at the start of the step to the observer.
func (s *Simulation) sample() error {
	if s.opt.Observer == nil {
		return nil
	}
	for _, q := range s.probes {
		k := s.clock.step
		if k < q.from || k >= q.to || (k-q.from)%q.every != 0 {
			continue
		}
		if err := s.opt.Observer.Sample(q.index, s.clock.now[0], q.take()); err != nil {
			return err
		}
	}
	return nil
}

// SampleLast hands the values at the present time to the observer for probes that want a
// sample at the end, after the last Run.
func (s *Simulation) SampleLast() error {
	if s.opt.Observer == nil {
		return nil
	}
	for _, q := range s.probes {
		k := s.clock.step
		if !q.Last || k < q.from || k > q.to || (k-q.from)%q.every != 0 {
			continue
		}
		if err := s.opt.Observer.Sample(q.index, s.clock.now[0], q.take()); err != nil {
			return err
		}
	}
	return nil
}

// take gathers the probe's cells.
func (q *probe) take() []float64 {
	if q.places != nil {
		return q.gather()
	}
	column := q.column
	if q.read != nil {
		column = q.read()
	}
	if q.Cells == nil && q.Projection == nil && len(column) == 1 {
		return spread(column[0], q.Population.Size)
	}
	if q.Cells == nil {
		return column
	}
	q.values = q.values[:0]
	for _, cell := range q.Cells {
		q.values = append(q.values, column[min(int(cell), len(column)-1)])
	}
	return q.values
}

// checkEvery is how often states are checked, ms: looking at all of them costs
// about as much as a step.
const checkEvery = 5

// flush hands over the spikes and checks, now and then, that all states are finite.
func (s *Simulation) flush() error {
	if s.opt.Observer != nil {
		for i, pop := range s.populations {
			if len(pop.report.cells) == 0 {
				continue
			}
			if err := s.opt.Observer.Spikes(i, pop.report.times, pop.report.cells); err != nil {
				return err
			}
		}
	}
	for _, pop := range s.populations {
		pop.report.times, pop.report.cells = pop.report.times[:0], pop.report.cells[:0]
	}
	if s.clock.step-s.checked >= s.clock.steps(checkEvery) || s.clock.step == s.last {
		if err := s.checkFinite(); err != nil {
			return err
		}
	}
	if s.opt.Progress != nil {
		s.opt.Progress(s.clock.now[0])
	}
	return nil
}
