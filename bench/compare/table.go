package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/bench"
)

// row is a line of the table: a piece of work with both sides and what is wanted.
type row struct {
	Work   string `json:"work"`
	Cajal  string `json:"cajal"`
	Peer   string `json:"peer"`
	Ratio  string `json:"ratio"` // how many times faster cajal is; empty where the target is no ratio
	Target string `json:"target"`
	Met    bool   `json:"met"`
	Loaded bool   `json:"loaded"` // measured beside other work: the figure does not count
}

// NEST is not packaged for Debian: these are constants, see elsewhere.
const (
	nestEvents   = 1.6e7 // Brunel, recurrent synaptic events per second and thread: the best of 1.3e7 to 1.6e7
	nestRealTime = 40    // microcircuit at 0.2, wall over biological time on 1 thread
	nestTwo      = 20.2  // the same on 2 threads
	nest         = "NEST 3.10*"
)

// rows makes the table of what has been measured.
func rows(r *report) []row {
	var all []row
	add := func(key string, make func(pair) row) {
		p, ok := r.Runs[key]
		if !ok {
			return
		}
		row := make(p)
		row.Loaded = loaded(p)
		all = append(all, row)
	}
	add("cobahh_neurons_only", faster("COBAHH, 4,000 neurons, neuron update only", 15))
	add("cobahh", faster("COBAHH with its synapses", 10))
	add("brunel_delta", faster("Brunel 12,500, 15.6 M synapses", 10))
	add("cuba", faster("CUBA 4,000", 2.5))
	add("brunel_delta", throughput)
	add("hh_kernel", kernel)
	add("ring_pas", faster("Rings of 256 cells with passive dendrites, 91 compartments each", 6))
	add("ring_hh", faster("The same with Hodgkin-Huxley channels all over, beside NEURON's tables", 10))
	add("ring_pas_neuron", reported("Passive dendrites, in NEURON's numerics"))
	add("ring_hh_neuron", reported("Hodgkin-Huxley channels all over, in NEURON's numerics"))
	add("latency_cobahh", latency(r.Runs["cobahh"].Peer))
	add("microcircuit_n0.2_k0.2/1", realTime("1 thread", nestRealTime))
	add("microcircuit_n0.2_k0.2/2", realTime("2 threads", nestTwo))
	for _, limit := range limits {
		add("microcircuit", limit)
	}
	for _, a := range r.Same {
		all = append(all, a.row())
	}
	return all
}

// loaded says whether others were at work during a repetition.
func loaded(p pair) bool {
	foreign := p.Cajal.Foreign
	if p.Peer != nil {
		foreign = append(slices.Clone(foreign), p.Peer.Foreign...)
	}
	return slices.ContainsFunc(foreign, func(n bench.Number) bool { return n > quietLoad })
}

// ratio fills in how many times better cajal is.
func (r row) ratio(x, least float64) row {
	r.Ratio, r.Target, r.Met = fmt.Sprintf("%.1f", x), fmt.Sprintf("≥ %g×", least), x >= least
	return r
}

// limited fills in a value that must not exceed a limit.
func (r row) limited(x, most float64, format string) row {
	r.Cajal, r.Target, r.Met = fmt.Sprintf(format, x), "≤ "+fmt.Sprintf(format, most), x <= most
	return r
}

// faster compares wall times of the same work.
func faster(work string, least float64) func(pair) row {
	return func(p pair) row {
		r := row{Work: work, Cajal: seconds(p.Cajal.Wall), Target: fmt.Sprintf("≥ %g×", least)}
		if p.Peer == nil {
			return r
		}
		r.Peer = p.Peer.Simulator + " " + p.Peer.Version + ": " + seconds(p.Peer.Wall)
		return r.ratio(float64(p.Peer.Wall/p.Cajal.Wall), least)
	}
}

// reported compares wall times where nothing is to be reached.
func reported(work string) func(pair) row {
	return func(p pair) row {
		r := faster(work, 0)(p)
		r.Target, r.Met = "reported", true
		return r
	}
}

