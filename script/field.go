package script

import (
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Electric fields around cells with shape.

// usualConductivity is that of tissue, S/m, as LFPy has it.
const usualConductivity = 0.3

// field is field(target, [Ex, Ey, Ez], …): a uniform field.
func (s *session) field(c *call) (starlark.Value, error) {
	var strength starlark.Value
	return s.around(c, func(f *network.Field) error {
		var err error
		f.Uniform, err = c.vector("strength", strength, unit.Voltage.Div(unit.Length))
		return err
	}, "strength", &strength)
}

// pointSource is point_source(target, [x, y, z], current, …): a point source in a
// homogeneous medium.
func (s *session) pointSource(c *call) (starlark.Value, error) {
	var position starlark.Value
	current := amount{dim: unit.Current}
	conductivity := amount{dim: unit.Conductance.Div(unit.Length), value: usualConductivity}
	return s.around(c, func(f *network.Field) error {
		at, err := c.vector("position", position, unit.Length)
		if err == nil && !(conductivity.value > 0) {
			err = c.wrong("conductivity", "is %g S/m, want more than 0", conductivity.value)
		}
		f.Sources, f.Conductivity = []network.Source{{Position: at, Current: current.value}}, conductivity.value
		return err
	}, "position", &position, "current", &current, "conductivity?", &conductivity)
}

// around makes a field, on from start to stop, with a frequency or a course in time.
func (s *session) around(c *call, fill func(*network.Field) error, arguments ...any) (starlark.Value, error) {
	if err := s.net.changing(c); err != nil {
		return nil, err
	}
	target := part{s: s}
	t := timing{from: duration(0), to: duration(math.Inf(1)), length: duration(0), frequency: amount{dim: unit.Dimensionless.Div(unit.Time)}}
	var name string
	pairs := append([]any{"target", &target}, arguments...)
	if err := c.bind(append(pairs, "start?", &t.from, "stop?", &t.to, "duration?", &t.length, "frequency?", &t.frequency, "phase?", &t.phase,
		"course?", &t.course, "name?", &name)...); err != nil {
		return nil, err
	}
	if target.cell() == nil {
		return nil, c.wrong("target", "is %s, whose cells have no shape to stand in a field", target)
	}
	d := &network.Stimulus{Target: target.View, Field: &network.Field{}}
	if err := fill(d.Field); err != nil {
		return nil, err
	}
	if err := t.set(c, d); err != nil {
		return nil, err
	}
	var err error
	if d.Name, err = s.name(c, "stimulus", name, c.name+" around "+target.String()); err != nil {
		return nil, err
	}
	s.net.Stimuli = append(s.net.Stimuli, d)
	return Electrode{Stimulus: d, s: s, net: s.net}, nil
}

// timing is how a field changes: 1 from start to stop, or a sine or a course in its place.
type timing struct {
	from, to, length, frequency amount
	phase                       float64
	course                      starlark.Value
}

// set gives the stimulus a model that multiplies the field.
func (t *timing) set(c *call, d *network.Stimulus) error {
	if err := c.until(t.from, &t.to, t.length); err != nil {
		return err
	}
	model, amplitude := "step_current", network.Number(1)
	d.Values = map[string]network.Value{"start": network.Number(t.from.value), "stop": network.Number(t.to.value)}
	switch {
	case t.course != nil && t.frequency.given:
		return c.wrong("frequency", "is given beside course: one of them says how the field changes")
	case t.course != nil:
		course, ok := t.course.(*Course)
		if !ok || course.dim != unit.Dimensionless {
			return c.wrong("course", "is %s, want a course of plain numbers, such as course([0, 1, -1], every = 1*ms)", described(t.course))
		}
		amplitude = network.Value{Course: &course.Course}
	case t.frequency.given:
		model = "sine_current"
		d.Values["frequency"], d.Values["phase"] = network.Number(t.frequency.value), network.Number(t.phase)
	case !t.from.given && !t.to.given && !t.length.given:
		d.Values = nil
		return nil
	}
	d.Values["amplitude"] = amplitude
	var err error
	if d.Model, err = models.Load(model); err != nil {
		return fmt.Errorf("BUG: script: %w", err)
	}
	return nil
}

// vector reads three numbers of a dimension.
func (c *call) vector(name string, v starlark.Value, dim unit.Dimension) ([3]float64, error) {
	n, ok := toNumbers(v)
	if !ok || n.scalar || len(n.values) != 3 {
		return [3]float64{}, c.wrong(name, "is %s, want three numbers, [x, y, z], in %s", described(v), nameOf(dim))
	}
	if err := sameUnit(n.dim, dim); err != nil {
		return [3]float64{}, c.wrong(name, "%v", err)
	}
	return [3]float64(n.values), nil
}
