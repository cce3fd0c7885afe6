package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"

	"github.com/cajal-sim/cajal/bench"
)

// report is the content of results.json.
type report struct {
	Machine string          `json:"machine"`
	Date    string          `json:"date"`
	Threads int             `json:"threads"` // of the runs whose name does not say
	Quick   bool            `json:"quick"`   // short runs: not for publication
	Runs    map[string]pair `json:"runs"`    // by benchmark, "/threads" added where the job has its own
	Same    []agreement     `json:"same_spikes"`
	Rows    []row           `json:"rows"`
}

// pair is what both sides gave; Peer is nil where there is none.
type pair struct {
	Cajal bench.Result  `json:"cajal"`
	Peer  *bench.Result `json:"peer,omitempty"`
}

// job is a benchmark to be measured.
type job struct {
	name    string   // of cajal bench
	peer    []string // script of bench/peers with arguments; nil: none
	threads int      // 0: those of the command line
	quick   float64  // ms in a quick run; 0: as always
	large   bool     // not in a quick run
	module  string   // of Python, that the script needs; "": Brian's
}

var jobs = []job{
	{name: "latency_cobahh", threads: 1},
	{name: "hh_kernel", peer: []string{kernelProgram}, threads: 1, quick: 50},
	{name: "cobahh_neurons_only", peer: []string{"cobahh.py", "--no-synapses"}, quick: 100},
	{name: "cobahh", peer: []string{"cobahh.py"}, quick: 100},
	{name: "cuba", peer: []string{"cuba.py"}, quick: 200},
	{name: "brunel_delta", peer: []string{"brunel_delta.py"}, quick: 100},
	{name: "ring_pas", peer: []string{"ring.py"}, module: "neuron", quick: 50},
	{name: "ring_hh", peer: []string{"ring.py", "--active"}, module: "neuron", quick: 50},
	{name: "ring_pas_neuron", peer: []string{"ring.py"}, module: "neuron", quick: 50},
	{name: "ring_hh_neuron", peer: []string{"ring.py", "--active"}, module: "neuron", quick: 50},
	{name: "microcircuit_n0.2_k0.2", threads: 1, quick: 50},
	{name: "microcircuit_n0.2_k0.2", threads: 2, quick: 50},
	{name: "microcircuit", threads: 2, large: true},
}

// key is the job's name in the report.
func (j job) key() string {
	if slices.ContainsFunc(jobs, func(o job) bool { return o.name == j.name && o.threads != j.threads }) {
		return j.name + "/" + strconv.Itoa(j.threads)
	}
	return j.name
}

// measure fills the report, job by job.
func (s settings) measure(ctx context.Context, r *report) error {
	found := s.only == "" || s.only == sameSpikes
	for _, j := range jobs {
		if s.only != "" && s.only != j.name {
			continue
		}
		found = true
		threads := j.threads
		if threads == 0 {
			threads = s.threads
		}
		if j.large && s.quick || threads > runtime.NumCPU() {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s, %d threads\n", j.name, threads)
		p, err := s.inTurn(ctx, j, threads)
		if err != nil {
			return fmt.Errorf("%s: %w", j.name, err)
		}
		r.Runs[j.key()] = p
	}
	if !found {
		return fmt.Errorf("-only %s: want %s or one of the benchmarks that are compared: %s", s.only, sameSpikes, jobNames())
	}
	if s.only == "" || s.only == sameSpikes {
		var err error
		r.Same, err = s.agreements(ctx)
		return err
	}
	return nil
}

func jobNames() []string {
	var names []string
	for _, j := range jobs {
		names = append(names, j.name)
	}
	return slices.Compact(names)
}

// inTurn measures peer and cajal alternately. The peer comes first: it answers once its
// compiler is done, so that cajal is not measured beside a compiler.
func (s settings) inTurn(ctx context.Context, j job, threads int) (pair, error) {
	args := []string{"--threads", strconv.Itoa(threads)}
	if s.quick && j.quick > 0 {
		args = append(args, "--t", strconv.FormatFloat(j.quick, 'g', -1, 64))
	}
	other, err := s.startPeer(ctx, j, args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "  the peer is left out: %v\n", err)
	}
	var ours, theirs []bench.Result
	for range s.rounds {
		if other != nil {
			r, err := other.repetition(ctx, s.wait)
			if err != nil {
				return pair{}, err
			}
			theirs = append(theirs, r)
		}
		r, err := s.ourRepetition(ctx, j.name, args)
		if err != nil {
			return pair{}, err
		}
		ours = append(ours, r)
	}
	p := pair{Cajal: bench.Middle(ours)}
	if other != nil {
		middle := bench.Middle(theirs)
		p.Peer = &middle
		err = other.stop()
	}
	return p, err
}

// ourRepetition runs cajal bench once.
func (s settings) ourRepetition(ctx context.Context, name string, args []string) (bench.Result, error) {
	all := append([]string{"bench", name, "--reps", "1", "--json"}, args...)
	if s.backend != "" {
		all = append(all, "--backend", s.backend)
	}
	quiet(ctx, s.wait)
	text, err := output(ctx, s.cajal, all...)
	if err != nil {
		return bench.Result{}, err
	}
	return parse(text)
}

// peerFolder is where the scripts for other simulators are.
var peerFolder = filepath.Join("bench", "peers")
