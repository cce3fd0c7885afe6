package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/format/hdf5"
)

func TestRun(t *testing.T) {
	in(t, map[string]string{"regular.star": regular})
	got := cajal("run", "regular.star", "--threads", "1")
	if got.status != 0 {
		t.Fatalf("status %d: %s%s", got.status, got.out, got.err)
	}
	for _, want := range []string{"iaf_psc_exp", "✓", "10 neurons", filepath.Join("out", "regular", "report.html")} {
		if !strings.Contains(got.out, want) {
			t.Errorf("output lacks %q:\n%s", want, got.out)
		}
	}
	if _, err := os.Stat(filepath.Join("out", "regular", "report.html")); err != nil {
		t.Error(err)
	}
	if quiet := cajal("run", "regular.star", "--quiet"); quiet.out != "" || quiet.err != "" || quiet.status != 0 {
		t.Errorf("--quiet: %+v", quiet)
	}
}

// --json prints what run.json says.
func TestRunJSON(t *testing.T) {
	in(t, map[string]string{"regular.star": regular})
	got := cajal("run", "regular.star", "--json", "--seed", "7", "--set", "I=650*pA")
	var printed experiment.Result
	if err := json.Unmarshal([]byte(got.out), &printed); err != nil {
		t.Fatalf("%v: %s%s", err, got.out, got.err)
	}
	text, err := os.ReadFile(filepath.Join("out", "regular", "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	var written experiment.Result
	if err := json.Unmarshal(text, &written); err != nil {
		t.Fatal(err)
	}
	if printed.Spikes != written.Spikes || printed.Seed != 7 || written.Seed != 7 || written.Version == "" || written.Threads == 0 {
		t.Errorf("printed %+v, written %+v", printed, written)
	}
	if written.Parameters["I"] == "" {
		t.Errorf("run.json lacks what was set: %v", written.Parameters)
	}
	// 650 pA is not the current of the closed form: the check fails, and the status says so.
	if got.status != exitError || written.Checks[0].Pass {
		t.Errorf("status %d, check %+v; want 1 and a check that is not met", got.status, written.Checks[0])
	}
}

// noisy is a network without rest.
const noisy = `
E = population(40, "iaf_psc_exp", V_m=uniform(-70*mV, -55*mV))
connect(E, E, fixed_indegree(5), weight=normal(40*pA, 4*pA), delay=1.5*ms)
stimulate(E, "poisson_drive", port="ex", rate=5000*Hz, weight=40*pA)
run(60*ms)
E.I_e = 50*pA
run(140*ms)
`

// needHDF5 skips a test that reads files of spikes where libhdf5 is missing.
func needHDF5(t *testing.T) {
	t.Helper()
	if err := hdf5.Available(); err != nil {
		t.Skip(err)
	}
}

// Any number of threads gives the same spikes, and other seeds others.
func TestCompareThreads(t *testing.T) {
	needHDF5(t)
	in(t, map[string]string{"noisy.star": noisy})
	for _, args := range [][]string{{"-o", "one", "--threads", "1"}, {"-o", "three", "--threads", "3"}, {"-o", "other", "--seed", "2"}} {
		if got := cajal(append([]string{"run", "noisy.star", "-q"}, args...)...); got.status != 0 {
			t.Fatal(got.err)
		}
	}
	if got := cajal("compare", "one", "three", "--time-tolerance", "0"); got.status != 0 || !strings.Contains(got.out, "equal") {
		t.Errorf("1 and 3 threads: %+v", got)
	}
	got := cajal("compare", "one", "other", "--json")
	var list []comparison
	if err := json.Unmarshal([]byte(got.out), &list); err != nil || got.status != exitError || list[0].Equal || list[0].UnequalCells == 0 {
		t.Errorf("two seeds: %+v, %v", got, err)
	}
	if got := cajal("compare", "one", "other", "--until", "0.2ms"); got.status != 0 {
		t.Errorf("before the first spike: %+v", got)
	}
}

// Stopping at a checkpoint and going on in another process gives the spikes of
// the run in one piece.
func TestRestore(t *testing.T) {
	needHDF5(t)
	in(t, map[string]string{"noisy.star": noisy})
	for _, args := range [][]string{
		{"-o", "whole"},
		{"-o", "first", "--until", "100", "--checkpoint", "state", "--checkpoint-at", "100 ms"},
		{"-o", "rest", "--restore", "state"},
	} {
		if got := cajal(append([]string{"run", "noisy.star", "-q"}, args...)...); got.status != 0 {
			t.Fatal(got.err)
		}
	}
	if got := cajal("compare", "whole", "rest", "--after", "100 ms", "--time-tolerance", "0"); got.status != 0 {
		t.Errorf("whole and restored: %+v", got)
	}
	read := func(folder string) (times []float64, cells []uint64) {
		spikes, err := readSpikes(folder)
		if err != nil {
			t.Fatal(err)
		}
		return spikes[0].Times, spikes[0].NodeIDs
	}
	times, cells := read("first")
	moreTimes, moreCells := read("rest")
	times, cells = append(times, moreTimes...), append(cells, moreCells...)
	wantTimes, wantCells := read("whole")
	if len(moreTimes) == 0 || len(times) != len(wantTimes) {
		t.Fatalf("%d spikes, %d of them after the checkpoint; want %d", len(times), len(moreTimes), len(wantTimes))
	}
	for i := range times {
		if times[i] != wantTimes[i] || cells[i] != wantCells[i] {
			t.Fatalf("spike %d is of cell %d at %g ms, want cell %d at %g ms", i, cells[i], times[i], wantCells[i], wantTimes[i])
		}
	}
}

// An interrupted run says so, keeps its files and has the status of Ctrl-C.
func TestInterrupted(t *testing.T) {
	needHDF5(t)
	in(t, map[string]string{"noisy.star": strings.Replace(noisy, "run(140*ms)", "print(\"half\")\nrun(1000*s)", 1)})
	ctx, cancel := context.WithCancel(context.Background())
	var out, errors bytes.Buffer
	status := execute(ctx, &terminal{[]string{"run", "noisy.star", "-o", "results"}, cancelling{&out, cancel}, &errors})
	if status != exitInterrupted || !strings.Contains(errors.String(), "interrupted") {
		t.Errorf("status %d, %s", status, errors.String())
	}
	spikes, err := readSpikes("results")
	if err != nil || len(spikes[0].Times) == 0 {
		t.Errorf("results: %v, %v", spikes, err)
	}
	text, err := os.ReadFile(filepath.Join("results", "run.json"))
	if err != nil || !strings.Contains(string(text), `"interrupted": true`) {
		t.Errorf("run.json: %s, %v", text, err)
	}
}

// cancelling presses Ctrl-C when the script prints.
type cancelling struct {
	*bytes.Buffer
	cancel func()
}

func (c cancelling) Write(text []byte) (int, error) {
	c.cancel()
	return c.Buffer.Write(text)
}

// A circuit with a mistake is not run, and leaves no results: one line says what is wrong.
func TestBrokenCircuit(t *testing.T) {
	needHDF5(t)
	data := filepath.Join(here, "..", "..", "..", "shared", "data", "sonata")
	if _, err := os.Stat(data); err != nil {
		t.Skip("the SONATA example circuits are not beside the repository")
	}
	morphology := filepath.Join("shared_components", "morphologies", "Scnn1a_473845048_m.swc")
	for _, tt := range []struct{ name, file, from, to, want string }{
		{"circle", morphology, "\n10 3 -3.3720 11.9918 -6.7312 0.432 9\n", "\n10 3 -3.3720 11.9918 -6.7312 0.432 12\n", "Scnn1a_473845048_m.swc:13: parents go round in a circle of 3: 10 → 12 → 11 → 10, want a way"},
		{"orphan", morphology, " 0.432 9\n", " 0.432 99999\n", "Scnn1a_473845048_m.swc:13: parent 99999 is not in the file, want the id of another sample"},
		{"second root", morphology, " 0.432 9\n", " 0.432 -1\n", "Scnn1a_473845048_m.swc:13: sample 10 is a second root beside sample 1"},
		{"missing morphology", filepath.Join("9_cells", "network", "cortex_node_types.csv"), "Scnn1a_473845048_m", "Scnn1a_473845049_m", `no file Scnn1a_473845049_m.swc; did you mean "Scnn1a_473845048_m.swc"?`},
		{"missing mechanism", filepath.Join("shared_components", "biophysical_neuron_templates", "nml", "Cell_472363762.cell.nml"), `ionChannel="Ih"`, `ionChannel="Ihh"`, `no channel "Ihh": neither Ihh.mod in components.mechanisms_dir nor one of the library; did you mean "Ih"?`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in(t, nil)
			for _, folder := range []string{"9_cells", "shared_components"} {
				if err := os.CopyFS(folder, os.DirFS(filepath.Join(data, folder))); err != nil {
					t.Fatal(err)
				}
			}
			text, err := os.ReadFile(tt.file)
			if err != nil || !strings.Contains(string(text), tt.from) {
				t.Fatalf("%s has no %q (%v)", tt.file, tt.from, err)
			}
			if err := os.WriteFile(tt.file, []byte(strings.ReplaceAll(string(text), tt.from, tt.to)), 0o666); err != nil {
				t.Fatal(err)
			}
			got := cajal("run", filepath.Join("9_cells", "config.json"), "-o", "results")
			if got.status != exitError || !strings.Contains(got.err, tt.want) || strings.Count(got.err, "\n") != 1 {
				t.Errorf("status %d, %s, want one line with %s", got.status, got.err, tt.want)
			}
			if _, err := os.Stat("results"); !os.IsNotExist(err) {
				t.Errorf("results is there: %v", err)
			}
		})
	}
}

// The circuits of the SONATA repository, from the command line to the
// comparison with the spikes that come with them.
func TestSonataCircuits(t *testing.T) {
	needHDF5(t)
	data := filepath.Join(here, "..", "..", "..", "shared", "data", "sonata")
	if _, err := os.Stat(data); err != nil {
		t.Skip("the SONATA example circuits are not beside the repository")
	}
	in(t, nil)
	for _, tt := range []struct{ name, reference string }{
		{"300_intfire", "spikes.h5"},           // by BMTK with NEURON
		{"300_pointneurons", "spikes_nest.h5"}, // by NEST
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := cajal("run", filepath.Join(data, tt.name, "config.json"), "-o", tt.name, "-q"); got.status != 0 {
				t.Fatal(got.err)
			}
			got := cajal("compare", tt.name, filepath.Join(data, tt.name, "output", tt.reference), "--time-tolerance", "1e-9 ms")
			if got.status != 0 {
				t.Errorf("%+v", got)
			}
		})
	}
}
