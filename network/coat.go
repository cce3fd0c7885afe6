package network

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// Coat is a channel that is being put into a cell, region by region, until it is an
// [Insertion].
type Coat struct {
	Mechanism *ir.Mechanism
	In        []bool               // where it is; shape (compartments)
	values    map[string][]float64 // in the mechanism's units, NaN for its default; shape (compartments)
}

// NewCoat is a channel in none of so many compartments.
func NewCoat(m *ir.Mechanism, compartments int) *Coat {
	return &Coat{m, make([]bool, compartments), map[string][]float64{}}
}

// Set gives a parameter a value in a compartment.
func (c *Coat) Set(name string, compartment int, value float64) {
	if c.values[name] == nil {
		c.values[name] = slices.Repeat([]float64{math.NaN()}, len(c.In))
	}
	c.values[name][compartment] = value
}

// Insertion is the channel where it is, with one number for a parameter that is the same
// everywhere.
func (c *Coat) Insertion() Insertion {
	out := Insertion{Mechanism: c.Mechanism, Compartments: []int{}, Values: map[string]Value{}}
	for i, in := range c.In {
		if in {
			out.Compartments = append(out.Compartments, i)
		}
	}
	if len(out.Compartments) == 0 {
		return out
	}
	for name, all := range c.values {
		var values []float64
		for _, i := range out.Compartments {
			x := all[i]
			if math.IsNaN(x) {
				x = c.standard(name)
			}
			values = append(values, x)
		}
		out.Values[name] = Numbers(values)
	}
	return out
}

// standard is the mechanism's own value of a parameter.
func (c *Coat) standard(name string) float64 {
	x, _ := c.Mechanism.Symbol(name)
	return c.Mechanism.Graph.At(c.Mechanism.Symbols[x].Init).Imm
}
