package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/cajal-sim/cajal/bench"
	"github.com/cajal-sim/cajal/examples"
	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/script"
)

// benchCommand is cajal bench.
type benchCommand struct {
	how
	Names []string `arg:"" optional:"" name:"name" help:"Benchmarks to run. Default: all."`
	Reps  int      `default:"3" help:"How often to repeat each; the median counts."`
	JSON  bool     `name:"json" help:"Print a line of JSON for each."`
}

// benchmark is a script with what it is set to.
type benchmark struct {
	name    string
	scripts fs.FS
	script  string
	set     map[string]string
	updates bool // what counts is updates of neurons, not synaptic events
}

var benchmarks = []benchmark{
	{"cuba", bench.Scripts, "cuba", nil, false},
	{"cobahh", bench.Scripts, "cobahh", nil, true},
	{"cobahh_neurons_only", bench.Scripts, "cobahh", map[string]string{"synapses": "False"}, true},
	{"brunel_delta", bench.Scripts, "brunel_delta", nil, false},
	{"microcircuit_n0.2_k0.2", examples.Scripts, "microcircuit", map[string]string{"scale": "0.2", "time": "500*ms"}, false},
}

// measurement is a line of results, with the names that the scripts for other
// simulators use.
type measurement struct {
	Name           string    `json:"name"`
	Simulator      string    `json:"simulator"`
	Version        string    `json:"version"`
	Neurons        int       `json:"n_neurons"`
	Synapses       int       `json:"n_synapses_or_compartments"`
	Step           float64   `json:"dt_ms"`
	Duration       float64   `json:"t_ms"`
	Threads        int       `json:"threads"`
	Spikes         int64     `json:"spikes"`
	Rate           float64   `json:"rate_hz"`
	Throughput     float64   `json:"throughput"`
	ThroughputUnit string    `json:"throughput_unit"`
	Updates        float64   `json:"neuron_updates_per_s"`
	Events         float64   `json:"syn_events_per_s"`
	Build          float64   `json:"build_s"`
	PeakMemory     float64   `json:"peak_rss_mb"`
	Precision      string    `json:"precision"`
	Wall           float64   `json:"wall_s"`
	Walls          []float64 `json:"walls_s"`
	RealTime       float64   `json:"rtf"` // wall time / biological time
}

// Run measures the benchmarks one after the other.
func (c benchCommand) Run(ctx context.Context, t *terminal) error {
	chosen, err := c.chosen()
	if err != nil {
		return err
	}
	opt, err := c.options(t)
	if err != nil {
		return err
	}
	if !c.JSON {
		fmt.Fprintln(t.out, "wall: of the simulation, median; build: connections and kernels; x: wall time / biological time")
	}
	for _, b := range chosen {
		m, err := c.measure(ctx, b, opt)
		if err != nil {
			return fmt.Errorf("benchmark %s: %w", b.name, err)
		}
		if err := c.print(t.out, m); err != nil {
			return err
		}
	}
	return nil
}

// chosen are the benchmarks asked for.
func (c benchCommand) chosen() ([]benchmark, error) {
	if c.Reps < 1 {
		return nil, fmt.Errorf("--reps is %d, want 1 or more", c.Reps)
	}
	if len(c.Names) == 0 {
		return benchmarks, nil
	}
	var names []string
	for _, b := range benchmarks {
		names = append(names, b.name)
	}
	var chosen []benchmark
	for _, name := range c.Names {
		i := slices.Index(names, name)
		if i < 0 {
			return nil, unknown("benchmark", name, names)
		}
		chosen = append(chosen, benchmarks[i])
	}
	return chosen, nil
}

// measure repeats a benchmark and takes the repetition of median time. What is
// measured is the last stretch of the run.
func (c benchCommand) measure(ctx context.Context, b benchmark, opt experiment.Options) (*measurement, error) {
	source, err := fs.ReadFile(b.scripts, b.script+scriptEnding)
	if err != nil {
		return nil, err
	}
	var runs []*measurement
	for range c.Reps {
		r, err := script.Run(ctx, b.script+scriptEnding, script.Options{
			Options: opt, Source: source, Set: b.set, HasSeed: c.Seed != nil,
		})
		if err != nil {
			return nil, err
		}
		runs = append(runs, b.measured(r.Result, opt.Threads))
	}
	var walls []float64
	for _, m := range runs {
		walls = append(walls, m.Wall)
	}
	slices.SortFunc(runs, func(a, b *measurement) int {
		if a.Wall < b.Wall {
			return -1
		}
		return 1
	})
	m := runs[len(runs)/2]
	m.Walls = walls
	return m, nil
}

// measured turns the result of a repetition into a measurement.
func (b benchmark) measured(r *experiment.Result, threads int) *measurement {
	lap := r.Laps[len(r.Laps)-1]
	wall, duration := float64(lap.Wall), lap.To-lap.From
	m := &measurement{
		Name: b.name, Simulator: "cajal-" + r.Backend, Version: version,
		Neurons: r.Neurons, Synapses: r.Synapses, Step: r.Step, Duration: duration, Threads: threads,
		Spikes: lap.Spikes, Rate: float64(lap.Spikes) / float64(r.Neurons) / duration * 1000,
		Updates: float64(r.Neurons) * duration / r.Step / wall, Events: float64(lap.Events) / wall,
		Build: float64(r.Build + r.Compile), PeakMemory: float64(r.PeakMemory), Precision: "double",
		Wall: wall, RealTime: wall / duration * 1000,
	}
	m.Throughput, m.ThroughputUnit = m.Events, "synaptic events/s"
	if b.updates {
		m.Throughput, m.ThroughputUnit = m.Updates, "neuron updates/s"
	}
	return m
}

func (c benchCommand) print(w io.Writer, m *measurement) error {
	if c.JSON {
		return json.NewEncoder(w).Encode(m)
	}
	_, err := fmt.Fprintf(w, "%-24s %7d neurons %10d synapses  %d threads  wall %.3f s  x %.3f  build %.3f s  %.3g %s  %.2f Hz\n",
		m.Name, m.Neurons, m.Synapses, m.Threads, m.Wall, m.RealTime, m.Build, m.Throughput, m.ThroughputUnit, m.Rate)
	return err
}
