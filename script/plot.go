package script

import (
	"math"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/report"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

// figures are what a script draws, in order. Charts of the same kind and title are
// one figure, to which each call adds.
type figures struct {
	all     []interface{ Figure() *report.Figure }
	plots   map[string]*chart
	sets    map[string]*report.Histogram
	spectra map[string]*report.Spectrum
}

// chart is a plot with the dimensions of its axes.
type chart struct {
	report.Plot
	x, y unit.Unit
}

func (f *figures) list() []*report.Figure {
	var list []*report.Figure
	for _, p := range f.all {
		list = append(list, p.Figure())
	}
	return list
}

// plotModule is plot.line and the others.
func (s *session) plotModule() starlark.Value {
	s.figures = figures{plots: map[string]*chart{}, sets: map[string]*report.Histogram{}, spectra: map[string]*report.Spectrum{}}
	members := starlark.StringDict{}
	for name, f := range map[string]func(*call) error{
		"line": func(c *call) error { return s.plotLine(c, false) }, "dots": func(c *call) error { return s.plotLine(c, true) },
		"raster": s.plotRaster, "rates": s.plotRates, "traces": s.plotTraces, "histogram": s.plotHistogram, "morphology": s.plotMorphology, "spectrum": s.plotSpectrum,
	} {
		members[name] = builtin("plot."+name, func(c *call) (starlark.Value, error) { return starlark.None, f(c) })
	}
	return &starlarkstruct.Module{Name: "plot", Members: members}
}

func (s *session) plotLine(c *call, dots bool) error {
	var x, y *Array
	var label, title, xlabel, ylabel, caption string
	var logX, logY bool
	if err := c.bind("x", &x, "y", &y, "label?", &label, "title?", &title, "xlabel?", &xlabel, "ylabel?", &ylabel,
		"caption?", &caption, "logx?", &logX, "logy?", &logY); err != nil {
		return err
	}
	if x.Len() != y.Len() {
		return c.wrong("y", "has %d elements, want %d as x has", y.Len(), x.Len())
	}
	p := s.figures.chart(title, x, y)
	if p.x.Dim != x.dim {
		return c.wrong("x", "is in %s, want %s as the curves before it", x.dim, p.x.Dim)
	}
	if p.y.Dim != y.dim {
		return c.wrong("y", "is in %s, want %s as the curves before it", y.dim, p.y.Dim)
	}
	p.label(xlabel, ylabel, caption)
	p.X.Log, p.Y.Log = p.X.Log || logX, p.Y.Log || logY
	p.Curves = append(p.Curves, report.Curve{Name: label, X: in(x, p.x), Y: in(y, p.y), Dots: dots})
	return nil
}

// chart finds the plot of a title, or begins one in units that suit the arrays.
func (f *figures) chart(title string, x, y *Array) *chart {
	if p := f.plots[title]; p != nil && title != "" {
		return p
	}
	p := &chart{x: x.scale(), y: y.scale()}
	p.Title, p.X.Unit, p.Y.Unit = title, p.x.Symbol, p.y.Symbol
	f.plots[title] = p
	f.all = append(f.all, p)
	return p
}

func (p *chart) label(x, y, caption string) {
	for _, l := range []struct {
		given string
		to    *string
	}{{x, &p.X.Label}, {y, &p.Y.Label}, {caption, &p.Caption}} {
		if l.given != "" {
			*l.to = l.given
		}
	}
}

// in is the numbers of an array in a unit.
func in(a *Array, u unit.Unit) []float64 { return a.each(unit.Dimensionless, u.FromInternal).values }

// spikesOf reads the spikes of populations of a result, of all of its network
// that has any if none are named.
func (c *call) spikesOf(r *Recording, what starlark.Value) ([]report.Spikes, error) {
	var list []starlark.Value
	switch what := what.(type) {
	case nil:
		for _, p := range r.net.made {
			if _, err := r.train(p); err == nil {
				list = append(list, p)
			}
		}
	case *Population:
		list = []starlark.Value{what}
	case starlark.Iterable:
		list = elements(what)
	}
	var all []report.Spikes
	for _, v := range list {
		p, ok := v.(*Population)
		if !ok || p.net != r.net {
			return nil, c.wrong("populations", "has %s, want populations of the result's network", described(v))
		}
		t, err := r.train(p)
		if err != nil {
			return nil, c.wrong("populations", "%v", err)
		}
		all = append(all, report.Spikes{Name: p.String(), Train: t})
	}
	if len(all) == 0 {
		return nil, c.wrong("populations", "is empty, want a list of populations")
	}
	return all, nil
}

// recording is an argument that is the result of a run.
type recording struct{ *Recording }

func (r *recording) take(v starlark.Value) error {
	return takeAs(v, &r.Recording, "the result of a run", func(v starlark.Value) (*Recording, bool) {
		r, ok := v.(*Recording)
		return r, ok
	})
}

// bindSpikes binds a result, its populations and a window.
func (c *call) bindSpikes(pairs ...any) ([]report.Spikes, error) {
	var r recording
	var what starlark.Value
	from, to := amount{dim: unit.Time}, amount{dim: unit.Time}
	pairs = append(append([]any{"result", &r, "populations?", &what}, pairs...), "from_?", &from, "to?", &to)
	if err := c.bind(pairs...); err != nil {
		return nil, err
	}
	all, err := c.spikesOf(r.Recording, what)
	for i := range all {
		t := &all[i].Train
		if from.given {
			t.From = max(t.From, from.value)
		}
		if to.given {
			t.To = min(t.To, to.value)
		}
		if t.To <= t.From {
			return nil, c.wrong("to", "is %g ms: nothing was simulated from %g ms to there", t.To, t.From)
		}
	}
	return all, err
}

func (s *session) plotRaster(c *call) error {
	title := "Spikes"
	all, err := c.bindSpikes("title?", &title)
	if err == nil {
		s.figures.all = append(s.figures.all, report.Raster{Title: title, Populations: all})
	}
	return err
}

func (s *session) plotRates(c *call) error {
	title := "Rates"
	bin, smooth := duration(0), duration(0)
	all, err := c.bindSpikes("bin?", &bin, "smooth?", &smooth, "title?", &title)
	if err == nil {
		s.figures.all = append(s.figures.all, report.Rates{Title: title, Populations: all, Bin: bin.value, Smooth: smooth.value})
	}
	return err
}

// plotTraces shows the first rows of one or several traces.
func (s *session) plotTraces(c *call) error {
	var what starlark.Value
	title, rows := "Traces", 3
	from, to := duration(0), duration(math.Inf(1))
	if err := c.bind("traces", &what, "title?", &title, "rows?", &rows, "from_?", &from, "to?", &to); err != nil {
		return err
	}
	list := []starlark.Value{what}
	if l, ok := what.(*starlark.List); ok {
		list = elements(l)
	}
	figure := report.Traces{Title: title}
	for _, v := range list {
		t, ok := v.(*Trace)
		if !ok {
			return c.wrong("traces", "has %s, want r.trace(probe)", described(v))
		}
		for _, panel := range t.panels(rows) {
			panel.Signal = panel.Window(from.value, to.value)
			figure.Traces = append(figure.Traces, panel)
		}
	}
	s.figures.all = append(s.figures.all, figure)
	return nil
}

// panels are the first rows of a trace, in a unit that suits them.
func (v *Trace) panels(rows int) []report.Trace {
	var all []report.Trace
	u := array(v.values, v.dim).scale()
	for i := range min(rows, v.columns) {
		signal := analysis.Signal{Step: v.step, Values: in(array(v.row(i), v.dim), u)}
		if len(v.t) > 0 {
			signal.From = v.t[0]
		}
		all = append(all, report.Trace{Name: v.label(i), Variable: v.variable, Unit: u.Symbol, Signal: signal})
	}
	return all
}

func (s *session) plotHistogram(c *call) error {
	var x *Array
	var label, title, xlabel string
	bins := 0
	if err := c.bind("x", &x, "bins?", &bins, "label?", &label, "title?", &title, "xlabel?", &xlabel); err != nil {
		return err
	}
	h := s.figures.sets[title]
	if h == nil || title == "" {
		h = &report.Histogram{Title: title, Label: xlabel, Unit: x.scale().Symbol, Bins: bins}
		s.figures.sets[title] = h
		s.figures.all = append(s.figures.all, h)
	}
	u := unit.MustParse(h.Unit)
	if u.Dim != x.dim {
		return c.wrong("x", "is in %s, want %s as the sets before it", x.dim, u.Dim)
	}
	h.Sets = append(h.Sets, report.Values{Name: label, Values: in(x, u)})
	return nil
}

func (s *session) plotSpectrum(c *call) error {
	var what starlark.Value
	var label string
	title := "Spectrum"
	fmax := amount{dim: unit.Frequency}
	if err := c.bind("spectrum", &what, "label?", &label, "title?", &title, "fmax?", &fmax); err != nil {
		return err
	}
	spectrum, ok := what.(*Spectrum)
	if !ok {
		return c.wrong("spectrum", "is %s, want a spectrum, such as r.spectrum(E)", described(what))
	}
	f := s.figures.spectra[title]
	if f == nil {
		f = &report.Spectrum{Title: title, Max: fmax.hertz(), Unit: spectrum.power.Symbol}
		s.figures.spectra[title] = f
		s.figures.all = append(s.figures.all, f)
	}
	f.Spectra = append(f.Spectra, report.NamedSpectrum{Name: label, Spectrum: spectrum.Spectrum})
	return nil
}
