package script

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
	"go.starlark.net/starlark"
)

// This file runs networks: the first time from their description, then on from where they are.

// runNetwork is run(duration, …).
func (s *session) runNetwork(c *call) (starlark.Value, error) {
	time, dt, discard := duration(0), duration(0), duration(0)
	var seed, save starlark.Value
	var numerics string
	if err := c.bind("duration", &time, "dt?", &dt, "seed?", &seed, "discard?", &discard, "save?", &save, "numerics?", &numerics); err != nil {
		return nil, err
	}
	if !(time.value >= 0) || math.IsInf(time.value, 0) {
		return nil, c.wrong("duration", "is %g ms, want a finite time from 0", time.value)
	}
	if discard.value < 0 || discard.value > time.value {
		return nil, c.wrong("discard", "is %g ms, want 0 to the duration, %g ms", discard.value, time.value)
	}
	if err := s.advanceBy(c, numerics); err != nil {
		return nil, err
	}
	if s.net.run == nil {
		if err := s.begin(c, dt, seed, save); err != nil {
			return nil, err
		}
	} else if err := s.net.unchanged(c, dt, seed); err != nil {
		return nil, err
	}
	if s.opt.CheckOnly {
		return nil, errChecked
	}
	start := s.net.run.Time()
	if err := s.net.run.Advance(s.ctx, time.value); err != nil {
		return nil, s.relocated(err)
	}
	if s.opt.EndsEarly && s.opt.Until > 0 && s.net.run.Time() >= s.opt.Until {
		return nil, errEnded
	}
	return s.net.recording(start + discard.value), nil
}

// numericsNames are how cells with shape are advanced, as on the command line.
var numericsNames = []string{sim.Staggered: "cajal", sim.NEURON: "neuron"}

// advanceBy sets how cells with shape are advanced, unless the command line does.
func (s *session) advanceBy(c *call, name string) error {
	i := slices.Index(numericsNames, name)
	switch {
	case name == "":
		return nil
	case i < 0:
		return c.wrong("numerics", "is %q, unknown; %s", name, suggest(name, numericsNames))
	case s.net.run != nil && sim.Numerics(i) != s.net.numerics:
		return c.wrong("numerics", "cannot change while the run goes on; call reset() first")
	}
	s.net.numerics = sim.Numerics(i)
	return nil
}

// recording is the result of the run that has just ended, from a time on. What lies
// before the checkpoint that a run began from is not there.
func (n *net) recording(from float64) *Recording {
	begun, _ := n.run.Window()
	to := n.run.Time()
	return &Recording{net: n, run: n.run, from: min(max(from, begun), to), to: to, trains: map[*network.Population]analysis.Train{}}
}

// begin compiles the network. The runs that stand by themselves in the script are saved;
// those in loops and functions only if they say so.
func (s *session) begin(c *call, dt amount, seed, save starlark.Value) error {
	if err := s.earlySettings(); err != nil {
		return errSetting{err}
	}
	s.net.step, s.net.seed = dt.value, s.seed.initial()
	if dt.given && dt.value <= 0 {
		return c.wrong("dt", "is %g ms, want more than 0", dt.value)
	}
	if seed != nil {
		n, ok := wholeNumber(seed)
		if !ok || n < 0 {
			return c.wrong("seed", "is %s, want a whole number from 0", described(seed))
		}
		s.net.seed = s.seed.of(uint64(n))
	}
	site := s.here(c)
	s.net.saved = site != nil && !site.repeated
	if err := take(orNone(save), &s.net.saved); err != nil {
		return c.wrong("save", "%v", err)
	}
	opt := s.options(s.label())
	if !s.net.saved || s.opt.CheckOnly {
		opt.Out = ""
	}
	if s.last != nil { // checkpoints are of the first network
		opt.Save, opt.Restore = experiment.Save{}, ""
	}
	run, err := experiment.Start(s.ctx, s.description(), opt)
	if err != nil {
		return s.relocated(err)
	}
	run.Warnings = append(run.Warnings, s.warnings...)
	s.net.run, s.last, s.warnings = run, run, nil
	if s.net.saved {
		s.saved = append(s.saved, run)
		s.labels = append(s.labels, opt.Label)
	}
	return nil
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

// label tells the files of several networks apart: the first one needs none, and
// those of one name are numbered.
func (s *session) label() string {
	name, label := s.net.name, s.net.name
	for i := 2; slices.Contains(s.labels, label); i++ {
		label = strings.TrimSpace(fmt.Sprint(name, " ", i))
	}
	return label
}

// unchanged is the mistake of changing the step or the seed in mid-run.
func (n *net) unchanged(c *call, dt amount, seed starlark.Value) error {
	if dt.given && dt.value != n.step {
		return c.wrong("dt", "cannot change while the run goes on; call reset() first")
	}
	if seed != nil {
		return c.wrong("seed", "cannot change while the run goes on; call reset() first")
	}
	return nil
}

// measures is the methods of a result, by name.
var measures = map[string]func(*Recording, *call) (starlark.Value, error){
	"spikes": (*Recording).spikes, "count": (*Recording).count,
	"rate": (*Recording).rate, "rates": (*Recording).rates,
	"cv": (*Recording).cv, "cvs": (*Recording).cvs, "isi": (*Recording).isi, "fano": (*Recording).fano,
	"frequency": (*Recording).frequency, "last_spike": (*Recording).lastSpike,
	"psth": (*Recording).psth, "spectrum": (*Recording).spectrum, "poisson_power": (*Recording).poissonPower,
	"correlation": (*Recording).correlation, "correlations": (*Recording).correlations,
	"trace": (*Recording).trace, "values": (*Recording).values,
}
