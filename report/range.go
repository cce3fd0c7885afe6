package report

import (
	"math"

	"github.com/cajal-sim/cajal/analysis"
	"gonum.org/v1/plot"
)

// span is the range of an axis.
type span struct{ lo, hi float64 }

// cover widens the span to the finite values, only the positive ones if log.
func (s *span) cover(values []float64, log bool) {
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > huge || log && v <= 0 {
			continue
		}
		if s.lo > s.hi {
			s.lo, s.hi = v, v
		}
		s.lo, s.hi = min(s.lo, v), max(s.hi, v)
	}
}

// huge is the largest value that figures show: differences of larger ones could
// overflow.
const huge = 1e300

// nothing is a span that covers no value yet.
func nothing() span { return span{math.Inf(1), math.Inf(-1)} }

// padded returns the span with some air at both ends, and a span to draw an empty
// or flat curve in. It begins at 0 exactly if the values do nearly so.
func (s span) padded() span {
	if s.lo > s.hi {
		return span{0, 1}
	}
	air := 0.05 * (s.hi - s.lo)
	if air <= 1e-9*math.Abs(s.hi) { // flat, but for rounding
		air = max(0.05*math.Abs(s.hi), 1e-6)
	}
	if s.lo >= 0 && s.lo < 0.2*s.hi {
		return span{0, s.hi + air}
	}
	return span{s.lo - air, s.hi + air}
}

// fromZero returns the span from 0 to a little above its end, for quantities that
// have a natural zero.
func (s span) fromZero() span {
	if !(s.hi > 0) {
		return span{0, 1}
	}
	return span{0, 1.08 * s.hi}
}

// decades returns the span widened by a third at both ends, for logarithmic axes.
func (s span) decades() span {
	if s.lo > s.hi {
		return span{0.1, 10}
	}
	return span{s.lo / 1.3, s.hi * 1.3}
}

// set makes the span the range of an axis.
func (s span) set(axis *plot.Axis) { axis.Min, axis.Max = s.lo, s.hi }

// clock says how a figure shows time: in ms, or in s if there is much of it.
type clock struct {
	label string
	unit  float64 // ms
}

func newClock(s span) clock {
	if s.hi-s.lo > 5000 {
		return clock{"Time (s)", 1000}
	}
	return clock{"Time (ms)", 1}
}

// times returns times given in ms as the clock shows them.
func (c clock) times(ms []float64) []float64 {
	shown := make([]float64, len(ms))
	for i, t := range ms {
		shown[i] = t / c.unit
	}
	return shown
}

// set makes the span of times, in ms, the range of the horizontal axis.
func (c clock) set(s span, axis *plot.Axis) {
	if !(s.lo < s.hi) {
		s = span{0, 1}
	}
	axis.Min, axis.Max = s.lo/c.unit, s.hi/c.unit
}

// windows returns the span that covers the windows of all trains.
func windows(spikes []Spikes) span {
	s := nothing()
	for _, p := range spikes {
		s.cover([]float64{p.From, p.To}, false)
	}
	return s
}

// labelled joins the name of a quantity and its unit.
func labelled(name, unit string) string {
	switch {
	case unit == "":
		return name
	case name == "":
		return unit
	}
	return name + " (" + unit + ")"
}

// Spikes are the spikes of one population, with its name.
type Spikes struct {
	Name string
	analysis.Train
}