// kernel compares times per lane.
func kernel(p pair) row {
	r := row{Work: "Hodgkin-Huxley kernel, 4,096 lanes", Cajal: fmt.Sprintf("%.3g ns a lane", p.Cajal.PerLane), Target: "≥ 1.5×"}
	if p.Peer == nil {
		return r
	}
	r.Peer = fmt.Sprintf("gcc %s with libmvec: %.3g ns", p.Peer.Version, p.Peer.PerLane)
	return r.ratio(float64(p.Peer.PerLane/p.Cajal.PerLane), 1.5)
}

// throughput compares synaptic events with NEST's.
func throughput(p pair) row {
	each := float64(p.Cajal.Events) / float64(p.Cajal.Threads)
	r := row{
		Work: "Brunel 12,500, synaptic events per second and thread", Cajal: fmt.Sprintf("%.3g", each),
		Peer: fmt.Sprintf("%s: %.2g", nest, nestEvents),
	}
	return r.ratio(each/nestEvents, 10)
}

// latency is held against Brian's compiler.
func latency(compiled *bench.Result) func(pair) row {
	return func(p pair) row {
		r := row{Work: "Text of COBAHH to its first step"}
		if compiled != nil {
			r.Peer = fmt.Sprintf("%s %s: %.3g s to build", compiled.Simulator, compiled.Version, compiled.Build)
		}
		return r.limited(1000*float64(p.Cajal.Wall), 50, "%.3g ms")
	}
}

// realTime compares wall over biological time with NEST's.
func realTime(threads string, reference float64) func(pair) row {
	return func(p pair) row {
		r := row{
			Work: "Potjans-Diesmann at 0.2, " + threads, Cajal: fmt.Sprintf("%.3g × biological time", p.Cajal.RealTime),
			Peer: fmt.Sprintf("%s: %g ×", nest, reference),
		}
		return r.ratio(reference/float64(p.Cajal.RealTime), 15)
	}
}

// gigabytes are in the unit of peak_rss_mb, 2²⁰ bytes.
const gigabytes = 1 << 20 / 1e9

// limits are what the full microcircuit must keep.
var limits = []func(pair) row{
	func(p pair) row {
		return row{Work: "Potjans-Diesmann in full, build"}.limited(float64(p.Cajal.Build), 60, "%.3g s")
	},
	func(p pair) row {
		return row{Work: "Potjans-Diesmann in full, memory"}.limited(float64(p.Cajal.PeakMemory)*gigabytes, 4, "%.3g GB")
	},
	func(p pair) row {
		return row{Work: "Potjans-Diesmann in full, 2 threads"}.limited(float64(p.Cajal.RealTime), 4, "%.3g × biological time")
	},
	func(p pair) row {
		return row{Work: "Potjans-Diesmann in full, largest deviation of a rate"}.limited(deviation(p.Cajal.Rates), 10, "%.3g %%")
	},
}

// fullRates are those of the full circuit, Hz: INM-6/microcircuit-PD14-model.
var fullRates = map[string]float64{
	"L23E": 0.903, "L23I": 2.965, "L4E": 4.414, "L4I": 5.876, "L5E": 7.569, "L5I": 8.633, "L6E": 1.105, "L6I": 7.829,
}

// deviation is the largest relative one, %.
func deviation(rates map[string]bench.Number) float64 {
	most := 0.0
	for name, want := range fullRates {
		most = max(most, 100*math.Abs(float64(rates[name])/want-1))
	}
	return most
}

// row puts an agreement into the table: threads must not matter.
func (a agreement) row() row {
	r := row{
		Work: fmt.Sprintf("Spikes of %s, %s and %s", a.Network, a.A, a.B), Cajal: fmt.Sprintf("%d and %d", a.Spikes[0], a.Spikes[1]),
		Target: "identical", Met: a.Equal,
	}
	if a.B == "interp" {
		r.Target, r.Met = "reported", true
	}
	if a.Equal {
		r.Cajal += ", identical"
	} else {
		r.Cajal += fmt.Sprintf(", apart from %.1f ms", a.Parted)
	}
	return r
}

func seconds(x bench.Number) string { return fmt.Sprintf("%.3g s", x) }
