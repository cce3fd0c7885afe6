package bench

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

// Result is one line of results, a benchmark on one simulator, with the names that
// are used for all simulators. Wall times are those of the simulation alone: not of the
// build, nor of the time that settles a network before it is measured.
type Result struct {
	Name           string  `json:"name"`
	Simulator      string  `json:"simulator"`
	Version        string  `json:"version"`
	Backend        string  `json:"backend,omitempty"`
	Neurons        int     `json:"n_neurons"`
	Synapses       int     `json:"n_synapses_or_compartments"`
	Step           Number  `json:"dt_ms"`
	Duration       Number  `json:"t_ms"`
	Threads        int     `json:"threads"`
	Spikes         int64   `json:"spikes"`
	Rate           Number  `json:"rate_hz"`
	Throughput     Number  `json:"throughput"`
	ThroughputUnit string  `json:"throughput_unit"`
	Updates        Number  `json:"neuron_updates_per_s"`
	Events         Number  `json:"syn_events_per_s"`
	PerLane        Number  `json:"ns_per_lane,omitempty"` // of a kernel: a lane and step
	Gates          Number  `json:"mean_gates,omitempty"`  // of hh_kernel: m + h + n at the end, mean over the lanes
	Build          Number  `json:"build_s"`
	PeakMemory     Number  `json:"peak_rss_mb"`
	Precision      string  `json:"precision"`
	Wall           Number  `json:"wall_s"` // the median
	Walls          Numbers `json:"walls_s"`
	// Foreign is how many cores other processes used during each repetition: figures
	// count where it is near 0. Empty where the system does not tell.
	Foreign  Numbers `json:"foreign_cores"`
	RealTime Number  `json:"rtf"` // wall time / biological time

	Rates map[string]Number `json:"rates_by_population,omitempty"` // Hz
}

// Number is written with six digits, and as null where it does not exist.
type Number float64

// MarshalJSON writes the number.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(float64(n), 'g', 6, 64), 64)
	if err != nil {
		return nil, err
	}
	return json.Marshal(short)
}

// Numbers is a list that is written as [] where it is empty.
type Numbers []Number

// MarshalJSON writes the list.
func (n Numbers) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]Number{}, n...))
}

// Median is the middle repetition, the later one of two; NaN of none.
func Median(values Numbers) Number {
	if len(values) == 0 {
		return Number(math.NaN())
	}
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

// Middle is the repetition whose wall time is the median, with the wall times and
// the foreign load of all of them. Each of the repetitions may be several already.
func Middle(repetitions []Result) Result {
	var walls, foreign Numbers
	for _, r := range repetitions {
		walls, foreign = append(walls, r.Walls...), append(foreign, r.Foreign...)
	}
	sorted := slices.SortedFunc(slices.Values(repetitions), func(a, b Result) int {
		return int(math.Copysign(1, float64(a.Wall-b.Wall)))
	})
	m := sorted[len(sorted)/2]
	m.Walls, m.Foreign = walls, foreign
	return m
}
