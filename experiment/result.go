package experiment

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/report"
	"github.com/cajal-sim/cajal/sim"
)

// Result is what run.json says: one run, or several of one experiment taken
// together. Numbers that do not exist are null.
type Result struct {
	Version      string            `json:"version"`
	Model        string            `json:"model"`
	Title        string            `json:"title"`
	Started      string            `json:"started,omitempty"`
	Command      string            `json:"command,omitempty"`
	Seed         uint64            `json:"seed"`
	Step         float64           `json:"dt_ms"`
	Duration     float64           `json:"t_ms"`
	Threads      int               `json:"threads"`
	Backend      string            `json:"backend"`
	Neurons      int               `json:"neurons"`
	Synapses     int               `json:"synapses"`
	SynapseBytes Number            `json:"bytes_per_synapse"`
	FirstStep    Number            `json:"first_step_s"` // from the beginning of the command to the first step
	Compile      Number            `json:"compile_s"`    // kernels to programs
	Build        Number            `json:"build_s"`      // the rest of the preparation: connections
	Run          Number            `json:"run_s"`
	Speed        Number            `json:"speed"` // wall time / biological time
	Spikes       int64             `json:"spikes"`
	Events       int64             `json:"synaptic_events"`
	PeakMemory   Number            `json:"peak_memory_mb"`
	Laps         []Lap             `json:"laps"`
	Populations  []Population      `json:"populations"`
	Checks       []Check           `json:"checks"`
	Parameters   map[string]string `json:"parameters"`
	Sources      []string          `json:"sources"`
	Warnings     []string          `json:"warnings"`
	Interrupted  bool              `json:"interrupted"`
	Error        string            `json:"error,omitempty"` // that ended the run early
	Folder       string            `json:"folder"`
	Files        []string          `json:"files"` // relative to the folder
}

// Population is a population's part of a [Result].
type Population struct {
	Name        string            `json:"name"`
	Model       string            `json:"model"`
	Size        int               `json:"size"`
	Spikes      int64             `json:"spikes"`
	Rate        Number            `json:"rate_hz"`
	CV          Number            `json:"cv"`
	Integrators map[string]string `json:"integrators"` // by state
}

// Check is an expectation with its outcome.
type Check struct {
	Name      string `json:"name"`
	Got       Number `json:"got"`
	Want      Number `json:"want"`
	Tolerance Number `json:"tolerance"` // largest allowed difference
	Unit      string `json:"unit"`
	Source    string `json:"source"`
	Pass      bool   `json:"pass"`
}

// Number is a number that JSON writes as null where it does not exist.
type Number float64

// MarshalJSON writes the number, or null for NaN and infinities.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads null as NaN.
func (n *Number) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(text, (*float64)(n))
}

// Finish completes the files and writes run.json and report.html beside them.
// It does so, too, for a run that an error ended.
func (r *Run) Finish(expectations []report.Expectation, figures ...*report.Figure) error {
	var err error
	if r.err == nil && !r.closed {
		err = r.Sim.SampleLast()
	}
	if err := errors.Join(err, r.Close()); err != nil {
		return err
	}
	return Write(r.d, r.opt, []*Run{r}, expectations, figures)
}

// Write writes run.json and report.html of an experiment to the folder opt.Out;
// without a folder it does nothing. The runs, of which there may be any number,
// are closed.
func Write(d Description, opt Options, runs []*Run, expectations []report.Expectation, figures []*report.Figure) error {
	if opt.Out == "" {
		return nil
	}
	if err := os.MkdirAll(opt.Out, 0o777); err != nil {
		return err
	}
	result := Summarise(d, opt, runs, expectations)
	result.Files = append(result.Files, "report.html")
	p := page(result, runs, expectations, figures)
	if opt.Figures != "" {
		names, err := writeFigures(opt.Out, opt.Figures, p.Figures)
		if err != nil {
			return err
		}
		result.Files = append(result.Files, names...)
	}
	err := p.WriteFile(filepath.Join(opt.Out, "report.html"))
	if err != nil {
		return err
	}
	err = writeFile(filepath.Join(opt.Out, "run.json"), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(result)
	})
	for _, r := range runs {
		err = errors.Join(err, r.unsaved())
	}
	return err
}

