package script

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Population is the cells lo ≤ cell < hi of a population: E, or E[:800].
type Population struct {
	network.View
	s   *session
	net *net
}

// String is the name, with the range of a part.
func (p *Population) String() string {
	if p.Len() == p.Population.Size {
		return p.Population.Name
	}
	return fmt.Sprintf("%s[%d:%d]", p.Population.Name, p.Lo, p.Hi)
}

func (p *Population) Type() string         { return "population" }
func (p *Population) Freeze()              {}
func (p *Population) Truth() starlark.Bool { return p.Len() > 0 }

// Hash makes populations keys of dictionaries.
func (p *Population) Hash() (uint32, error) { return starlark.String(p.String()).Hash() }

// Index is a part of one cell.
func (p *Population) Index(i int) starlark.Value { return p.part(i, i+1) }

// Get is E[7], a part of one cell, or E["V_m"], the values of a variable whatever its name.
func (p *Population) Get(k starlark.Value) (starlark.Value, bool, error) {
	if name, ok := starlark.AsString(k); ok {
		v, err := p.Attr(name)
		return v, v != nil, err
	}
	i, ok := wholeNumber(k)
	if !ok {
		return nil, false, fmt.Errorf("a population is indexed by a cell's number or the name of a variable, not by %s", described(k))
	}
	at := i
	if at < 0 {
		at += p.Len()
	}
	if at < 0 || at >= p.Len() {
		return nil, false, fmt.Errorf("%s has no cell %d: its cells are 0 to %d", p, i, p.Len()-1)
	}
	return p.Index(at), true, nil
}

// SetKey is E["V_m"] = …, for a variable whatever its name.
func (p *Population) SetKey(k, v starlark.Value) error {
	name, ok := starlark.AsString(k)
	if !ok {
		return fmt.Errorf("what can be set of %s has a name, such as %s[\"…\"], not %s", p, p, described(k))
	}
	return p.SetField(name, v)
}

// Slice is a part of consecutive cells. Starlark gives a slice no way to fail, so
// one with gaps is a value that nothing accepts.
func (p *Population) Slice(start, end, step int) starlark.Value {
	if step != 1 {
		return gaps{p}
	}
	return p.part(start, end)
}

// gaps is E[::2].
type gaps struct{ *Population }

func (gaps) Type() string { return "part with gaps (parts are consecutive cells)" }

func (p *Population) part(lo, hi int) *Population {
	view := p.View
	view.Lo, view.Hi = p.Lo+lo, p.Lo+hi
	return &Population{view, p.s, p.net}
}

// population is population(n, model, …): parameters and initial states by name; or copies
// of a cell with shape.
func (s *session) population(c *call) (starlark.Value, error) {
	if err := s.net.changing(c); err != nil {
		return nil, err
	}
	if _, ok := c.given("model", 1).(*Cell); ok {
		return s.cells(c)
	}
	var n int
	var model, positions starlark.Value
	var name, method, solver string
	rest, err := c.bindSome("n", &n, "model", &model, "name?", &name, "method?", &method, "solver?", &solver, "positions?", &positions)
	if err != nil {
		return nil, err
	}
	m, err := s.mechanismArgument(c, "model", 1, model, ir.Neuron, ir.Generator, ir.ArtificialCell)
	if err != nil {
		return nil, err
	}
	p := &network.Population{Size: n, Model: m, Method: method, Values: map[string]network.Value{}}
	if n < 0 || n > math.MaxInt32 {
		return nil, c.wrong("n", "is %d, want 0 to %d", n, math.MaxInt32)
	}
	if p.Solver, err = c.solver(solver); err != nil {
		return nil, err
	}
	if err := c.method(method); err != nil {
		return nil, err
	}
	if p.Positions, err = c.positions(positions, n); err != nil {
		return nil, err
	}
	if m.Kind == ir.ArtificialCell {
		err = c.ownValues(p.Values, m, rest, p.Size)
	} else {
		err = c.values(p.Values, m, rest, nil, p.Size)
	}
	if err != nil {
		return nil, err
	}
	if p.Name, err = s.name(c, "population", name, m.Name); err != nil {
		return nil, err
	}
	return s.add(p), nil
}

func (s *session) add(p *network.Population) *Population {
	s.net.Populations = append(s.net.Populations, p)
	all := &Population{network.All(p), s, s.net}
	s.net.made = append(s.net.made, all)
	return all
}

var solvers = []string{"grid", "interpolated", "precise"}

func (c *call) solver(name string) (network.Solver, error) {
	if name == "" {
		return network.Grid, nil
	}
	i := slices.Index(solvers, name)
	if i < 0 {
		return 0, c.wrong("solver", "is %q, unknown; %s", name, suggest(name, solvers))
	}
	return network.Solver(i), nil
}

