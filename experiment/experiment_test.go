package experiment

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/equation"
	"github.com/cajal-sim/cajal/format/hdf5"
	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/report"
)

// lif fires every 20·ln(20/5) ms for I = 20 mV, and with noise irregularly.
const lif = `
neuron lif "Leaky integrate-and-fire"
source Lapicque 1907, J Physiol Pathol Gen 9:620
param  tau 20 ms   membrane time constant
       E   20 mV   drive
       s   0 mV    noise
state  V mV = 0 mV membrane potential
       tau V' = E - V + s*sqrt(2*tau)*xi
spike when V > 15 mV { V = 0 mV }
receive in mV { V += weight } jump
`

func mechanism(t testing.TB, text string) *ir.Mechanism {
	t.Helper()
	list, err := equation.Parse("test.eq", text)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

// noisy is a recurrent network of 50 cells with a probe.
func noisy(t testing.TB) *network.Network {
	p := &network.Population{
		Name: "E", Size: 50, Model: mechanism(t, lif),
		Values: map[string]network.Value{"s": network.Number(5)},
	}
	return &network.Network{
		Populations: []*network.Population{p},
		Projections: []*network.Projection{{
			Name: "E→E", Source: network.All(p), Target: network.All(p),
			Rule: network.Rule{Kind: network.FixedIn, N: 5}, Weight: network.Number(0.5), Delay: network.Number(1.5),
		}},
		Probes: []*network.Probe{{Name: "v", Population: p, Variable: "V", Cells: []int32{3, 7}, Every: 0.5}},
	}
}

func start(t testing.TB, net *network.Network, opt Options) *Run {
	t.Helper()
	opt.Backend = interp.New()
	opt.Seed = 1
	r, err := Start(context.Background(), Description{Title: "Test", Network: net}, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Sim.Close)
	return r
}

func advance(t testing.TB, r *Run, duration float64) {
	t.Helper()
	if err := r.Advance(context.Background(), duration); err != nil {
		t.Fatal(err)
	}
}

func needHDF5(t testing.TB) {
	t.Helper()
	if err := hdf5.Available(); err != nil {
		t.Skip(err)
	}
}

// What is read back, what is in the file and what was counted are the same spikes.
func TestFilesHoldWhatIsReadBack(t *testing.T) {
	needHDF5(t)
	out := t.TempDir()
	net := noisy(t)
	r := start(t, net, Options{Out: out})
	advance(t, r, 100)
	advance(t, r, 150)
	times, cells, err := r.Spikes(net.Populations[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Finish(nil); err != nil {
		t.Fatal(err)
	}
	file, err := sonata.ReadSpikes(filepath.Join(out, "spikes.h5"))
	if err != nil {
		t.Fatal(err)
	}
	if len(times) < 100 || !slices.Equal(file[0].Times, times) || int64(len(times)) != r.Count(net.Populations[0]) {
		t.Errorf("%d spikes read back, %d in the file, %d counted", len(times), len(file[0].Times), r.Count(net.Populations[0]))
	}
	for i, c := range cells {
		if file[0].NodeIDs[i] != uint64(c) {
			t.Fatalf("spike %d: cell %d in the file, %d read back", i, file[0].NodeIDs[i], c)
		}
	}
	samples, err := r.Samples(net.Probes[0])
	if err != nil {
		t.Fatal(err)
	}
	v, err := sonata.ReadReport(filepath.Join(out, "v.h5"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := v[0].Frames(0, v[0].Count)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(data, samples.Values) || samples.Columns != 2 || samples.Times[1] != 0.5 || !slices.Equal(v[0].NodeIDs, []uint64{3, 7}) || v[0].Units != "mV" {
		t.Errorf("report: %d frames of nodes %d in %s; read back: %d values of %d columns", v[0].Count, v[0].NodeIDs, v[0].Units, len(samples.Values), samples.Columns)
	}
}

// A regular cell has the rate of the closed form and a CV of 0.
func TestStatisticsOfAClock(t *testing.T) {
	net := noisy(t)
	net.Populations[0].Values = nil
	net.Projections = nil
	r := start(t, net, Options{Step: 0.01})
	advance(t, r, 1000)
	period := 20 * math.Log(4) // ms, from 0 to 15 of 20 mV
	if got, want := r.Rate(net.Populations[0]), math.Floor(1000/period); got != want {
		t.Errorf("rate is %g Hz, want %g", got, want)
	}
	if cv := r.CV(net.Populations[0]); cv > 1e-3 { // intervals differ by one step at most, 0.01 of 27.7 ms
		t.Errorf("CV is %g, want 0 but for the grid", cv)
	}
}

// Stopping, restoring and going on gives the spikes of the run in one piece, in
// a script that does not know of it.
func TestRestoreGoesOn(t *testing.T) {
	whole := noisy(t)
	r := start(t, whole, Options{})
	advance(t, r, 120)
	advance(t, r, 130)
	wantTimes, wantCells, err := r.Spikes(whole.Populations[0])
	if err != nil {
		t.Fatal(err)
	}

	file := filepath.Join(t.TempDir(), "state")
	saved := start(t, noisy(t), Options{Save: Save{File: file, At: 77.7}, Until: 90})
	advance(t, saved, 120)
	advance(t, saved, 130)
	if from, to := saved.Window(); from != 0 || math.Abs(to-90) > 1e-9 {
		t.Errorf("simulated %g to %g ms, want 0 to 90", from, to)
	}

	net := noisy(t)
	rest := start(t, net, Options{Restore: file})
	advance(t, rest, 50)
	if from, to := rest.Window(); from != to {
		t.Errorf("simulated %g to %g ms before the checkpoint's time was reached", from, to)
	}
	advance(t, rest, 70)
	advance(t, rest, 130)
	times, cells, err := rest.Spikes(net.Populations[0])
	if err != nil {
		t.Fatal(err)
	}
	first := len(wantTimes) - len(times)
	if first <= 0 || !slices.Equal(times, wantTimes[first:]) || !slices.Equal(cells, wantCells[first:]) {
		t.Errorf("%d spikes after the checkpoint are not the last of %d", len(times), len(wantTimes))
	}
	if wantTimes[first-1] > 77.75 || times[0] < 77.65 {
		t.Errorf("spikes go on at %g ms, after one at %g", times[0], wantTimes[first-1])
	}
}

// An interrupted run keeps what it has, and says so.
func TestInterruptedRunKeepsFiles(t *testing.T) {
	needHDF5(t)
	out := t.TempDir()
	net := noisy(t)
	ctx, cancel := context.WithCancel(context.Background())
	r := start(t, net, Options{Out: out, Progress: func(p Progress) {
		if p.Time > 60 {
			cancel()
		}
	}})
	if err := r.Advance(ctx, 1000); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v, want that of the context", err)
	}
	if err := r.Advance(ctx, 1000); !errors.Is(err, context.Canceled) {
		t.Errorf("going on after it: error is %v, want the same", err)
	}
	if err := r.Finish(nil); err != nil {
		t.Fatal(err)
	}
	spikes, err := sonata.ReadSpikes(filepath.Join(out, "spikes.h5"))
	if err != nil || len(spikes[0].Times) == 0 {
		t.Errorf("spikes.h5: %v, %v", spikes, err)
	}
	if last := slices.Max(spikes[0].Times); last < 40 || last > 70 {
		t.Errorf("last spike at %g ms, want one shortly before the end at some 60 ms", last)
	}
	result := readResult(t, out)
	if !result.Interrupted || result.Error == "" || result.Duration < 60 || result.Duration > 70 {
		t.Errorf("run.json: interrupted %t, error %q, %g ms", result.Interrupted, result.Error, result.Duration)
	}
	if left, _ := filepath.Glob(filepath.Join(out, "*.part")); left != nil {
		t.Errorf("left behind: %s", left)
	}
}

func readResult(t testing.TB, out string) *Result {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(out, "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	result := new(Result)
	if err := json.Unmarshal(text, result); err != nil {
		t.Fatal(err)
	}
	return result
}

// fullDisk takes a number of batches and then no more.
type fullDisk struct{ room int }

var errFull = errors.New("no space left on device")

func (d *fullDisk) Append(string, []uint64, []float64) error {
	if d.room--; d.room < 0 {
		return errFull
	}
	return nil
}
func (d *fullDisk) Path() string { return "spikes.h5" }
func (d *fullDisk) Close() error { return nil }

// A disk that fills up ends the run with its error; the other files are closed
// and hold what was simulated until then.
func TestFullDisk(t *testing.T) {
	needHDF5(t)
	out := t.TempDir()
	r := start(t, noisy(t), Options{Out: out})
	if err := r.recorder.spikes.Close(); err != nil {
		t.Fatal(err)
	}
	r.recorder.spikes = &fullDisk{room: 5}
	err := r.Advance(context.Background(), 500)
	if !errors.Is(err, errFull) {
		t.Fatalf("error is %v, want %v", err, errFull)
	}
	if !r.closed || r.Interrupted() {
		t.Errorf("closed %t, interrupted %t; want closed, not interrupted", r.closed, r.Interrupted())
	}
	v, err := sonata.ReadReport(filepath.Join(out, "v.h5"))
	if err != nil || v[0].Count == 0 {
		t.Errorf("v.h5: %v, %v", v, err)
	}
}

// A run that cannot start leaves nothing behind.
func TestStartLeavesNothing(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	for _, tt := range []struct {
		name   string
		change func(*network.Network, *Options)
	}{
		{"bad network", func(n *network.Network, _ *Options) { n.Projections[0].Delay = network.Number(0.001) }},
		{"no checkpoint", func(_ *network.Network, o *Options) { o.Restore = missing }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net := noisy(t)
			opt := Options{Out: filepath.Join(t.TempDir(), "out"), Backend: interp.New()}
			tt.change(net, &opt)
			if _, err := Start(context.Background(), Description{Network: net}, opt); err == nil {
				t.Fatal("it started")
			}
			if _, err := os.Stat(opt.Out); !os.IsNotExist(err) {
				t.Errorf("%s is there: %v", opt.Out, err)
			}
		})
	}
}

func TestNoOverwrite(t *testing.T) {
	out := t.TempDir()
	if err := os.WriteFile(filepath.Join(out, "run.json"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := Start(context.Background(), Description{Network: noisy(t)}, Options{Out: out, NoOverwrite: true, Backend: interp.New()})
	if err == nil || !strings.Contains(err.Error(), "holds a run already") {
		t.Errorf("error is %v", err)
	}
}

// A checkpoint that a run does not come to is missed, not forgotten.
func TestCheckpointAfterTheEnd(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "late")
	r := start(t, noisy(t), Options{Out: dir, Save: Save{File: file, At: 100}})
	advance(t, r, 50)
	want := "checkpoint " + file + " is not written: the run ended at 50 ms, before 100 ms"
	if err := r.Finish(nil); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// What another program left in the folder is kept, the results of an earlier run
// are not.
func TestFilesOfOthersAreKept(t *testing.T) {
	needHDF5(t)
	out := t.TempDir()
	if err := os.WriteFile(filepath.Join(out, "spikes.h5"), []byte("theirs"), 0o666); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		r := start(t, noisy(t), Options{Out: out})
		advance(t, r, 10)
		if err := r.Finish(nil); err != nil {
			t.Fatal(err)
		}
		if warned := len(r.Warnings) > 0; warned != (i == 0) {
			t.Errorf("run %d: warnings are %q", i, r.Warnings)
		}
	}
	if text, err := os.ReadFile(filepath.Join(out, "spikes.before.h5")); err != nil || string(text) != "theirs" {
		t.Errorf("spikes.before.h5: %q, %v", text, err)
	}
	if _, err := sonata.ReadSpikes(filepath.Join(out, "spikes.h5")); err != nil {
		t.Error(err)
	}
}

// run.json has the documented keys and values that fit together.
func TestResult(t *testing.T) {
	out := t.TempDir()
	now := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	net := noisy(t)
	r, err := Start(context.Background(), Description{
		Title: "Noisy", Model: "noisy.star", Network: net, Parameters: map[string]string{"g": "5"}, Sources: []string{"Somebody 2000"},
	}, Options{Out: out, Seed: 1, Backend: interp.New(), Host: Host{
		Version:    "0",
		Now:        func() time.Time { now = now.Add(time.Second); return now },
		Began:      now.Add(-time.Second),
		PeakMemory: func() float64 { return 12 },
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Sim.Close()
	advance(t, r, 200)
	expectation := report.Expectation{Name: "rate", Got: math.NaN(), Want: 30, Tol: 0.1, Relative: true, Unit: "Hz", Source: "here"}
	if err := r.Finish([]report.Expectation{expectation}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(out, "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(text, &keys); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"version", "model", "title", "seed", "dt_ms", "t_ms", "threads", "backend", "neurons", "synapses", "bytes_per_synapse",
		"first_step_s", "build_s", "compile_s", "run_s", "speed", "spikes", "synaptic_events", "peak_memory_mb", "populations", "checks",
		"parameters", "sources", "interrupted", "files",
	} {
		if _, ok := keys[key]; !ok {
			t.Errorf("run.json lacks %q", key)
		}
	}
	result := readResult(t, out)
	if result.Neurons != 50 || result.Synapses != 250 || result.Step != 0.1 || math.Abs(float64(result.Duration)-200) > 1e-9 {
		t.Errorf("sizes: %+v", result)
	}
	if result.FirstStep < 2 { // the clock goes a second further whenever it is read
		t.Errorf("the first step came after %g s, want at least 2", result.FirstStep)
	}
	if want := result.Run * 1000 / Number(result.Duration); result.Speed != want || result.Run <= 0 {
		t.Errorf("speed is %g in %g s, want %g", result.Speed, result.Run, want)
	}
	p := result.Populations[0]
	if want := float64(p.Spikes) / 50 / 0.2; p.Spikes != result.Spikes || math.Abs(float64(p.Rate)-want) > 1e-9 || p.Integrators["V"] == "" {
		t.Errorf("population: %+v, want a rate of %g", p, want)
	}
	if c := result.Checks[0]; !math.IsNaN(float64(c.Got)) || c.Tolerance != 3 || c.Pass {
		t.Errorf("check: %+v", c)
	}
	if want := []string{"Somebody 2000", "lif: Lapicque 1907, J Physiol Pathol Gen 9:620"}; !slices.Equal(result.Sources, want) {
		t.Errorf("sources: %q, want %q", result.Sources, want)
	}
	for _, file := range result.Files {
		if _, err := os.Stat(filepath.Join(out, file)); err != nil {
			t.Error(err)
		}
	}
}

// Several runs share a folder and a report.
func TestSeveralRuns(t *testing.T) {
	needHDF5(t)
	out := t.TempDir()
	var runs []*Run
	for _, label := range []string{"", "second"} {
		r := start(t, noisy(t), Options{Out: out, Label: label})
		advance(t, r, 100)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	if err := Write(Description{Title: "Two"}, Options{Out: out, Backend: interp.New()}, runs, nil, nil); err != nil {
		t.Fatal(err)
	}
	result := readResult(t, out)
	if result.Neurons != 100 || result.Duration < 199.9 || result.Spikes != result.Populations[0].Spikes+result.Populations[1].Spikes {
		t.Errorf("sums: %+v", result)
	}
	if name := result.Populations[1].Name; name != "second: E" {
		t.Errorf("population is called %q, want its run's label before it", name)
	}
	want := []string{"spikes.h5", "v.h5", "second_spikes.h5", "second_v.h5", "report.html"}
	if !slices.Equal(result.Files, want) {
		t.Errorf("files: %q, want %q", result.Files, want)
	}
	for _, file := range want {
		if _, err := os.Stat(filepath.Join(out, file)); err != nil {
			t.Error(err)
		}
	}
}

// Without libhdf5 the same run gives the same spikes as a table.
func TestWithoutHDF5(t *testing.T) {
	out := t.TempDir()
	net := noisy(t)
	r := start(t, net, Options{})
	r.recorder.out, r.recorder.noHDF5 = out, true
	w, err := sonata.CreateSpikes(r.recorder.path("", "spikes", ".csv"), sonata.ByTime)
	if err != nil {
		t.Fatal(err)
	}
	r.recorder.spikes = w
	advance(t, r, 100)
	if err := r.Finish(nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"spikes.csv", "v.npy"}; !slices.Equal(r.recorder.written(), want) {
		t.Errorf("files: %q, want %q", r.recorder.written(), want)
	}
	table, err := sonata.ReadSpikes(filepath.Join(out, "spikes.csv"))
	if err != nil {
		t.Fatal(err)
	}
	times, _, err := r.Spikes(net.Populations[0])
	if err != nil || !slices.Equal(table[0].Times, times) {
		t.Errorf("%d spikes in the table, %d read back, %v", len(table[0].Times), len(times), err)
	}
}
