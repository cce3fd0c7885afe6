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
type Electrode struct{ *network.Stimulus }

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
	x, from, to, length := amount{dim: dim}, duration(0), duration(math.Inf(1)), duration(0)
	var site, pulses starlark.Value
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
	if d.Clamp.Pulses, err = c.pulses(level, x, from, to, length, pulses); err != nil {
		return none, err
	}
	if d.Name, err = s.name(c, "stimulus", name, c.name+" of "+target.String()); err != nil {
		return none, err
	}
	s.net.Stimuli = append(s.net.Stimuli, d)
	return Electrode{d}, nil
}

// pulses are what a clamp does: one level from start to stop, or the given list.
func (c *call) pulses(level string, x, from, to, length amount, list starlark.Value) ([]network.Pulse, error) {
	switch {
	case list != nil && (x.given || from.given || to.given || length.given):
		return nil, c.wrong("pulses", "say it all: leave %s, start, stop and duration out", level)
	case list != nil:
		return c.pulseList(x.dim, list)
	case !x.given:
		return nil, c.wrong("", "%s is missing, want one in %s, or pulses = [(start, stop, %s), …]", level, nameOf(x.dim), level)
	case to.given && length.given:
		return nil, c.wrong("duration", "is given beside stop: one of them says when it ends")
	case length.given:
		to.value = from.value + length.value
	}
	if !(to.value > from.value) {
		return nil, c.wrong("stop", "is %g ms, want more than start, %g ms", to.value, from.value)
	}
	return []network.Pulse{{From: from.value, To: to.value, Level: x.value}}, nil
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
			return unit.Dimension{}, fmt.Errorf("%s injects %s, want nA", d.Model.Name, s.Dim)
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
