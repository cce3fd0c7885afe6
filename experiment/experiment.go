// Package experiment runs one network and looks after what comes out of it.
//
// A [Run] drives a simulation, streams its spikes and samples to files, keeps
// running statistics, and at the end writes what it was and what it gave:
// run.json for programs and report.html for people. Memory is bounded: however
// long the run, only statistics, small samples for the figures and the latest
// recordings are in memory.
//
// Files grow under names that end in .part and get their own when they are
// complete. A run that is interrupted or comes upon an error closes its files,
// so that everything until then is kept.
package experiment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// Description is what is run. Start freezes the network.
type Description struct {
	Title   string
	Summary string // prose for the report
	Model   string // file of the script or configuration
	Network *network.Network
	// Record lists generators whose spikes are to be kept, too. Those of neurons
	// always are; spike trains are known already.
	Record     []*network.Population
	Sources    []string          // publications, besides those of the mechanisms
	Parameters map[string]string // what the user set
	Files      *Files            // nil: spikes.h5 in order of time, and PROBE.h5
}

// Files says what files are called and hold.
type Files struct {
	// Spikes is the file of spikes and Samples those of the probes, shape
	// (probes): relative to the folder unless absolute.
	Spikes  string
	Samples []string
	// Order is that of the spikes; Unsorted is that of steps, then cells.
	Order sonata.SortOrder
	// Names are the names of populations in files where they are not their own.
	Names map[*network.Population]string
}

// Options say how it is run; the zero value but for Backend works.
type Options struct {
	// Out is the folder for the files, made if need be; "": no files, and what
	// Spikes and Samples return is kept in a temporary file where it is large.
	Out string
	// Figures is the form, png or svg, in which each figure of the page is written as a file
	// of its own too; "": none are.
	Figures string
	// Label tells the files of several runs in one folder apart: they are named
	// LABEL_spikes.h5 and so on.
	Label string
	// NoOverwrite refuses a folder that holds a run already.
	NoOverwrite bool
	// NoReadBack saves the copy that Spikes and Samples need, which then return an error.
	NoReadBack bool

	Step      float64 // ms; 0: sim.DefaultStep
	StepParts int     // the step is cut into so many, to see whether results depend on it; 0: 1
	Threads   int     // 0: one per core
	Seed      uint64
	Backend   backend.Backend
	// Numerics is how cells with shape are advanced in time.
	Numerics sim.Numerics

	Until    float64 // ms: nothing is simulated beyond; 0: no limit
	Save     Save
	Restore  string // checkpoint to go on from; "": from the start
	Progress func(Progress)
	Host     Host
}

// Save asks for a checkpoint during the run.
type Save struct {
	File string  // "": none
	At   float64 // ms
}

// Host is what only the command knows: nothing below it reads the clock, the
// environment or a global. What is nil or empty is left out of the results.
type Host struct {
	Version, Command, Machine string
	Now                       func() time.Time
	Began                     time.Time      // when the command began
	PeakMemory                func() float64 // MB, of the whole process
}

// Progress is where a run stands.
type Progress struct {
	From, Time, End float64 // ms, of the present Advance
	Wall            float64 // s since Advance was called; 0 without a clock
}

// Run is one network being simulated. Its methods are for one goroutine.
type Run struct {
	Sim      *sim.Simulation
	Warnings []string // for the user, such as a file format that had to be replaced; callers may add theirs

	d        Description
	opt      Options
	recorder *recorder
	planned  float64 // ms, the time the caller has come to
	from     float64 // ms, where the simulation itself began
	resumeAt float64 // ms, of the checkpoint to go on from; 0 once done
	started  time.Time
	duration struct{ build, compile time.Duration }
	laps     []Lap
	first    time.Time // of the first step
	lap      struct {  // at present
		from, end float64 // ms
		begun     time.Time
	}
	err    error // that ended the run
	closed bool
}

// Start compiles the network and opens the files. If it does not succeed it
// leaves nothing behind.
func Start(ctx context.Context, d Description, opt Options) (*Run, error) {
	if opt.Step == 0 {
		opt.Step = sim.DefaultStep
	}
	opt.Step /= float64(max(opt.StepParts, 1))
	if opt.Host.Now == nil {
		opt.Host.Now = func() time.Time { return time.Time{} }
	}
	r := &Run{d: d, opt: opt, started: opt.Host.Now()}
	if err := r.compile(ctx); err != nil {
		return nil, err
	}
	err := r.resume()
	if err == nil {
		err = r.recorder.open(opt)
	}
	if err != nil {
		r.Sim.Close()
		return nil, err
	}
	r.Warnings = append(r.Warnings, r.recorder.warnings...)
	if opt.Numerics == sim.NEURON && opt.Step > coarseStep && slices.ContainsFunc(d.Network.Populations, func(p *network.Population) bool { return p.Shape != nil }) {
		r.Warnings = append(r.Warnings, fmt.Sprintf(
			"cells with shape are advanced as NEURON does it, of first order, and steps of %g ms are coarse for that: when and whether they spike depends on the step. cajal check --converge %s measures how much", opt.Step, d.Model))
	}
	return r, nil
}

// coarseStep is NEURON's own step, ms. Longer ones are not converged in most cells with
// sodium channels.
const coarseStep = 0.025

// compile makes the simulation and notes how long it took.
func (r *Run) compile(ctx context.Context) error {
	timed := &timedBackend{Backend: r.opt.Backend, now: r.opt.Host.Now}
	r.recorder = newRecorder(r.d, r.opt)
	var err error
	r.Sim, err = sim.Compile(ctx, r.d.Network, sim.Options{
		Step: r.opt.Step, Threads: r.opt.Threads, Seed: r.opt.Seed, Backend: timed,
		Numerics: r.opt.Numerics, Observer: r.recorder, Progress: r.progress(),
	})
	r.duration.compile = timed.total
	r.duration.build = r.opt.Host.Now().Sub(r.started) - timed.total
	return err
}

// timedBackend measures how long a back-end takes to compile kernels.
type timedBackend struct {
	backend.Backend
	now   func() time.Time
	total time.Duration
}

func (b *timedBackend) Compile(k *ir.Kernel) (backend.Program, error) {
	start := b.now()
	defer func() { b.total += b.now().Sub(start) }()
	return b.Backend.Compile(k)
}

// Window returns the time that was simulated, ms: from 0, or from the
// checkpoint, to now.
func (r *Run) Window() (from, to float64) { return r.from, max(r.from, r.Sim.Time()) }

// Interrupted says whether the run was cancelled.
func (r *Run) Interrupted() bool {
	return errors.Is(r.err, context.Canceled) || errors.Is(r.err, context.DeadlineExceeded)
}

// Abort ends the run with an error from outside, such as an interruption between
// two calls of Advance, unless one has ended it already.
func (r *Run) Abort(err error) {
	if r.err == nil {
		r.err = err
	}
}

// Close completes the files; the results can still be read. It may be called
// more than once.
func (r *Run) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	return r.recorder.close()
}
