package script

import (
	"errors"
	"math"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Division says into how many compartments the sections of a cell are cut:
// d_lambda(0.1), max_length(20*um) and so on.
type Division struct {
	name  string
	count func(c *Cell, m *morph.Morphology) []int
}

func (d *Division) String() string        { return "<division " + d.name + ">" }
func (d *Division) Type() string          { return "division into compartments" }
func (d *Division) Freeze()               {}
func (d *Division) Truth() starlark.Bool  { return true }
func (d *Division) Hash() (uint32, error) { return 0, errors.New("unhashable type: division") }

// divisions is the built-ins that make them.
func divisions() starlark.StringDict {
	return starlark.StringDict{
		"d_lambda":    builtin("d_lambda", dLambda),
		"max_length":  builtin("max_length", func(c *call) (starlark.Value, error) { return c.byLength((*morph.Morphology).Shorter) }),
		"bmtk":        builtin("bmtk", func(c *call) (starlark.Value, error) { return c.byLength((*morph.Morphology).ByLength) }),
		"per_section": builtin("per_section", perSection),
	}
}

// What d_lambda is where nothing else is said, as in NEURON's CellBuild.
const (
	usualShare     = 0.1
	usualFrequency = 0.1 // kHz
)

func dLambda(c *call) (starlark.Value, error) {
	share, frequency := usualShare, amount{dim: unit.Frequency, value: usualFrequency}
	if err := c.bind("share?", &share, "frequency?", &frequency); err != nil {
		return nil, err
	}
	if !(share > 0) {
		return nil, c.wrong("share", "is %g, want a share of the length constant above 0, such as 0.1", share)
	}
	if !(frequency.value > 0) {
		return nil, c.wrong("frequency", "is %g Hz, want more than 0", frequency.hertz())
	}
	return byLambda(share, frequency.value), nil
}

func byLambda(share, frequency float64) *Division {
	return &Division{"d_lambda", func(c *Cell, m *morph.Morphology) []int {
		return m.ByLambda(share, frequency, func(section int) (float64, float64) {
			return c.resistivity[section], c.capacitance[section]
		})
	}}
}

func (c *call) byLength(rule func(*morph.Morphology, float64) []int) (starlark.Value, error) {
	length := amount{dim: unit.Length, value: 20}
	if err := c.bind("length?", &length); err != nil {
		return nil, err
	}
	if !(length.value > 0) {
		return nil, c.wrong("length", "is %g um, want more than 0", length.value)
	}
	return &Division{c.name, func(_ *Cell, m *morph.Morphology) []int { return rule(m, length.value) }}, nil
}

func perSection(c *call) (starlark.Value, error) {
	var n int
	if err := c.bind("n", &n); err != nil {
		return nil, err
	}
	return c.same("n", n)
}

func (c *call) same(name string, n int) (*Division, error) {
	if n < 1 {
		return nil, c.wrong(name, "is %d, want 1 or more", n)
	}
	return &Division{"per_section", func(_ *Cell, m *morph.Morphology) []int { return m.Same(n) }}, nil
}

// division is an argument that says how a cell is cut: a rule, or a number for every
// section.
func (c *call) division(name string, v starlark.Value) (*Division, error) {
	switch v := v.(type) {
	case nil:
		return byLambda(usualShare, usualFrequency), nil
	case *Division:
		return v, nil
	}
	if n, ok := wholeNumber(v); ok {
		return c.same(name, n)
	}
	return nil, c.wrong(name, "is %s, want d_lambda(0.1), max_length(20*um), bmtk(20*um) or a number for each section", described(v))
}

// most is the largest number of compartments that a cell may have.
const most = 1 << 22

// cut divides a morphology, sections that say their number of compartments by that.
// Each compartment is divided again if parts is more than 1, so that a section has an
// odd number of them, and one in its middle.
func (c *Cell) cut(m *morph.Morphology, d *Division, parts int) (*morph.Tree, bool) {
	counts, sum := d.count(c, m), 0.0
	for i, s := range c.sections {
		if s.count > 0 {
			counts[i] = s.count
		}
		if counts[i] < 1 || counts[i] > most {
			return nil, false // too many to be an int
		}
		if parts > 1 {
			counts[i] = parts*counts[i] | 1
		}
		sum += float64(counts[i])
	}
	if math.IsNaN(sum) || sum > most {
		return nil, false
	}
	return m.Discretise(counts), true
}
