package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/format/hdf5"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// outcome is what a command line led to.
type outcome struct {
	out, err string
	status   int
}

// cajal runs a command line in the present folder.
func cajal(args ...string) outcome { return cajalUntil(context.Background(), args...) }

func cajalUntil(ctx context.Context, args ...string) outcome {
	var out, err bytes.Buffer
	status := execute(ctx, &terminal{args, &out, &err})
	return outcome{out.String(), err.String(), status}
}

// in changes to an empty folder that holds the given files.
func in(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// regular is a script whose results have a closed form.
const regular = `
title("Regular")
I = param("I", 600*pA, "constant current")
E = population(10, "iaf_psc_exp", I_e=I)
record(E[:2], "V_m", every=0.5*ms)
r = run(500*ms)
expect("rate", r.rate(E), 1/(2*ms + 10*ms*log(24/(24 - 15))), tol=3*Hz, source="closed form")
`

// What users get wrong, and what they read then: a line each, no trace, and a
// status that is not 0.
func TestMistakes(t *testing.T) {
	in(t, map[string]string{
		"regular.star": regular,
		"typo.star":    "E = population(10, \"iaf_psc_exq\")\nrun(1*ms)\n",
		"unit.star":    "E = population(10, \"iaf_psc_exp\", V_th=3*nS)\nrun(1*ms)\n",
		"delay.star":   "E = population(10, \"iaf_psc_exp\")\nconnect(E, E, all_to_all(), weight=1*pA, delay=0.01*ms)\nrun(1*ms)\n",
		"nan.star": "m = model(\"\"\"neuron runaway\nparam x 0 1\nstate V 1 = 1\n      V' = V^3/ms\nspike when V < 0\n\"\"\")\n" +
			"E = population(3, m)\nrun(10*ms)\n",
		"broken.json": "{\"run\": {\"tstop\": 100,\n",
		"broken.eq":   "neuron broken\nstate V mV = 0\n      V' = 3 mV\nspike when V > 1 nA\n",
		"broken.h5":   "\x89HDF\r\n\x1a\n and no more",
		"text.txt":    "",
	})
	var b strings.Builder
	for _, line := range []string{
		"frobnicate",
		"rum regular.star",
		"run",
		"run missing.star",
		"run reguler.star",
		"run text.txt",
		"run regular.star --set I",
		"run regular.star --set J=3",
		"run regular.star --set I=3*mV",
		"run regular.star --backend interpp",
		"run regular.star --threads -1",
		"run regular.star --treads 2",
		"run regular.star --until 3mV",
		"run regular.star --checkpoint state",
		"run regular.star --restore state",
		"run regular.star --restore text.txt",
		"run typo.star",
		"run unit.star",
		"run delay.star",
		"run nan.star",
		"run broken.json",
		"check broken.eq",
		"check missing.eq",
		"models adx",
		"explain adex --pass integrat",
		"explain adex --method rk5",
		"compare missing.h5 text.txt",
		"reproduce nothing",
		"bench nothing",
		"bench cuba --reps 0",
	} {
		got := cajal(strings.Fields(line)...)
		if got.status == 0 {
			t.Errorf("cajal %s: status 0, want an error; output %s", line, got.out)
		}
		fmt.Fprintf(&b, "$ cajal %s\n%sstatus %d\n\n", line, got.err, got.status)
	}
	lists := regexp.MustCompile(`\(there are: .*\)`) // they grow
	golden(t, "mistakes.txt", lists.ReplaceAllString(b.String(), "(there are: …)"))
}

// here is the folder of the package, before tests leave it.
var here, _ = os.Getwd()

// golden compares with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join(here, "testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("%s, line %d (rewrite with -update, then read):\ngot  %q\nwant %q", name, i+1, line(gotLines, i), line(wantLines, i))
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}

// A mistake found before time 0 leaves no files.
func TestMistakesLeaveNothing(t *testing.T) {
	in(t, map[string]string{"delay.star": "E = population(10, \"iaf_psc_exp\")\nconnect(E, E, all_to_all(), weight=1*pA, delay=0.01*ms)\nrun(1*ms)\n"})
	if got := cajal("run", "delay.star", "-o", "results"); got.status != exitError {
		t.Fatalf("status %d: %s", got.status, got.err)
	}
	if _, err := os.Stat("results"); !os.IsNotExist(err) {
		t.Errorf("results is there: %v", err)
	}
}

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

// The library's models can be shown, cited and explained, each of them.
func TestLibrary(t *testing.T) {
	list := cajal("models")
	if list.status != 0 {
		t.Fatal(list.err)
	}
	for row := range strings.Lines(list.out) {
		name := strings.Fields(row)[1]
		for _, command := range []string{"models", "explain", "cite"} {
			if got := cajal(command, name); got.status != 0 || command != "cite" && got.out == "" {
				t.Errorf("cajal %s %s: %+v", command, name, got)
			}
		}
	}
}

// What explain shows is read by people: a small model in full.
func TestExplain(t *testing.T) {
	in(t, map[string]string{"lif.eq": `neuron lif "Leaky integrate-and-fire"
source  Lapicque 1907, J Physiol Pathol Gen 9:620
param   tau 20 ms   membrane time constant
        E   20 mV   drive
state   V mV = 0 mV membrane potential
        tau V' = E - V
spike when V > 15 mV { V = 0 mV }
`})
	golden(t, "explain.txt", cajal("explain", "lif.eq").out+"\n# jacobian\n"+cajal("explain", "lif.eq", "--pass", "jacobian").out)
}

func TestCheck(t *testing.T) {
	in(t, map[string]string{"regular.star": regular})
	got := cajal("check", "regular.star")
	if want := "regular.star is correct: 1 population, 10 neurons, 0 synapses\n"; got.out != want || got.status != 0 {
		t.Errorf("got %+v, want %q", got, want)
	}
	if _, err := os.Stat("out"); err == nil {
		t.Error("checking wrote files")
	}
}

func TestVersion(t *testing.T) {
	if got := cajal("version"); !strings.HasPrefix(got.out, "cajal "+version) {
		t.Errorf("got %+v", got)
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