// Summarise collects what runs were and gave.
func Summarise(d Description, opt Options, runs []*Run, expectations []report.Expectation) *Result {
	result := &Result{
		Version: opt.Host.Version, Command: opt.Host.Command, Model: d.Model, Title: d.Title,
		Seed: opt.Seed, Step: opt.Step, Threads: opt.Threads, Parameters: d.Parameters, Folder: opt.Out,
		Laps: []Lap{}, Populations: []Population{}, Checks: []Check{}, Sources: slices.Clone(d.Sources), Warnings: []string{}, Files: []string{},
	}
	if opt.Step == 0 {
		result.Step = sim.DefaultStep
	}
	if opt.Backend != nil {
		result.Backend = opt.Backend.Name()
	}
	if result.Parameters == nil {
		result.Parameters = map[string]string{}
	}
	bytes := int64(0)
	for _, r := range runs {
		bytes += r.Sim.Stats().SynapseBytes
		r.addTo(result)
	}
	result.SynapseBytes = Number(float64(bytes) / float64(result.Synapses))
	result.Speed = Number(math.NaN())
	if result.Run > 0 {
		result.Speed = result.Run * 1000 / Number(result.Duration)
	}
	result.FirstStep = untilFirstStep(opt.Host, runs)
	result.PeakMemory = Number(math.NaN())
	if opt.Host.PeakMemory != nil {
		result.PeakMemory = Number(opt.Host.PeakMemory())
	}
	for _, e := range expectations {
		result.Checks = append(result.Checks, check(e))
	}
	result.Sources = unique(result.Sources)
	return result
}

// untilFirstStep returns the time from the beginning of the command to the first
// step of the first run, s; NaN if that is not known.
func untilFirstStep(host Host, runs []*Run) Number {
	if len(runs) == 0 || runs[0].first.IsZero() || host.Began.IsZero() {
		return Number(math.NaN())
	}
	return Number(runs[0].first.Sub(host.Began).Seconds())
}

// addTo adds a run to the experiment's result.
func (r *Run) addTo(result *Result) {
	stats := r.Sim.Stats()
	from, to := r.Window()
	result.Step = r.opt.Step
	result.Duration += to - from
	result.Neurons += stats.Neurons
	result.Synapses += stats.Synapses
	for _, l := range r.laps {
		result.Spikes += l.Spikes
		result.Events += l.Events
		result.Run += l.Wall
		result.Laps = append(result.Laps, l)
	}
	result.Compile += Number(r.duration.compile.Seconds())
	result.Build += Number(r.duration.build.Seconds())
	result.Warnings = append(result.Warnings, r.Warnings...)
	result.Files = append(result.Files, r.recorder.written()...)
	result.Sources = append(result.Sources, cited(r.d.Network)...)
	if result.Started == "" && !r.started.IsZero() {
		result.Started = r.started.Format(time.RFC3339)
	}
	switch {
	case r.Interrupted():
		result.Interrupted = true
		result.Error = "interrupted"
	case r.err != nil && result.Error == "":
		result.Error = r.err.Error()
	}
	for _, p := range r.d.Network.Populations {
		result.Populations = append(result.Populations, r.population(p))
	}
}

func (r *Run) population(p *network.Population) Population {
	integrators := map[string]string{}
	for _, choice := range r.Sim.Integrators(p) {
		integrators[choice.State] = string(choice.Method)
	}
	return Population{
		Name: r.Named(p), Model: modelName(p), Size: p.Size, Spikes: r.Count(p),
		Rate: Number(r.Rate(p)), CV: Number(r.CV(p)), Integrators: integrators,
	}
}

// Named is the name of a population among those of all runs.
func (r *Run) Named(p *network.Population) string {
	if r.opt.Label == "" {
		return p.Name
	}
	return r.opt.Label + ": " + p.Name
}

func modelName(p *network.Population) string {
	switch {
	case p.Shape != nil:
		return "cells with shape"
	case p.Model == nil:
		return "spike trains"
	}
	return p.Model.Name
}

func check(e report.Expectation) Check {
	tolerance := e.Tol
	if e.Relative {
		tolerance *= math.Abs(e.Want)
	}
	return Check{e.Name, Number(e.Got), Number(e.Want), Number(tolerance), e.Unit, e.Source, e.Pass}
}

// cited lists the sources of all mechanisms of a network, as "NAME: SOURCE".
func cited(net *network.Network) []string {
	var list []string
	cite := func(m *ir.Mechanism) {
		if m == nil {
			return
		}
		for _, source := range m.Sources {
			list = append(list, fmt.Sprintf("%s: %s", m.Name, strings.TrimSpace(source)))
		}
	}
	for _, p := range net.Populations {
		cite(p.Model)
		if p.Shape == nil {
			continue
		}
		for _, c := range p.Shape.Cells {
			for _, x := range c.Insert {
				cite(x.Mechanism)
			}
		}
	}
	for _, p := range net.Projections {
		cite(p.Synapse)
	}
	for _, s := range net.Stimuli {
		cite(s.Model)
	}
	return list
}

// unique removes repetitions and keeps the order.
func unique(texts []string) []string {
	list := []string{}
	for _, text := range texts {
		if !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}
