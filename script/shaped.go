package script

import (
	"math"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// What a population of cells with shape is where nothing else is said.
const (
	usualCelsius   = 6.3 // °C
	usualStart     = -65 // mV
	usualThreshold = -10 // mV
)

// given is the argument of a call, by its name or its place.
func (c *call) given(name string, index int) starlark.Value {
	if index < len(c.args) {
		return c.args[index]
	}
	for _, kw := range c.kwargs {
		if kw[0] == starlark.String(name) {
			return kw[1]
		}
	}
	return nil
}

// cells is population(n, cell, …): copies of a cell with shape.
func (s *session) cells(c *call) (starlark.Value, error) {
	var n int
	var cell cellArgument
	var positions, angles, detector starlark.Value
	var name, solver string
	var start starlark.Value
	celsius := amount{dim: unit.Temperature, value: degrees.ToInternal(usualCelsius)}
	threshold := amount{dim: unit.Voltage, value: usualThreshold}
	if err := c.bind("n", &n, "model", &cell, "name?", &name, "celsius?", &celsius, "v?", &start, "threshold?", &threshold,
		"detector?", &detector, "positions?", &positions, "angles?", &angles, "solver?", &solver); err != nil {
		return nil, err
	}
	if n < 0 || n > math.MaxInt32 {
		return nil, c.wrong("n", "is %d, want 0 to %d", n, math.MaxInt32)
	}
	template := cell.template()
	template.Start, template.Detector.Threshold = usualStart, threshold.value
	at, err := c.site(cell.Cell, "detector", detector)
	if err != nil {
		return nil, err
	}
	template.Detector.Compartment = int(at)
	p := &network.Population{Size: n, Values: map[string]network.Value{},
		Shape: &network.Shape{Cells: []*network.Cell{template}, Celsius: degrees.FromInternal(celsius.value)}}
	if !(p.Shape.Celsius >= 0 && p.Shape.Celsius <= 100) {
		return nil, c.wrong("celsius", "is %.6g degC, want 0 to 100 degC", p.Shape.Celsius)
	}
	if start != nil {
		if p.Values[network.Potential], err = toValue(start, unit.Voltage, n); err != nil {
			return nil, c.wrong("v", "%v", err)
		}
	}
	if p.Solver, err = c.solver(solver); err != nil {
		return nil, err
	}
	if p.Solver == network.Precise {
		return nil, c.wrong("solver", "is precise, which cells with shape do not have; want grid or interpolated")
	}
	if p.Positions, err = c.positions(positions, n); err != nil {
		return nil, err
	}
	turned, err := c.axes("angles", angles, n, unit.Dimensionless)
	if err != nil {
		return nil, err
	}
	for _, a := range turned {
		p.Shape.Rotations = append(p.Shape.Rotations, morph.Euler(a[0], a[1], a[2]))
	}
	if p.Name, err = s.name(c, "population", name, "cells"); err != nil {
		return nil, err
	}
	if cell.user == "" {
		cell.user = p.Name
	}
	s.net.shapes[p] = cell.Cell
	return s.add(p), nil
}

// degrees is °C.
var degrees = unit.MustParse("degC")

// cell is the template of a population with shape, nil for others.
func (p *Population) cell() *Cell { return p.net.shapes[p.Population] }
