// Package sim compiles a network and runs it: the only place where language
// and tissue meet.
//
// A simulation holds all state of a run. Time is a count of steps. Results do not
// depend on the number of threads: work is cut by size, the order of a target's sums
// follows from the network alone, and random numbers are functions of (seed,
// entity, stream, step).
package sim

import (
	"context"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/network"
)

// DefaultStep is the step of a run that names none, ms.
const DefaultStep = 0.1

// Options say how a network is run; the zero value but for Backend works.
type Options struct {
	Step    float64 // ms; 0: DefaultStep
	Threads int     // workers; 0: one per core
	Seed    uint64
	Backend backend.Backend
	// Numerics is how cells with shape are advanced in time.
	Numerics Numerics
	// Observer receives spikes and samples; nil: nobody.
	Observer Observer
	// Progress is called about once per biological millisecond with the time
	// reached, ms; nil: not.
	Progress func(t float64)
}

// Observer receives what a run produces, in order of time, from the goroutine
// that called Run. Slices are valid during the call only. An error stops the run.
type Observer interface {
	// Spikes are those of one population since the last call, ordered by step,
	// then cell. Times are in ms.
	Spikes(population int, times []float64, cells []int32) error
	// Sample holds a probe's values at time t, one per cell (or synapse), in the
	// probe's order and in internal units.
	Sample(probe int, t float64, values []float64) error
}

// Stats are running totals.
type Stats struct {
	Neurons, Synapses int
	SynapseBytes      int64
	Spikes            int64 // of populations with a model
	SynapticEvents    int64
	Steps             int64
}

// Compile checks a network, draws its connections and makes its programs. The
// network must not change afterwards. ctx cancels a long build.
func Compile(ctx context.Context, net *network.Network, opt Options) (*Simulation, error) {
	return compile(ctx, net, opt)
}
