package script

import (
	"context"
	"errors"
	"regexp"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/report"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// session is one execution of a script: the names it sees, the network it
// builds, and what it has to show.
type session struct {
	ctx  context.Context
	path string
	opt  Options

	builtins starlark.StringDict
	universe starlark.StringDict // builtins and the units that were asked for
	hidden   map[place]string    // operators behind which stands a variable that hides the unit of its name
	calls    callSites
	loaded   map[string]starlark.StringDict // nil: being loaded

	params    map[string]string        // as they were called for
	mentioned []string                 // names in the text of all files; "": one that is computed
	models    map[string]*ir.Mechanism // of the script by name, of MOD files by path
	warnings  []string                 // about those, for the next run
	random    randomness
	seed      seeds
	net       *net
	saved     []*experiment.Run // their files are in Options.Out
	labels    []string          // of those
	last      *experiment.Run
	page      page
	checks    []report.Expectation
	figures   figures
}

// page is the words of the report.
type page struct {
	title, description string
	sources            []string
}

func newSession(ctx context.Context, path string, opt Options) *session {
	s := &session{
		ctx: ctx, path: path, opt: opt,
		universe: starlark.StringDict{},
		hidden:   map[place]string{},
		calls:    callSites{},
		loaded:   map[string]starlark.StringDict{path: nil},
		params:   map[string]string{},
		models:   map[string]*ir.Mechanism{},
	}
	s.seed = seeds{replaced: opt.HasSeed, by: opt.Seed}
	s.builtins = s.names()
	s.startNetwork("")
	return s
}

// names is everything a script finds without defining it, but for units.
func (s *session) names() starlark.StringDict {
	all := starlark.StringDict{}
	for _, table := range []starlark.StringDict{mathematics(), makers(), draws(), rules(), divisions(), s.actions()} {
		for name, value := range table {
			all[name] = value
		}
	}
	for name, op := range comparators {
		all[name] = comparator(op)
	}
	return all
}

// actions is the built-ins that change the session.
func (s *session) actions() starlark.StringDict {
	all := starlark.StringDict{"random": s.randomModule(), "plot": s.plotModule()}
	for name, f := range map[string]func(*call) (starlark.Value, error){
		"model": s.model, "population": s.population, "spike_trains": s.spikeTrains,
		"section": s.section, "cell": s.cell, "insert": s.insert, "ion": s.ion,
		"clamp": s.clamp, "voltage_clamp": s.voltageClamp, "field": s.field, "point_source": s.pointSource,
		"connect": s.connect, "stimulate": s.stimulate, "record": s.record,
		"run": s.runNetwork, "reset": s.reset, "new_network": s.newNetwork,
		"print": s.print, "expect": s.expect, "title": s.title, "describe": s.describe, "cite": s.cite, "param": s.param,
	} {
		all[name] = builtin(name, f)
	}
	return all
}

// unitName is what a unit looks like as a name: mV, cm2.
var unitName = regexp.MustCompile(`^[A-Za-z]+[0-9]?$`)

// known reports whether a name that the file does not define exists, and
// provides it. Units are made only when asked for.
func (s *session) known(name string) bool {
	if v, ok := s.builtins[name]; ok {
		s.universe[name] = v
		return true
	}
	if starlark.Universe.Has(name) || !unitName.MatchString(name) {
		return false
	}
	u, err := unit.Parse(name)
	if err != nil {
		return false
	}
	s.universe[name] = scaleOf(u)
	return true
}

// close frees what the last networks hold.
func (s *session) close() {
	s.net.close()
	for _, r := range s.saved {
		r.Sim.Close()
	}
}

// ran reports whether anything was simulated.
func (s *session) ran() bool { return s.last != nil }

// finish writes what the script has to show. A script that failed before its
// first run leaves nothing.
func (s *session) finish(err error) (*Result, error) {
	if err != nil {
		s.last.Abort(err)
	}
	runs := s.reported()
	for _, r := range runs {
		err = errors.Join(err, r.Close())
	}
	e := experiment.Write(s.description(), s.options(""), runs, s.checks, s.figures.list())
	result := s.result()
	result.Saved = e == nil && s.opt.Out != ""
	return result, errors.Join(err, e)
}

// reported is the runs that the report is about: those that were saved, or the
// last one.
func (s *session) reported() []*experiment.Run {
	if len(s.saved) == 0 && s.last != nil {
		return []*experiment.Run{s.last}
	}
	return s.saved
}

func (s *session) result() *Result {
	runs := s.reported()
	return &Result{
		Result:       experiment.Summarise(s.description(), s.options(""), runs, s.checks),
		Expectations: s.checks,
		Figures:      s.figures.list(),
		Runs:         runs,
	}
}

// description is the experiment as a whole.
func (s *session) description() experiment.Description {
	return experiment.Description{
		Title: s.page.title, Summary: s.page.description, Model: s.path,
		Network: s.net.Network, Record: s.net.recorded, Sources: s.page.sources, Parameters: s.given(),
	}
}

// options are those of a run under a label.
func (s *session) options(label string) experiment.Options {
	opt := s.opt.Options
	opt.Label = label
	opt.Seed = s.net.seed
	if s.net.step > 0 {
		opt.Step = s.net.step
	}
	if !s.opt.HasNumerics {
		opt.Numerics = s.net.numerics
	}
	return opt
}
