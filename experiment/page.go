package experiment

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/report"
)

// page composes the report: the script's own figures first, then those that
// every run has, but for kinds that the script of a single run has shown itself.
func page(result *Result, runs []*Run, expectations []report.Expectation, figures []*report.Figure) *report.Report {
	p := &report.Report{
		Title: result.Title, Figures: slices.Clone(figures), Expectations: expectations,
		Warnings: slices.Clone(result.Warnings),
		Summary: report.Summary{
			Neurons: int64(result.Neurons), Synapses: int64(result.Synapses), Spikes: result.Spikes,
			Biological: result.Duration, Wall: float64(result.Run),
		},
		Provenance: provenance(result),
	}
	if p.Title == "" {
		p.Title = result.Model
	}
	if result.Error != "" {
		p.Warnings = append(p.Warnings, "The run ended early: "+result.Error)
	}
	for i, r := range runs {
		p.Description = r.d.Summary
		p.Provenance.Machine = r.opt.Host.Machine
		for _, f := range r.figures() {
			shown := slices.ContainsFunc(figures, func(own *report.Figure) bool { return own.Kind == f.Kind })
			if i < figuredRuns && !(shown && len(runs) == 1) {
				p.Figures = append(p.Figures, f)
			}
		}
		for i, population := range r.d.Network.Populations {
			p.Populations = append(p.Populations, report.Population{
				Name: r.Named(population), Model: modelName(population), Size: population.Size,
				Rate: r.Rate(population), CV: r.CV(population), Correlation: r.correlation(i),
			})
		}
	}
	return p
}

// What a page shows at most, so that it stays a page.
const (
	figuredRuns  = 4
	ratePanels   = 16
	tracedProbes = 8
)

func provenance(result *Result) report.Provenance {
	p := report.Provenance{
		Version: result.Version, Command: result.Command, Model: result.Model, Seed: result.Seed, Step: result.Step,
		Backend: result.Backend, Threads: result.Threads, Started: result.Started, Sources: result.Sources,
	}
	for _, name := range slices.Sorted(maps.Keys(result.Parameters)) {
		p.Parameters = append(p.Parameters, report.Setting{Name: name, Value: result.Parameters[name]})
	}
	for _, population := range result.Populations {
		if text := integrators(population.Integrators); text != "" {
			p.Integrators = append(p.Integrators, report.Setting{Name: population.Name, Value: text})
		}
	}
	return p
}

// integrators prints methods with their states: "exact (V, I_ex); euler (w)".
func integrators(byState map[string]string) string {
	states := map[string][]string{}
	for _, state := range slices.Sorted(maps.Keys(byState)) {
		states[byState[state]] = append(states[byState[state]], state)
	}
	var parts []string
	for _, method := range slices.Sorted(maps.Keys(states)) {
		parts = append(parts, fmt.Sprintf("%s (%s)", method, strings.Join(states[method], ", ")))
	}
	return strings.Join(parts, "; ")
}

// figures are the raster, the rates and the traces of a run.
func (r *Run) figures() []*report.Figure {
	from, to := r.Window()
	if to <= from {
		return nil
	}
	var list []*report.Figure
	if raster := r.rasterFigure(from, to); raster != nil {
		list = append(list, raster)
	}
	if rates := r.rateFigure(from, to); rates != nil {
		list = append(list, rates)
	}
	if traces := r.traceFigure(); traces != nil {
		list = append(list, traces)
	}
	return list
}

// heading names the run in a figure's title, if it has a name.
func (r *Run) heading(text string) string {
	if r.opt.Label == "" {
		return text
	}
	return r.opt.Label + ": " + strings.ToLower(text[:1]) + text[1:]
}

func (r *Run) rasterFigure(from, to float64) *report.Figure {
	raster := report.Raster{Title: r.heading("Spikes of the whole run")}
	less := false
	for i, p := range r.d.Network.Populations {
		if !r.recorder.recorded[i] {
			continue
		}
		train := r.recorder.raster.train(i, from, to)
		less = less || train.N < p.Size
		raster.Populations = append(raster.Populations, report.Spikes{Name: p.Name, Train: train})
	}
	if len(raster.Populations) == 0 {
		return nil
	}
	f := raster.Figure()
	if less {
		f.Caption = strings.TrimSpace("The first cells of each population. " + f.Caption)
	}
	return f
}

