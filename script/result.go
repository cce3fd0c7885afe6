package script

import (
	"errors"
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Recording is what one run gave: the spikes with from ≤ t < to, which the next
// run goes on from, and the samples from ≤ t ≤ to.
type Recording struct {
	net      *net
	run      *experiment.Run
	from, to float64 // ms, the window of its statistics
	trains   map[*network.Population]analysis.Train
}

func (r *Recording) String() string {
	return fmt.Sprintf("<result of %g ms to %g ms>", r.from, r.to)
}
func (r *Recording) Type() string          { return "result" }
func (r *Recording) Freeze()               {}
func (r *Recording) Truth() starlark.Bool  { return true }
func (r *Recording) Hash() (uint32, error) { return 0, errors.New("unhashable type: result") }

// AttrNames lists what can be asked of a result.
func (r *Recording) AttrNames() []string {
	return append(sortedKeys(measures), "from_", "neurons", "synapses", "to")
}

// Attr finds a measure or a number of the run.
func (r *Recording) Attr(name string) (starlark.Value, error) {
	switch name {
	case "from_":
		return milliseconds(r.from), nil
	case "to":
		return milliseconds(r.to), nil
	case "neurons":
		return starlark.MakeInt(r.run.Sim.Stats().Neurons), nil
	case "synapses":
		return starlark.MakeInt(r.run.Sim.Stats().Synapses), nil
	}
	f, ok := measures[name]
	if !ok {
		return nil, nil
	}
	return method(name, func(c *call) (starlark.Value, error) { return f(r, c) }), nil
}

// train reads the spikes of the recording's window, numbering a part's cells from 0.
func (r *Recording) train(p *Population) (analysis.Train, error) {
	all, ok := r.trains[p.Population]
	if !ok {
		times, cells, err := r.run.Spikes(p.Population)
		if err != nil {
			return all, err
		}
		all = r.own(analysis.Train{Times: times, Cells: cells, N: p.Population.Size, From: r.from, To: r.to})
		r.trains[p.Population] = all
	}
	if p.Len() == p.Population.Size {
		return all, nil
	}
	out := analysis.Train{N: p.Len(), From: r.from, To: r.to}
	for i, cell := range all.Cells {
		if p.Lo <= int(cell) && int(cell) < p.Hi {
			out.Times = append(out.Times, all.Times[i])
			out.Cells = append(out.Cells, cell-int32(p.Lo))
		}
	}
	return out, nil
}

// own is the spikes within the window alone, so that many results of a long run
// do not each hold all of it.
func (r *Recording) own(t analysis.Train) analysis.Train {
	if begun, end := r.run.Window(); r.from <= begun && r.to >= end {
		return t
	}
	kept := analysis.Train{N: t.N, From: t.From, To: t.To}
	for i, at := range t.Times {
		if t.From <= at && at < t.To {
			kept.Times = append(kept.Times, at)
			kept.Cells = append(kept.Cells, t.Cells[i])
		}
	}
	return kept
}

// bindTrain binds a population, a window and what else a measure takes, and
// reads the spikes.
func (r *Recording) bindTrain(c *call, pairs ...any) (analysis.Train, error) {
	var what starlark.Value
	from, to := duration(r.from), duration(r.to)
	pairs = append(append([]any{"population", &what}, pairs...), "from_?", &from, "to?", &to)
	if err := c.bind(pairs...); err != nil {
		return analysis.Train{}, err
	}
	p, ok := what.(*Population)
	if !ok {
		return analysis.Train{}, c.wrong("population", "is %s, want a population", described(what))
	}
	if p.net != r.net {
		return analysis.Train{}, c.wrong("population", "is %s of another network than the result's", p)
	}
	if to.value <= from.value && r.to > r.from {
		return analysis.Train{}, c.wrong("to", "is %g ms, want more than from_, %g ms", to.value, from.value)
	}
	t, err := r.train(p)
	if err != nil {
		return t, c.wrong("population", "%v", err)
	}
	return t.Window(max(from.value, r.from), min(to.value, r.to)), nil
}

func (r *Recording) spikes(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	times, cells := []float64{}, []int32{}
	for i, at := range t.Times {
		if t.From <= at && at < t.To {
			times = append(times, at)
			cells = append(cells, t.Cells[i])
		}
	}
	return record("spikes", starlark.StringDict{"times": array(times, unit.Time), "cells": arrayOf(cells)}), nil
}

func (r *Recording) count(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	return starlark.MakeInt(t.Spikes()), nil
}

func (r *Recording) rate(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	return frequency(t.MeanRate()), nil
}

func (r *Recording) rates(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	return arrayIn(t.Rates(), unit.MustParse("Hz")), nil
}

func (r *Recording) cv(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	return starlark.Float(t.MeanCV()), nil
}

func (r *Recording) cvs(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	return array(t.CVs(), unit.Dimensionless), nil
}

// isi is the intervals of all cells, one cell after the other.
func (r *Recording) isi(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	all := []float64{}
	for _, intervals := range t.Intervals() {
		all = append(all, intervals...)
	}
	return array(all, unit.Time), nil
}

func (r *Recording) fano(c *call) (starlark.Value, error) {
	bin := duration(100)
	t, err := r.bindTrain(c, "bin?", &bin)
	if err != nil {
		return nil, err
	}
	return starlark.Float(t.FanoFactor(bin.value)), c.binned(bin)
}

// binned checks the width of bins.
func (c *call) binned(bin amount) error {
	if !(bin.value > 0) {
		return c.wrong("bin", "is %g ms, want more than 0", bin.value)
	}
	return nil
}

// frequency is the firing frequency of each cell over its last intervals.
func (r *Recording) frequency(c *call) (starlark.Value, error) {
	intervals := 5
	t, err := r.bindTrain(c, "intervals?", &intervals)
	if err != nil {
		return nil, err
	}
	var all []float64
	for _, times := range t.ByCell() {
		all = append(all, analysis.Frequency(times, intervals))
	}
	return arrayIn(all, unit.MustParse("Hz")), nil
}

// lastSpike is the time of the last spike of a population, NaN if there is none.
func (r *Recording) lastSpike(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	last := math.NaN()
	for _, at := range t.Times {
		if t.From <= at && at < t.To && !(at <= last) {
			last = at
		}
	}
	return milliseconds(last), nil
}

// psth is the rate of a population in bins: t, where they begin, and rate.
func (r *Recording) psth(c *call) (starlark.Value, error) {
	bin, smooth := duration(5), duration(0)
	t, err := r.bindTrain(c, "bin?", &bin, "smooth?", &smooth)
	if err != nil {
		return nil, err
	}
	if err := c.binned(bin); err != nil {
		return nil, err
	}
	s := t.Rate(bin.value).Smooth(smooth.value)
	return record("psth", starlark.StringDict{"t": array(s.Times(), unit.Time), "rate": arrayIn(s.Values, unit.MustParse("Hz"))}), nil
}

// spectrum is the power spectral density of the population rate.
func (r *Recording) spectrum(c *call) (starlark.Value, error) {
	bin, segment := duration(1), duration(0)
	t, err := r.bindTrain(c, "bin?", &bin, "segment?", &segment)
	if err != nil {
		return nil, err
	}
	if err := c.binned(bin); err != nil {
		return nil, err
	}
	return &Spectrum{t.Rate(bin.value).Spectrum(segment.value), unit.MustParse("Hz")}, nil
}

// poissonPower is the flat power that as many independent spikes would have.
func (r *Recording) poissonPower(c *call) (starlark.Value, error) {
	t, err := r.bindTrain(c)
	if err != nil {
		return nil, err
	}
	return frequency(t.PoissonPower()), nil
}

func (r *Recording) correlation(c *call) (starlark.Value, error) {
	bin := duration(2)
	t, err := r.bindTrain(c, "bin?", &bin)
	if err == nil {
		err = c.binned(bin)
	}
	if err != nil {
		return nil, err
	}
	return starlark.Float(t.MeanCorrelation(bin.value)), nil
}

// correlations is the coefficients of the pairs of at most so many cells.
func (r *Recording) correlations(c *call) (starlark.Value, error) {
	bin, cells := duration(2), 100
	t, err := r.bindTrain(c, "bin?", &bin, "cells?", &cells)
	if err == nil {
		err = c.binned(bin)
	}
	if err != nil {
		return nil, err
	}
	return array(t.Correlations(bin.value, cells), unit.Dimensionless), nil
}

// values is a state or parameter of all cells or synapses as it is at the end of the run.
func (r *Recording) values(c *call) (starlark.Value, error) {
	var what starlark.Value
	var name string
	if err := c.bind("what", &what, "name", &name); err != nil {
		return nil, err
	}
	if r.net.run != r.run || r.run.Time() != r.to {
		return nil, c.wrong("", "the network has gone on since; read values before the next run")
	}
	switch what := what.(type) {
	case *Population:
		return what.Attr(name)
	case *Projection:
		return what.Attr(name)
	}
	return nil, c.wrong("what", "is %s, want a population or a projection", described(what))
}