// method checks the name of an integrator.
func (c *call) method(name string) error {
	if name == "" || slices.Contains(ir.Methods(), name) {
		return nil
	}
	return c.wrong("method", "is %q, unknown; %s", name, suggest(name, ir.Methods()))
}

// positions reads [x, y] or [x, y, z], an array each.
func (c *call) positions(v starlark.Value, n int) ([][3]float64, error) {
	return c.axes("positions", v, n, unit.Length)
}

// axes reads an array for each axis.
func (c *call) axes(name string, v starlark.Value, n int, dim unit.Dimension) ([][3]float64, error) {
	if v == nil {
		return nil, nil
	}
	axes, ok := v.(starlark.Sequence)
	if !ok || axes.Len() < 1 || axes.Len() > 3 {
		what := "lengths"
		if dim == unit.Dimensionless {
			what = "angles"
		}
		return nil, c.wrong(name, "is %s, want [x, y] or [x, y, z], an array of %s each", described(v), what)
	}
	at := make([][3]float64, n)
	for axis, x := range elements(axes) {
		value, err := toValue(x, dim, n)
		if err == nil && value.Draw != nil {
			err = errors.New("is a distribution, want an array such as random.uniform(n, 0*um, 100*um)")
		}
		if err != nil {
			return nil, c.wrong(name, "(axis %d) %v", axis, err)
		}
		column := make([]float64, n)
		if err := value.Fill(column, 0, 0, 0); err != nil {
			return nil, c.wrong(name, "%v", err)
		}
		for i := range at {
			at[i][axis] = column[i]
		}
	}
	return at, nil
}

// values reads parameters and initial states given by name into a description.
// weight is the dimension of what is in the receptor's unit.
func (c *call) values(to map[string]network.Value, m *ir.Mechanism, given []starlark.Tuple, weight *unit.Dimension, n int) error {
	for _, kw := range given {
		name := string(kw[0].(starlark.String))
		dim, ok := dimensionOf(m, name, weight)
		if !ok {
			return &misfit{c.name, name, -1, fmt.Sprintf("is no parameter or state of %s; %s", m.Name, suggest(name, settable(m)))}
		}
		size := n
		if i, _ := m.Symbol(name); m.Symbols[i].Place != ir.Self {
			size = -1
		}
		v, err := toValue(kw[1], dim, size)
		if err != nil {
			return &misfit{c.name, name, -1, err.Error()}
		}
		to[name] = v
	}
	return nil
}

// dimensionOf is the dimension of what a description can set.
func dimensionOf(m *ir.Mechanism, name string, weight *unit.Dimension) (unit.Dimension, bool) {
	if !slices.Contains(settable(m), name) {
		return unit.Dimension{}, false
	}
	i, _ := m.Symbol(name)
	if m.Symbols[i].Unit == "weight" && weight != nil {
		return *weight, true
	}
	return m.Symbols[i].Dim, true
}

// spikeTrains is spike_trains(times, cells, n): a population that fires as given.
func (s *session) spikeTrains(c *call) (starlark.Value, error) {
	if err := s.net.changing(c); err != nil {
		return nil, err
	}
	var times, cells *Array
	var name string
	n := 1
	if err := c.bind("times", &times, "cells?", &cells, "n?", &n, "name?", &name); err != nil {
		return nil, err
	}
	if times.dim != unit.Time && times.Len() > 0 {
		return nil, c.wrong("times", "%v", sameUnit(times.dim, unit.Time))
	}
	if cells == nil {
		cells = array(make([]float64, times.Len()), unit.Dimensionless)
	}
	trains, err := c.trains(times.values, cells.values, n)
	if err != nil {
		return nil, err
	}
	p := &network.Population{Size: n, Trains: trains}
	if p.Name, err = s.name(c, "population", name, "trains"); err != nil {
		return nil, err
	}
	return s.add(p), nil
}

// trains orders given spikes by time, then by place in the list.
func (c *call) trains(times, cells []float64, n int) (*network.Trains, error) {
	if len(times) != len(cells) {
		return nil, c.wrong("cells", "has %d elements, want %d as times has", len(cells), len(times))
	}
	order := make([]int, len(times))
	for i := range order {
		order[i] = i
		if x := cells[i]; x != math.Trunc(x) || x < 0 || x >= float64(n) {
			return nil, c.wrong("cells", "has the element %g, want whole numbers from 0 to %d", x, n-1)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case times[a] < times[b]:
			return -1
		case times[a] > times[b]:
			return 1
		}
		return 0
	})
	t := &network.Trains{}
	for _, i := range order {
		t.Times = append(t.Times, times[i])
		t.Cells = append(t.Cells, int32(cells[i]))
	}
	return t, nil
}
