package script

import (
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Electrode is a clamp of cells with shape, or a field around them.
type Electrode struct {
	*network.Stimulus
	s     *session
	net   *net
	level string // what the levels of a clamp are called
	dim   unit.Dimension
}

func (e Electrode) String() string { return e.Name }

// Type is clamp or field.
func (e Electrode) Type() string {
	if e.Field != nil {
		return "field"
	}
	return "clamp"
}
func (e Electrode) Freeze()               {}
func (e Electrode) Truth() starlark.Bool  { return true }
func (e Electrode) Hash() (uint32, error) { return starlark.String(e.Name).Hash() }

// clamp is clamp(target, amplitude, …): a current into a place of cells with shape.
func (s *session) clamp(c *call) (starlark.Value, error) {
	return s.electrode(c, "amplitude", unit.Current)
}

// usualResistance is that of the electrode of a voltage clamp, MΩ.
const usualResistance = 1

// voltageClamp is voltage_clamp(target, level, …): a potential through a resistance, or of 0 an
// ideal clamp.
func (s *session) voltageClamp(c *call) (starlark.Value, error) {
	resistance := amount{dim: unit.Resistance, value: usualResistance}
	e, err := s.electrode(c, "level", unit.Voltage, "resistance?", &resistance)
	if err != nil {
		return nil, err
	}
	if !(resistance.value >= 0) {
		return nil, c.wrong("resistance", "is %g Mohm, want 0 for an ideal clamp, or more", resistance.value)
	}
	e.Clamp.Resistance, e.Clamp.Ideal = resistance.value, resistance.value == 0
	return e, nil
}

// electrode binds a clamp with one pulse, or a list of them.
func (s *session) electrode(c *call, level string, dim unit.Dimension, more ...any) (Electrode, error) {
	none := Electrode{}
	if err := s.net.changing(c); err != nil {
		return none, err
	}
	target := part{s: s}
	from, to, length := duration(0), duration(math.Inf(1)), duration(0)
	var x, site, pulses starlark.Value
	var name string
	if err := c.bind(append([]any{"target", &target, level + "?", &x, "start?", &from, "stop?", &to, "duration?", &length,
		"site?", &site, "pulses?", &pulses, "name?", &name}, more...)...); err != nil {
		return none, err
	}
	cell := target.cell()
	if cell == nil {
		return none, c.wrong("target", "is %s, whose cells have no shape; use stimulate(%s, \"step_current\", …)", target, target)
	}
	at, err := c.site(cell, "site", site)
	if err != nil {
		return none, err
	}
	d := &network.Stimulus{Target: target.View, Sites: []int32{at}, Clamp: &network.Clamp{}}
	e := Electrode{d, s, s.net, level, dim}
	switch {
	case pulses != nil && (x != nil || from.given || to.given || length.given):
		err = c.wrong("pulses", "say it all: leave %s, start, stop and duration out", level)
	case pulses != nil:
		d.Clamp.Pulses, err = c.pulseList(dim, pulses)
	case x == nil:
		err = c.wrong("", "%s is missing, want one in %s, or pulses = [(start, stop, %s), …]", level, nameOf(dim), level)
	default:
		d.Clamp.Pulses, err = c.pulse(e, x, from, to, length)
	}
	if err != nil {
		return none, err
	}
	if d.Name, err = s.name(c, "stimulus", name, c.name+" of "+target.String()); err != nil {
		return none, err
	}
	s.net.Stimuli = append(s.net.Stimuli, d)
	return e, nil
}

// pulse is one level from start to stop, or one for each cell.
func (c *call) pulse(e Electrode, level starlark.Value, from, to, length amount) ([]network.Pulse, error) {
	if err := c.until(from, &to, length); err != nil {
		return nil, err
	}
	p := network.Pulse{From: from.value, To: to.value}
	if err := e.raise(&p, level); err != nil {
		return nil, c.wrong(e.level, "%v", err)
	}
	return []network.Pulse{p}, nil
}

// until sets the end of something that starts at a time and has a length, or an end.
func (c *call) until(from amount, to *amount, length amount) error {
	switch {
	case to.given && length.given:
		return c.wrong("duration", "is given beside stop: one of them says when it ends")
	case length.given && !(length.value > 0):
		return c.wrong("duration", "is %g ms, want more than 0", length.value)
	case length.given:
		to.value = from.value + length.value
	case !(to.value > from.value):
		return c.wrong("stop", "is %g ms, want more than start, %g ms", to.value, from.value)
	}
	return nil
}

// raise sets the level of a pulse: a number, one for each cell, or a distribution.
func (e Electrode) raise(p *network.Pulse, level starlark.Value) error {
	v, err := toValue(level, e.dim, e.Target.Len())
	switch {
	case err != nil:
		return err
	case v.Course != nil:
		return fmt.Errorf("is a course; use stimulate(%s, \"step_current\", amplitude = course(…), site = …)", e.Target.Population.Name)
	case !v.Varied():
		p.Level, p.Levels = v.Constant, nil
		return nil
	}
	p.Levels = make([]float64, e.Target.Len())
	return e.s.fill(p.Levels, v)
}

// AttrNames lists the name and what can be set.
func (e Electrode) AttrNames() []string {
	if e.Clamp == nil {
		return []string{"name"}
	}
	return []string{e.level, "name"}
}

// Attr is the name.
func (e Electrode) Attr(name string) (starlark.Value, error) {
	switch name {
	case "name":
		return starlark.String(e.Name), nil
	case e.level:
		return nil, fmt.Errorf("%s.%s can be set but not read", e.Name, name)
	}
	return nil, nil
}

// SetField changes the level of a clamp of one pulse, between runs too.
func (e Electrode) SetField(name string, v starlark.Value) error {
	switch {
	case e.Clamp == nil:
		return fmt.Errorf("%s is a field and has nothing to set", e.Name)
	case name != e.level:
		return fmt.Errorf("%s has no %s to set; %s", e.Name, name, suggest(name, []string{e.level}))
	case len(e.Clamp.Pulses) != 1:
		return fmt.Errorf("%s has %d pulses, whose levels stay", e.Name, len(e.Clamp.Pulses))
	}
	p := e.Clamp.Pulses[0]
	if err := e.raise(&p, v); err != nil {
		return fmt.Errorf("%s.%s %w", e.Name, name, err)
	}
	if e.net.run == nil {
		e.Clamp.Pulses[0] = p
		return nil
	}
	changed := *e.Clamp
	changed.Pulses = []network.Pulse{p}
	e.net.run.Sim.SetClamp(e.Stimulus, &changed)
	return nil
}

// pulseList reads [(start, stop, level), …].
func (c *call) pulseList(dim unit.Dimension, v starlark.Value) ([]network.Pulse, error) {
	list, ok := v.(starlark.Sequence)
	if !ok {
		return nil, c.wrong("pulses", "is %s, want a list of (start, stop, level)", described(v))
	}
	var all []network.Pulse
	for i, x := range elements(list) {
		three, ok := x.(starlark.Indexable)
		if !ok || three.Len() != 3 {
			return nil, c.wrong("pulses", "has %s as element %d, want (start, stop, level)", described(x), i)
		}
		var values [3]float64
		for k, dim := range []unit.Dimension{unit.Time, unit.Time, dim} {
			a := amount{dim: dim}
			if err := a.take(three.Index(k)); err != nil {
				return nil, c.wrong("pulses", "has element %d, whose %s %v", i, []string{"start", "stop", "level"}[k], err)
			}
			values[k] = a.value
		}
		if !(values[1] > values[0]) {
			return nil, c.wrong("pulses", "has element %d, which stops at %g ms, want more than its start, %g ms", i, values[1], values[0])
		}
		all = append(all, network.Pulse{From: values[0], To: values[1], Level: values[2]})
	}
	slices.SortStableFunc(all, func(a, b network.Pulse) int {
		if a.From < b.From {
			return -1
		}
		return 1
	})
	return all, nil
}

// injecting prepares a stimulus model for cells with shape, and returns its unit.
func (c *call) injecting(d *network.Stimulus, cell *Cell, site starlark.Value) (unit.Dimension, error) {
	if d.Port != "" {
		return unit.Dimension{}, c.wrong("port", "is for neurons without shape; want site = a place")
	}
	at, err := c.site(cell, "site", site)
	if err != nil {
		return unit.Dimension{}, err
	}
	for i := range d.Model.Symbols {
		if s := &d.Model.Symbols[i]; s.Role == ir.Injected && s.Dim != unit.Current {
			return unit.Dimension{}, c.wrong("model", "is %s, which is no current; events reach cells with shape through connect(…, synapse = …), from population(n, \"poisson\", …) or spike_trains(…)", d.Model.Name)
		}
	}
	d.Sites = []int32{at}
	return unit.Current, nil
}

// through sets a probe that records the current of a clamp into its cells.
func (p *Probe) through(s *session, c *call, e Electrode) error {
	switch {
	case !slices.Contains(s.net.Stimuli, e.Stimulus):
		return c.wrong("cells", "is %s of an earlier network", e)
	case e.Field != nil:
		return c.wrong("cells", "is %s, a field, which passes no current", e)
	case p.Variable != network.ElectrodeCurrent:
		return c.wrong("variable", "is %s, which a clamp does not have; want %q", p.Variable, network.ElectrodeCurrent)
	}
	p.Population, p.Probe.Stimulus, p.unit = e.Target.Population, e.Stimulus, unit.MustParse("nA")
	p.of, p.first = e.Target.Population.Name, e.Target.Lo
	for i := e.Target.Lo; i < e.Target.Hi; i++ {
		p.Cells = append(p.Cells, int32(i))
	}
	return nil
}
