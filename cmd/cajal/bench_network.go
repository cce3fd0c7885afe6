package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"runtime/debug"
	"time"

	"github.com/cajal-sim/cajal/bench"
	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/script"
)

// measureNetwork runs a script. What is measured is the last stretch of the run; its
// spikes are kept in memory, and no file is written.
func measureNetwork(ctx context.Context, w work) (bench.Result, error) {
	if w.how.Time != nil {
		w.benchmark = w.with("t", fmt.Sprintf("%gms", float64(*w.how.Time)))
	}
	r, err := w.run(ctx)
	if err != nil {
		return bench.Result{}, err
	}
	m := w.measured(r.Result)
	for _, e := range r.Expectations { // scripts name them by the population
		if m.Rates == nil {
			m.Rates = map[string]bench.Number{}
		}
		m.Rates[e.Name] = bench.Number(e.Got)
	}
	return m, nil
}

// measureLatency is the time from the text of a network to the end of its first step:
// equations, machine code, connections and all.
func measureLatency(ctx context.Context, w work) (bench.Result, error) {
	w.benchmark = w.with("t", "0.1ms")
	start := time.Now()
	r, err := w.run(ctx)
	wall := time.Since(start).Seconds()
	if err != nil {
		return bench.Result{}, err
	}
	m := w.measured(r.Result)
	m.Wall, m.Rate, m.Updates, m.Events = bench.Number(wall), 0, 0, 0
	m.Throughput, m.ThroughputUnit = 1/m.Wall, "first steps/s"
	return m, nil
}

// with is the benchmark with another setting of its script.
func (b benchmark) with(name, value string) benchmark {
	b.set = maps.Clone(b.set)
	if b.set == nil {
		b.set = map[string]string{}
	}
	b.set[name] = value
	return b
}

// run executes the script.
func (w work) run(ctx context.Context) (*script.Result, error) {
	source, err := w.source()
	if err != nil {
		return nil, err
	}
	opt, err := w.how.options(w.t)
	if err != nil {
		return nil, err
	}
	debug.FreeOSMemory() // of the repetition before
	return script.Run(ctx, w.script+scriptEnding, script.Options{
		Options: opt, Source: source, Set: w.set, HasSeed: w.how.Seed != nil,
	})
}

// measured turns what came of a script into a result.
func (w work) measured(r *experiment.Result) bench.Result {
	lap := r.Laps[len(r.Laps)-1]
	wall, duration := float64(lap.Wall), lap.To-lap.From
	m := bench.Result{
		Neurons: r.Neurons, Synapses: r.Synapses, Step: bench.Number(r.Step), Duration: bench.Number(duration), Threads: r.Threads,
		Spikes: lap.Spikes, Rate: bench.Number(float64(lap.Spikes) / float64(r.Neurons) / duration * 1000),
		Updates: bench.Number(float64(r.Neurons) * duration / r.Step / wall), Events: bench.Number(float64(lap.Events) / wall),
		Build: bench.Number(r.Build + r.Compile), PeakMemory: bench.Number(r.PeakMemory), Wall: bench.Number(wall),
	}
	m.Throughput, m.ThroughputUnit = m.Events, "recurrent synaptic events/s"
	if w.updates {
		m.Throughput, m.ThroughputUnit = m.Updates, "HH neuron updates/s"
	}
	if w.compartments > 0 {
		m.Synapses = r.Neurons * w.compartments
		m.Throughput, m.ThroughputUnit = m.Updates*bench.Number(w.compartments), compartmentUpdates
	}
	return m
}

// compartmentUpdates is what counts in cells with shape.
const compartmentUpdates = "compartment updates/s"

// measureLoad returns a function that tells how many cores other processes have
// used since; none where the system does not say.
func measureLoad() func() bench.Numbers {
	start, startForeign, _ := foreignTime()
	return func() bench.Numbers {
		now, foreign, ok := foreignTime()
		wall := now.Sub(start).Seconds()
		if !ok || wall <= 0 {
			return nil
		}
		others := foreign - startForeign - 2.0/bench.Ticks // both accounts are kept in ticks
		return bench.Numbers{bench.Number(max(0, others) / wall)}
	}
}

// foreignTime is the processor time that all other processes have had, s.
func foreignTime() (now time.Time, seconds float64, ok bool) {
	all, err := os.ReadFile("/proc/stat")
	if err != nil {
		return time.Now(), 0, false
	}
	self, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return time.Now(), 0, false
	}
	busy, okBusy := bench.Busy(string(all))
	own, okOwn := bench.Own(string(self))
	return time.Now(), busy - own, okBusy && okOwn
}
