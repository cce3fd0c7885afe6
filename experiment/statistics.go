package experiment

import (
	"math"

	"github.com/cajal-sim/cajal/analysis"
)

// statistics are the running statistics of one population: 32 bytes a cell and
// a bounded histogram over time, however many spikes there are.
type statistics struct {
	cells  []interval
	spikes int64
	rate   histogram
}

// interval sums up the intervals between the spikes of a cell, by Welford's
// recurrence (1962, Technometrics 4:419), which loses no digits for a clock.
type interval struct {
	spikes     int64
	last       float64 // ms
	mean, sqrs float64 // of the intervals: mean, ms, and Σ(x − mean)², ms²
}

func newStatistics(size int) *statistics {
	return &statistics{cells: make([]interval, size), rate: histogram{width: firstBin}}
}

// add counts spikes; those of one cell come in order of time.
func (s *statistics) add(times []float64, cells []int32) {
	for i, t := range times {
		c := &s.cells[cells[i]]
		if c.spikes > 0 {
			x := t - c.last
			off := x - c.mean
			c.mean += off / float64(c.spikes)
			c.sqrs += off * (x - c.mean)
		}
		c.spikes++
		c.last = t
		s.rate.add(t)
	}
	s.spikes += int64(len(times))
}

// cv returns the coefficient of variation of a cell's intervals, NaN for fewer
// than two of them.
func (c *interval) cv() float64 {
	if c.spikes < 3 {
		return math.NaN()
	}
	return math.Sqrt(c.sqrs/float64(c.spikes-1)) / c.mean
}

// meanRate returns the mean rate per cell over duration ms, Hz; NaN for no time
// or no cells.
func (s *statistics) meanRate(duration float64) float64 {
	return float64(s.spikes) / float64(len(s.cells)) / duration * 1000
}

// meanCV returns the mean over the cells with at least three spikes.
func (s *statistics) meanCV() float64 {
	values := make([]float64, len(s.cells))
	for i := range s.cells {
		values[i] = s.cells[i].cv()
	}
	return analysis.Mean(values)
}

// histogram counts spikes in bins from time 0. When the bins run out, their
// width doubles, and neighbours are added.
type histogram struct {
	width  float64 // ms
	counts []int64
}

const (
	firstBin = 1.0  // ms
	mostBins = 2048 // after which the width doubles
)

func (h *histogram) add(t float64) {
	for h.bin(t) >= mostBins {
		h.double()
	}
	i := h.bin(t)
	for len(h.counts) <= i {
		h.counts = append(h.counts, 0)
	}
	h.counts[i]++
}

// bin returns the bin of a time. One on the grid that rounding has put a hair
// before an edge belongs behind it.
func (h *histogram) bin(t float64) int { return int(t/h.width + 1e-6) }

func (h *histogram) double() {
	for i := range (len(h.counts) + 1) / 2 {
		sum := h.counts[2*i]
		if 2*i+1 < len(h.counts) {
			sum += h.counts[2*i+1]
		}
		h.counts[i] = sum
	}
	h.counts = h.counts[:(len(h.counts)+1)/2]
	h.width *= 2
}

// signal returns the rate per cell between two times, ms, in whole bins, Hz.
func (h *histogram) signal(cells int, from, to float64) analysis.Signal {
	first := int(math.Ceil(from/h.width - 1e-6))
	last := h.bin(to)
	s := analysis.Signal{From: float64(first) * h.width, Step: h.width}
	for i := first; i < last; i++ {
		count := int64(0)
		if i < len(h.counts) {
			count = h.counts[i]
		}
		s.Values = append(s.Values, float64(count)/float64(cells)/h.width*1000)
	}
	return s
}
