package report

import (
	"github.com/cajal-sim/cajal/analysis"
	"gonum.org/v1/plot/vg"
)

// Rates shows the rate of each population over time, a panel for each.
type Rates struct {
	Title       string
	Populations []Spikes
	Bin         float64 // ms; 0 means a round one, some 300 to the figure
	Smooth      float64 // standard deviation of a Gaussian in ms; 0 means none
}

// Figure lays the rates out.
func (r Rates) Figure() *Figure {
	times := windows(r.Populations)
	time := newClock(times)
	if r.Bin == 0 {
		r.Bin = niceStep((times.hi - times.lo) / 300)
	}
	var panels []panel
	for i, p := range r.Populations {
		rate := p.Rate(r.Bin)
		if r.Smooth > 0 {
			rate = rate.Smooth(r.Smooth)
		}
		x, y := staircase(rate.From, rate.Step, rate.Values)
		panels = append(panels, ratePanel(p.Name, time, times, curve{
			x: time.times(x), y: y, color: seriesColor(i), fill: true,
		}))
	}
	f := stack(panels, r.Title, "Hz per cell, in bins of "+number(r.Bin)+" ms.", time.label, 600/float64(len(panels)))
	f.Kind = RatesKind
	return f
}

func ratePanel(name string, time clock, times span, c curve) panel {
	p := newPlot("")
	time.set(times, &p.X)
	rates := nothing()
	rates.cover(c.y, false)
	rates.fromZero().set(&p.Y)
	p.Y.Tick.Marker = niceTicks{2}
	p.Add(gridLines{}, c)
	return panel{Plot: p, heading: name + " (Hz)"}
}

// Traces shows recorded variables over time, a panel for each variable.
type Traces struct {
	Title  string
	Traces []Trace
}

// Trace is the course of one variable of one cell. Values that are NaN leave a
// gap.
type Trace struct {
	Name     string // such as the cell's: "E[3]"
	Variable string // "V"
	Unit     string // of Values, "mV"
	analysis.Signal
}

// Figure lays the traces out: those of the same variable and unit share a panel,
// in the order of their first appearance.
func (t Traces) Figure() *Figure {
	times := nothing()
	for _, trace := range t.Traces {
		last := trace.From + trace.Step*float64(len(trace.Values)-1)
		times.cover([]float64{trace.From, last}, false)
	}
	time := newClock(times)
	var panels []panel
	for _, group := range groups(t.Traces) {
		p := newPlot("")
		time.set(times, &p.X)
		values := nothing()
		one := panel{Plot: p, heading: labelled(group[0].Variable, group[0].Unit)}
		p.Add(gridLines{})
		for i, trace := range group {
			values.cover(trace.Values, false)
			p.Add(curve{x: time.times(trace.Times()), y: trace.Values, color: seriesColor(i)})
			one.legend = append(one.legend, key{trace.Name, seriesColor(i)})
		}
		values.padded().set(&p.Y)
		panels = append(panels, one)
	}
	f := stack(panels, t.Title, "", time.label, 150)
	f.Kind = TracesKind
	return f
}

// groups collects the traces that share variable and unit.
func groups(traces []Trace) [][]Trace {
	type axis struct{ variable, unit string }
	place := map[axis]int{}
	var groups [][]Trace
	for _, t := range traces {
		at, ok := place[axis{t.Variable, t.Unit}]
		if !ok {
			at = len(groups)
			place[axis{t.Variable, t.Unit}] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], t)
	}
	return groups
}

// stack puts panels of the given height in CSS pixels, at least 65 and at most
// 200, above each other. Only the lowest labels the axis they share.
func stack(panels []panel, title, caption, xLabel string, height float64) *Figure {
	if len(panels) == 0 {
		caption = ""
		panels = []panel{{Plot: newPlot(""), heading: "Nothing to show"}}
		span{0, 1}.set(&panels[0].X)
		span{0, 1}.set(&panels[0].Y)
	}
	last := len(panels) - 1
	for _, p := range panels[:last] {
		p.X.Tick.Marker = unlabelled{p.X.Tick.Marker}
	}
	panels[last].X.Label.Text = xLabel
	total := vg.Length(len(panels)) * (points(min(max(height, 65), 200), 0) + headingSpace)
	return &Figure{Title: title, Caption: caption, panels: panels, height: total + xLabelSpace}
}
