package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/bench"
)

// benchCommand is cajal bench.
type benchCommand struct {
	how
	Names []string      `arg:"" optional:"" name:"name" help:"Benchmarks to run. Default: all but microcircuit."`
	Time  *milliseconds `name:"t" placeholder:"T" help:"Biological time to measure: a time with its unit, or a number in ms. Default: each benchmark's own."`
	Reps  int           `default:"3" help:"How often to repeat each; the median counts."`
	JSON  bool          `name:"json" help:"Print a line of JSON for each."`
}

// Help lists the benchmarks below the flags.
func (benchCommand) Help() string {
	return "Benchmarks: " + strings.Join(benchmarkNames(), ", ") + ". microcircuit is the full one, with 0.3 billion synapses."
}

// benchmark is a piece of work with what it is set to.
type benchmark struct {
	name    string
	measure func(ctx context.Context, w work) (bench.Result, error)
	script  string // of bench.Scripts, where it is a network
	set     map[string]string
	// What counts is updates of neurons, not synaptic events.
	updates bool
	// Compartments of a cell, if what counts is updates of these; 0: points.
	compartments int
	// It takes minutes and gigabytes: it is run when it is named.
	large bool
}

// work is one repetition of a benchmark, and how to do it.
type work struct {
	benchmark
	how benchCommand
	t   *terminal
}

var benchmarks = []benchmark{
	{name: "cuba", measure: measureNetwork, script: "cuba"},
	{name: "cobahh", measure: measureNetwork, script: "cobahh", updates: true},
	{name: "cobahh_neurons_only", measure: measureNetwork, script: "cobahh", set: map[string]string{"synapses": "False"}, updates: true},
	{name: "latency_cobahh", measure: measureLatency, script: "cobahh"},
	{name: "brunel_delta", measure: measureNetwork, script: "brunel_delta"},
	{name: "microcircuit_n0.2_k0.2", measure: measureNetwork, script: "microcircuit"},
	{name: "microcircuit", measure: measureNetwork, script: "microcircuit", set: map[string]string{"scale": "1", "t": "1s"}, large: true},
	{name: "hh_kernel", measure: measureKernel},
	{name: "ring_pas", measure: measureNetwork, script: "ring", compartments: 91},
	{name: "ring_hh", measure: measureNetwork, script: "ring", set: map[string]string{"active": "True"}, compartments: 91},
	{name: "ring_pas_neuron", measure: measureNetwork, script: "ring", set: map[string]string{"numerics": "neuron"}, compartments: 91},
	{name: "ring_hh_neuron", measure: measureNetwork, script: "ring", set: map[string]string{"active": "True", "numerics": "neuron"}, compartments: 91},
}

func benchmarkNames() []string {
	var names []string
	for _, b := range benchmarks {
		names = append(names, b.name)
	}
	return names
}

// Run measures the benchmarks one after the other.
func (c benchCommand) Run(ctx context.Context, t *terminal) error {
	chosen, err := c.chosen()
	if err != nil {
		return err
	}
	if !c.JSON {
		fmt.Fprintln(t.out, "wall: of the simulation, median; build: connections and kernels; x: wall time / biological time")
	}
	for _, b := range chosen {
		r, err := c.repeat(ctx, work{b, c, t})
		if err != nil {
			return fmt.Errorf("benchmark %s: %w", b.name, err)
		}
		if err := c.print(t.out, r); err != nil {
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
	if c.Time != nil && !(*c.Time > 0 && float64(*c.Time) < math.Inf(1)) {
		return nil, fmt.Errorf("--t is %g ms, want more than 0", float64(*c.Time))
	}
	var chosen []benchmark
	for _, name := range c.Names {
		i := slices.Index(benchmarkNames(), name)
		if i < 0 {
			return nil, unknown("benchmark", name, benchmarkNames())
		}
		chosen = append(chosen, benchmarks[i])
	}
	if c.Names == nil {
		chosen = slices.DeleteFunc(slices.Clone(benchmarks), func(b benchmark) bool { return b.large })
	}
	return chosen, nil
}

// repeat takes the repetition of median time.
func (c benchCommand) repeat(ctx context.Context, w work) (bench.Result, error) {
	b, err := backendNamed(c.Backend)
	if err != nil {
		return bench.Result{}, err
	}
	var all []bench.Result
	for range c.Reps {
		forgetPeak()
		loaded := measureLoad()
		r, err := w.measure(ctx, w)
		if err != nil {
			return r, err
		}
		r.Name, r.Simulator, r.Version, r.Backend, r.Precision = w.name, "cajal", version, b.Name(), "double"
		r.Foreign = loaded()
		r.Walls = bench.Numbers{r.Wall}
		r.RealTime = r.Wall / r.Duration * 1000
		all = append(all, r)
	}
	return bench.Middle(all), nil
}

func (c benchCommand) print(w io.Writer, r bench.Result) error {
	if c.JSON {
		return json.NewEncoder(w).Encode(r)
	}
	parts := "synapses"
	if r.ThroughputUnit == compartmentUpdates {
		parts = "compartments"
	}
	_, err := fmt.Fprintf(w, "%-24s %7d neurons %10d %-12s  %d threads  wall %.4g s  x %.4g  build %.3g s  %.3g %s  %.4g Hz\n",
		r.Name, r.Neurons, r.Synapses, parts, r.Threads, r.Wall, r.RealTime, r.Build, r.Throughput, r.ThroughputUnit, r.Rate)
	for _, name := range slices.Sorted(maps.Keys(r.Rates)) {
		if err == nil {
			_, err = fmt.Fprintf(w, "    %s %.3f Hz\n", name, r.Rates[name])
		}
	}
	return err
}

// source is the text of a benchmark's script.
func (w work) source() ([]byte, error) {
	return fs.ReadFile(bench.Scripts, w.script+scriptEnding)
}

// forgetPeak makes the system count the peak of memory anew, so that a benchmark is
// not charged with the one before it, where it can (Linux).
func forgetPeak() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
