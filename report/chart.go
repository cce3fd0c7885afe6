package report

import (
	"fmt"
	"image/color"
	"math"

	"github.com/cajal-sim/cajal/analysis"
	"gonum.org/v1/plot"
)

// Plot is a general chart: lines or dots over a common pair of axes.
type Plot struct {
	Title   string
	Caption string
	X, Y    Axis
	Curves  []Curve
	Height  float64 // of the picture in CSS pixels; 0 means 320
}

// Axis says what is shown along a side of a [Plot]. The range is that of the data
// unless Min < Max, and 0 < Min if the axis is logarithmic.
type Axis struct {
	Label    string
	Unit     string
	Log      bool // values that are not positive are not shown
	Min, Max float64
}

// Curve is y over x, of equal lengths, joined in the order given. NaN leaves a
// gap.
type Curve struct {
	Name string // in the legend; "" for none
	X, Y []float64
	Dots bool // separate dots, no line
}

// Figure lays the chart out.
func (c Plot) Figure() *Figure {
	p := newPlot(labelled(c.X.Label, c.X.Unit))
	one := panel{Plot: p, heading: labelled(c.Y.Label, c.Y.Unit)}
	p.Add(gridLines{})
	x, y := nothing(), nothing()
	for i, k := range c.Curves {
		if len(k.X) != len(k.Y) {
			panic(fmt.Sprintf("BUG: report: curve %q has %d x for %d y", k.Name, len(k.X), len(k.Y)))
		}
		x.cover(k.X, c.X.Log)
		y.cover(k.Y, c.Y.Log)
		p.Add(curve{x: k.X, y: k.Y, color: seriesColor(i), dots: k.Dots})
		if k.Name != "" {
			one.legend = append(one.legend, key{k.Name, seriesColor(i)})
		}
	}
	c.X.apply(x, &p.X)
	c.Y.apply(y, &p.Y)
	return &Figure{Title: c.Title, Caption: c.Caption, panels: []panel{one}, height: points(c.Height, 320)}
}

// apply makes the data's span, or what the axis says instead, the range of axis.
func (a Axis) apply(data span, axis *plot.Axis) {
	switch {
	case a.Min < a.Max && (a.Min > 0 || !a.Log):
		data = span{a.Min, a.Max}
	case a.Log:
		data = data.decades()
	default:
		data = data.padded()
	}
	data.set(axis)
	if a.Log {
		axis.Scale = plot.LogScale{}
		axis.Tick.Marker = logTicks{}
	}
}

// Spectrum shows power spectral densities on a logarithmic scale.
type Spectrum struct {
	Title   string
	Unit    string // of the density; "" means Hz²/Hz, that of a rate
	Spectra []NamedSpectrum
	Max     float64 // highest frequency shown, Hz; 0 means 300, or less if there is less
}

// NamedSpectrum is a spectrum with its entry in the legend.
type NamedSpectrum struct {
	Name string
	analysis.Spectrum
}

// Figure lays the spectra out.
func (s Spectrum) Figure() *Figure {
	if s.Unit == "" {
		s.Unit = "Hz²/Hz"
	}
	frequencies := nothing()
	chart := Plot{
		Title: s.Title,
		X:     Axis{Label: "Frequency", Unit: "Hz"},
		Y:     Axis{Label: "Power", Unit: s.Unit, Log: true},
	}
	for _, named := range s.Spectra {
		f, power := named.Frequency, named.Power
		if len(f) > 0 {
			f, power = f[1:], power[1:] // without the mean
		}
		frequencies.cover(f, false)
		chart.Curves = append(chart.Curves, Curve{Name: named.Name, X: f, Y: power})
	}
	if s.Max == 0 {
		s.Max = min(300, frequencies.hi)
	}
	if s.Max > 0 {
		chart.X.Max = s.Max
	}
	return chart.Figure()
}

// Histogram shows how values are distributed, a panel for each set.
type Histogram struct {
	Title string
	Label string // of the quantity, "CV"
	Unit  string
	Sets  []Values
	Bins  int // about so many, of a round width; 0 means 40
}

// Values is a set of values with its name, as a rule one value for each cell of a
// population. NaN is left out.
type Values struct {
	Name   string
	Values []float64
}

// Figure lays the histograms out over a common axis.
func (h Histogram) Figure() *Figure {
	if h.Bins == 0 {
		h.Bins = 40
	}
	values := nothing()
	for _, set := range h.Sets {
		values.cover(set.Values, false)
	}
	if values.lo >= 0 && values.lo < values.hi/2 {
		values.lo = 0
	}
	values, h.Bins = values.binned(h.Bins)
	var panels []panel
	for i, set := range h.Sets {
		panels = append(panels, h.panel(set, values, seriesColor(i)))
	}
	return stack(panels, h.Title, "", labelled(h.Label, h.Unit), 420/float64(len(panels)))
}

func (h Histogram) panel(set Values, values span, c color.NRGBA) panel {
	counts := analysis.NewHistogram(set.Values, values.lo, values.hi, h.Bins)
	y := make([]float64, h.Bins)
	for i, n := range counts.Count {
		y[i] = float64(n)
	}
	p := newPlot("")
	values.set(&p.X)
	high := nothing()
	high.cover(y, false)
	high.fromZero().set(&p.Y)
	p.Y.Tick.Marker = niceTicks{3}
	x, y := staircase(values.lo, (values.hi-values.lo)/float64(h.Bins), y)
	p.Add(gridLines{}, curve{x: x, y: y, color: c, fill: true})
	return panel{Plot: p, heading: set.Name + " (count)"}
}

// binned widens the span to multiples of a round width, and returns how many of
// them it holds: about bins.
func (s span) binned(bins int) (span, int) {
	if !(s.lo < s.hi) {
		s = s.padded()
	}
	width := niceStep((s.hi - s.lo) / float64(bins))
	lo, hi := math.Floor(s.lo/width+1e-9), math.Ceil(s.hi/width-1e-9)
	return span{lo * width, hi * width}, int(hi - lo)
}
