package experiment

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/network"
)

// Network is what is run.
func (r *Run) Network() *network.Network { return r.d.Network }

// Step is the step, ms.
func (r *Run) Step() float64 { return r.opt.Step }

// Unit is that of a probe's samples, "" for numbers without one.
func (r *Run) Unit(p *network.Probe) string { return units(p) }

// Spikes returns the spikes of a population so far: times, ms, and cells, in the
// order of steps, then cells.
func (r *Run) Spikes(p *network.Population) (times []float64, cells []int32, err error) {
	i := slices.Index(r.d.Network.Populations, p)
	if i < 0 {
		panic("BUG: experiment: population of another network")
	}
	switch {
	case p.Trains != nil:
		times, cells = between(p.Trains, r.from, r.Sim.Time())
		return times, cells, nil
	case !r.recorder.recorded[i]:
		return nil, nil, fmt.Errorf("the spikes of generator %s were not recorded; record them before the run", p.Name)
	case r.recorder.spool == nil:
		return nil, nil, errors.New("spikes are not kept for reading in this run; they are in its file")
	}
	if times, err = r.recorder.spool.read(2 * i); err != nil {
		return nil, nil, err
	}
	numbers, err := r.recorder.spool.read(2*i + 1)
	cells = make([]int32, len(numbers))
	for k, v := range numbers {
		cells[k] = int32(v)
	}
	return times, cells, err
}

// between returns the given spikes in [from, to).
func between(t *network.Trains, from, to float64) ([]float64, []int32) {
	lo, _ := slices.BinarySearch(t.Times, from)
	hi, _ := slices.BinarySearch(t.Times, to)
	return t.Times[lo:hi], t.Cells[lo:hi]
}

// Samples are the values of a probe.
type Samples struct {
	Times   []float64 // ms, shape (samples)
	Values  []float64 // internal units, shape (samples, Columns)
	Columns int       // cells or synapses
}

// Samples returns what a probe has recorded so far.
func (r *Run) Samples(p *network.Probe) (Samples, error) {
	i := slices.Index(r.d.Network.Probes, p)
	if i < 0 {
		panic("BUG: experiment: probe of another network")
	}
	if r.recorder.spool == nil {
		return Samples{}, errors.New("samples are not kept for reading in this run; they are in its files")
	}
	at := r.recorder.probeSequence(i)
	times, err := r.recorder.spool.read(at)
	if err != nil {
		return Samples{}, err
	}
	values, err := r.recorder.spool.read(at + 1)
	return Samples{times, values, r.recorder.columns[i]}, err
}

// Rate returns the mean rate per cell of a population over the time simulated, Hz.
func (r *Run) Rate(p *network.Population) float64 {
	from, to := r.Window()
	return r.statistics(p).meanRate(to - from)
}

// CV returns the mean coefficient of variation of the intervals of the cells
// with at least three spikes, NaN if there is none.
func (r *Run) CV(p *network.Population) float64 { return r.statistics(p).meanCV() }

// Count returns the number of spikes of a population so far.
func (r *Run) Count(p *network.Population) int64 { return r.statistics(p).spikes }

func (r *Run) statistics(p *network.Population) *statistics {
	return r.recorder.statistics[slices.Index(r.d.Network.Populations, p)]
}
