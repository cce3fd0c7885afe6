package sim

import (
	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// stimulus is the state of one stimulus; its lanes are its targets' cells.
type stimulus struct {
	*network.Stimulus
	columns *columns
	entity  uint64
	program backend.Program
	courses []course
	input   int       // symbol of the target's input, or −1: it adds to a receptor
	target  []float64 // the column of the input, or what arrives at the receptor
}

// stimulusPart is a stimulus on one chunk of its targets.
type stimulusPart struct {
	s      *stimulus
	args   *backend.Args
	lo, hi int // lanes of the stimulus
	offset int // lane of the stimulus + offset = lane of the target
}

// compileStimulus makes a stimulus and hangs its parts on the target's chunks.
func (s *Simulation) compileStimulus(st *network.Stimulus) error {
	pop := s.population(st.Target.Population)
	if pop.shaped != nil {
		return s.stimulateShaped(st)
	}
	out, err := s.newStimulus(st)
	if err != nil {
		return err
	}
	pop.stimuli = append(pop.stimuli, out)
	if out.program == nil {
		return nil
	}
	return s.attach(out, pop, out.columns.plan.Step)
}

// newStimulus lowers a model and makes its program and columns.
func (s *Simulation) newStimulus(st *network.Stimulus) (*stimulus, error) {
	opt := lowerOptions(st.Values)
	plan, err := ir.Lower(st.Model, opt)
	if err != nil {
		return nil, err
	}
	out := &stimulus{Stimulus: st, entity: s.entities(st.Target.Len()), input: -1}
	out.columns, err = newColumns(plan, [places]int{ir.Self: st.Target.Len()}, st.Values, s.opt.Seed, out.entity)
	if err != nil {
		return nil, err
	}
	out.columns.time, out.columns.dt = s.clock.now, s.clock.length
	out.courses = coursesOf(plan, st.Values)
	setCourses(out.courses, out.columns, 0)
	if err := out.columns.derive(s.opt.Backend); err != nil {
		return nil, err
	}
	if err := out.columns.initialise(s.opt.Backend, s.opt.Seed, out.entity); err != nil {
		return nil, err
	}
	s.stimuli = append(s.stimuli, out)
	if plan.Step != nil {
		out.program, err = s.opt.Backend.Compile(plan.Step)
	}
	return out, err
}

// attach finds the port and cuts the stimulus along the target's chunks.
func (s *Simulation) attach(st *stimulus, pop *population, k *ir.Kernel) error {
	port, err := network.StimulusPort(st.Stimulus)
	if err != nil {
		return err
	}
	if x, ok := pop.Model.Symbol(port); ok && pop.Model.Symbols[x].Role == ir.Input {
		st.input = x
		st.target = pop.columns.values[x]
	} else {
		r, _ := pop.Model.Receptor(port)
		st.target = pop.ports[r].Sums
	}
	for _, c := range pop.chunks {
		lo, hi := max(c.lo, st.Target.Lo), min(c.hi, st.Target.Hi)
		if lo >= hi {
			continue
		}
		part := &stimulusPart{s: st, args: st.columns.bind(k, nil), lo: lo - st.Target.Lo, hi: hi - st.Target.Lo, offset: st.Target.Lo}
		part.args.Seed, part.args.Entity = s.opt.Seed, st.entity
		part.inject(k)
		if pop.direct && st.input < 0 {
			c.direct = append(c.direct, part)
		} else {
			c.stimuli = append(c.stimuli, part)
		}
	}
	return nil
}

// inject sets the columns of a kernel that stand for the target.
func (p *stimulusPart) inject(k *ir.Kernel) {
	for i, c := range k.Columns {
		if c.Role == ir.Injected {
			p.args.Columns[i] = p.s.target[p.offset:p.s.Target.Hi]
		}
	}
}

// add runs the stimulus of one step.
func (p *stimulusPart) add(k int64) {
	p.args.Step = uint64(k)
	p.s.program.Run(p.args, p.lo, p.hi)
}