// rateFigure shows the rates of the populations, a panel for each.
func (r *Run) rateFigure(from, to float64) *report.Figure {
	var panels []report.Trace
	width := 0.0
	for i, p := range r.d.Network.Populations {
		if !r.recorder.recorded[i] || len(panels) == ratePanels {
			continue
		}
		signal := r.recorder.statistics[i].rate.signal(p.Size, from, to)
		signal = coarser(signal, min(ratePoints, max(fewestPoints, int(r.Count(p)/4))))
		width = max(width, signal.Step)
		signal.From += signal.Step / 2
		panels = append(panels, report.Trace{Variable: p.Name, Unit: "Hz", Signal: signal})
	}
	if len(panels) == 0 || len(panels[0].Values) < 2 {
		return nil
	}
	f := report.Traces{Title: r.heading("Rates of the whole run"), Traces: panels}.Figure()
	f.Kind = report.RatesKind
	f.Caption = fmt.Sprintf("Spikes per cell and second, in bins of up to %g ms.", width)
	return f
}

// ratePoints is about how many bins of a rate are shown, and fewestPoints those of
// few spikes, which want bins that hold some.
const (
	ratePoints   = 400
	fewestPoints = 25
)

// coarser averages neighbouring values until there are at most limit of them.
func coarser(s analysis.Signal, limit int) analysis.Signal {
	by := (len(s.Values) + limit - 1) / limit
	if by <= 1 {
		return s
	}
	coarse := analysis.Signal{From: s.From, Step: s.Step * float64(by)}
	for i := 0; i+by <= len(s.Values); i += by {
		coarse.Values = append(coarse.Values, analysis.Mean(s.Values[i:i+by]))
	}
	return coarse
}

// traceFigure shows the first cells of the probes.
func (r *Run) traceFigure() *report.Figure {
	var list []report.Trace
	cut := false
	for i := range min(len(r.recorder.traces), tracedProbes) {
		t, probe := &r.recorder.traces[i], r.d.Network.Probes[i]
		if len(t.values) < 2*t.columns {
			continue
		}
		cut = cut || len(t.values) == traceLength*t.columns
		name, ids := r.recorder.elements(probe, t.columns)
		for column := range t.columns {
			list = append(list, report.Trace{
				Name: fmt.Sprintf("%s[%d]%s", name, ids[column], placeOf(probe, column)), Variable: probe.Variable, Unit: units(probe), Signal: t.signal(column),
			})
		}
	}
	if len(list) == 0 {
		return nil
	}
	f := report.Traces{Title: r.heading("Recordings"), Traces: list}.Figure()
	if cut {
		f.Caption = fmt.Sprintf("The first %d samples.", traceLength)
	}
	return f
}

// placeOf names the compartment that a column of a probe is from, where its cells have more
// than one that are recorded: " dend[3](0.5)".
func placeOf(p *network.Probe, column int) string {
	if p.Population == nil || p.Population.Shape == nil || len(p.Sites) < 2 {
		return ""
	}
	cell := column
	if p.Cells != nil {
		cell = int(p.Cells[column])
	}
	tree := p.Population.Shape.Of(cell).Tree
	place := tree.Place(int(p.Sites[column]))
	return fmt.Sprintf(" %s(%.3g)", tree.Morphology.Name(place.Section), place.Position)
}

// correlation estimates the mean correlation of pairs of cells from the cells
// that the raster keeps, counted in bins of 5 ms; NaN where there is little to
// go by.
func (r *Run) correlation(population int) float64 {
	from, to := r.Window()
	train := r.recorder.raster.train(population, from, to)
	if len(train.Times) < 100 || train.To-train.From < 100 {
		return math.NaN()
	}
	return train.MeanCorrelation(5)
}
