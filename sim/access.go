package sim

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
)

// Time is the time reached, ms.
func (s *Simulation) Time() float64 { return s.clock.now[0] }

// Stats are the running totals.
func (s *Simulation) Stats() Stats {
	out := s.stats
	for _, f := range s.inflows {
		out.SynapticEvents += f.events
	}
	for _, p := range s.projections {
		for _, n := range p.counts {
			out.SynapticEvents += n
		}
		if p.synapses != nil {
			for _, b := range p.synapses.blocks {
				out.SynapticEvents += b.events
			}
		}
	}
	return out
}

// Plan is the lowered form of a population's model; nil for given spikes.
func (s *Simulation) Plan(p *network.Population) *ir.Plan { return s.population(p).plan }

// Integrators tells how each state of a population is advanced.
func (s *Simulation) Integrators(p *network.Population) []ir.Choice {
	if plan := s.Plan(p); plan != nil {
		return plan.Integrators
	}
	return nil
}

// Values copies the current values of a state or parameter, shape (Size); of cells
// with shape those in the detectors' compartments, by the names that probes have.
func (s *Simulation) Values(p *network.Population, name string) ([]float64, error) {
	pop := s.population(p)
	if pop.shaped != nil {
		return pop.shaped.valuesOf(name)
	}
	if pop.columns == nil {
		return nil, fmt.Errorf("population %s holds given spikes and has no variables", pop.Name)
	}
	_, column, ok := pop.columns.find(name)
	if !ok {
		return nil, unknownVariable(pop.plan, name, "population "+pop.Name)
	}
	if len(column) == 1 {
		return spread(column[0], pop.Size), nil
	}
	return slices.Clone(column), nil
}

func spread(x float64, n int) []float64 {
	out := make([]float64, n)
	fillConstant(out, x)
	return out
}

// unknownVariable offers the nearest name.
func unknownVariable(plan *ir.Plan, name, where string) error {
	var names []string
	for _, sym := range plan.Mechanism.Symbols {
		if sym.Role == ir.State || sym.Role == ir.Param || sym.Role == ir.Weight {
			names = append(names, sym.Name)
		}
	}
	text := fmt.Sprintf("%s has no variable %s", where, name)
	if near := unit.NearestOf(name, names); near != "" {
		text += ": did you mean " + near + "?"
	}
	return errors.New(text)
}

// Set changes a state or parameter between runs.
func (s *Simulation) Set(p *network.Population, name string, v network.Value) error {
	pop := s.population(p)
	if pop.shaped != nil {
		return s.setShaped(pop, name, v)
	}
	if pop.columns == nil {
		return fmt.Errorf("population %s holds given spikes and has no variables", pop.Name)
	}
	return s.set(pop.columns, "population "+pop.Name, name, v, pop.entity)
}

// SetStimulus changes a parameter of a stimulus between runs.
func (s *Simulation) SetStimulus(st *network.Stimulus, name string, v network.Value) error {
	for _, q := range s.stimuli {
		if q.Stimulus == st {
			return s.set(q.columns, "stimulus "+st.Name, name, v, q.entity)
		}
	}
	panic("BUG: sim: a stimulus of another network")
}

// SetClamp changes what a clamp does, between runs.
func (s *Simulation) SetClamp(st *network.Stimulus, clamp *network.Clamp) {
	for _, p := range s.population(st.Target.Population).shaped.pieces {
		for _, e := range p.electrodes {
			if e.stimulus == st {
				e.clamp = clamp
			}
		}
	}
}

func (s *Simulation) set(c *columns, where, name string, v network.Value, entity uint64) error {
	x, column, ok := c.find(name)
	switch {
	case !ok:
		return unknownVariable(c.plan, name, where)
	case len(column) == 1 && v.Varied():
		return fmt.Errorf("%s: %s is one value for all cells in this run: give it as an array or distribution when the population is made", where, name)
	case v.Course != nil:
		return fmt.Errorf("%s: %s cannot be given a course between runs: give it when the population is made", where, name)
	}
	if err := v.Fill(column, s.opt.Seed, entity, uint32(drawStream+x)); err != nil {
		return fmt.Errorf("%s: %s: %w", where, name, err)
	}
	s.rederive(c)
	return nil
}

// SynapseValues copies a value of every connection of a projection, in the
// order of its table: "weight", "delay" (ms), or a state of the synapse.
func (s *Simulation) SynapseValues(p *network.Projection, name string) (sources, targets []int32, values []float64, err error) {
	for _, q := range s.projections {
		if q.Projection == p {
			q.table.Restore()
			values, err = q.valuesOf(name)
			return q.table.SourceLanes(), q.table.TargetLanes(), values, err
		}
	}
	panic("BUG: sim: a projection of another network")
}

func (p *projection) valuesOf(name string) ([]float64, error) {
	switch {
	case name == "delay" && len(p.table.Delays) == 0:
		return nil, fmt.Errorf("projection %s is a continuous coupling and has no delays", p.Name)
	case name == "delay":
		return p.eachSynapse(func(b, k int) float64 { return p.table.Delays[p.table.Blocks[b].DelayOf(k)] }), nil
	case p.synapses != nil:
		return p.synapses.valuesOf(name)
	case p.membrane != nil && name != "weight":
		return p.membrane.valuesOf(name, "projection "+p.Name)
	case name == "weight":
		return p.eachSynapse(func(b, k int) float64 { return p.table.Weight(&p.table.Blocks[b], k) }), nil
	}
	return nil, fmt.Errorf("projection %s has static synapses: ask for weight or delay, not %s", p.Name, name)
}

func (p *projection) eachSynapse(value func(block, k int) float64) []float64 {
	out := make([]float64, 0, p.table.Len())
	for b := range p.table.Blocks {
		for k := range p.table.Blocks[b].Len() {
			out = append(out, value(b, k))
		}
	}
	return out
}

// valuesOf spreads a value to all connections, brought up to date on a copy so
// that looking changes nothing.
func (y *synapses) valuesOf(name string) ([]float64, error) {
	x, column, ok := y.columns.find(name)
	if !ok {
		return nil, unknownVariable(y.columns.plan, name, "projection "+y.p.Name)
	}
	n := y.p.table.Len()
	switch place := y.columns.plan.Symbols[x].Place; {
	case len(column) == 1:
		return spread(column[0], n), nil
	case place == ir.Pre || place == ir.Post:
		out := make([]float64, n)
		for i, lane := range y.index[place] {
			out[i] = column[lane]
		}
		return out, nil
	}
	if y.plan.Lazy && n > 0 {
		return y.current(x), nil
	}
	return slices.Clone(column), nil
}

// current is a column of lazy connections at the present time.
func (y *synapses) current(x int) []float64 {
	call := *y.blocks[0].advance
	args := *call.args
	args.Columns = slices.Clone(args.Columns)
	args.Scratch = nil
	out := slices.Clone(y.columns.values[x])
	for i, col := range y.columns.plan.Syn.Advance[ir.Self].Columns {
		switch {
		case col.Role == ir.Time:
			args.Columns[i] = y.columns.time
		case col.Symbol == x:
			args.Columns[i] = out
		case col.Access == ir.Own:
			args.Columns[i] = slices.Clone(args.Columns[i])
		}
	}
	call.program.Run(&args, 0, len(out))
	return out
}
