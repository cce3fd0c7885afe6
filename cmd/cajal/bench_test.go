package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/bench"
)

// Other simulators' results are compared by these names, and scripts look for them.
func TestBenchNames(t *testing.T) {
	want := []string{"cuba", "cobahh", "cobahh_neurons_only", "latency_cobahh", "brunel_delta", "microcircuit_n0.2_k0.2", "microcircuit", "hh_kernel",
		"ring_pas", "ring_hh", "ring_pas_neuron", "ring_hh_neuron"}
	if got := benchmarkNames(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	all, err := benchCommand{Reps: 1}.chosen()
	if err != nil || len(all) != len(want)-1 || slices.ContainsFunc(all, func(b benchmark) bool { return b.name == "microcircuit" }) {
		t.Errorf("by default %d benchmarks, error %v; want all but the full microcircuit", len(all), err)
	}
}

// smaller makes benchmarks fit for a test: what counts here is that they run.
var smaller = map[string][2]string{"brunel_delta": {"scale", "0.1"}, "microcircuit_n0.2_k0.2": {"scale", "0.02"}, "microcircuit": {"scale", "0.02"}}

// Every benchmark runs 5 ms, and its line has the fields of testdata/bench.txt.
func TestBenchLines(t *testing.T) {
	t.Chdir(t.TempDir())
	var fields strings.Builder
	for _, b := range benchmarks {
		if s, ok := smaller[b.name]; ok {
			b = b.with("presim", "5ms").with(s[0], s[1])
		}
		five := milliseconds(5)
		c := benchCommand{how: how{Threads: 2, Backend: defaultBackend}, Time: &five, Reps: 2}
		r, err := c.repeat(context.Background(), work{b, c, &terminal{}})
		if err != nil {
			t.Fatalf("%s: %v", b.name, err)
		}
		if want := map[string]bench.Number{"latency_cobahh": 0.1}[b.name]; r.Duration != 5 && r.Duration != want {
			t.Errorf("%s: %g ms measured, want 5", b.name, r.Duration)
		}
		if len(r.Walls) != 2 || r.Wall != bench.Median(r.Walls) || r.Wall <= 0 || r.Build <= 0 || r.Neurons == 0 {
			t.Errorf("%s: %+v", b.name, r)
		}
		fmt.Fprintf(&fields, "%s: %s\n", b.name, strings.Join(fieldsOf(t, r), " "))
	}
	if files, err := os.ReadDir("."); err != nil || len(files) > 0 {
		t.Errorf("benchmarks wrote %v, want no files; %v", files, err)
	}
	golden(t, "bench.txt", fields.String())
}

// fieldsOf lists the names in a line, those of populations at the end.
func fieldsOf(t *testing.T, r bench.Result) []string {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, match := range regexp.MustCompile(`"(\w+)":`).FindAllStringSubmatch(string(text), -1) {
		names = append(names, match[1])
	}
	return names
}

// What the line says of the speed follows from the rest of it.
func TestBenchRates(t *testing.T) {
	got := cajal("bench", "cuba", "--t", "20", "--reps", "1", "--threads", "2", "--json")
	var r bench.Result
	if err := json.Unmarshal([]byte(got.out), &r); err != nil {
		t.Fatalf("%v: %+v", err, got)
	}
	for _, x := range []struct {
		name      string
		got, want bench.Number
	}{
		{"neuron_updates_per_s", r.Updates, 4000 * 200 / r.Wall},
		{"rate_hz", r.Rate, bench.Number(r.Spikes) / 4000 / 0.02},
		{"rtf", r.RealTime, r.Wall / 0.02},
		{"throughput", r.Throughput, r.Events},
	} {
		if math.Abs(float64(x.got/x.want-1)) > 1e-5 { // six digits are printed
			t.Errorf("%s is %g, want %g", x.name, x.got, x.want)
		}
	}
	if r.Threads != 2 || r.Simulator != "cajal" || r.Backend == "" || r.Spikes == 0 {
		t.Errorf("%+v", r)
	}
}

// The gates of hh_kernel move exactly, at a fixed potential, as
// x∞ + (x₀ − x∞)·exp(−t/τ), here with the rates of Hodgkin & Huxley 1952 written anew.
func TestKernel(t *testing.T) {
	k, err := newKernelRun(defaultBackend)
	if err != nil {
		t.Fatal(err)
	}
	const steps = 40
	for range steps {
		k.step.Run(&k.args, 0, kernelLanes)
	}
	linoid := func(x float64) float64 { return x / math.Expm1(x) }
	for lane := 7; lane < kernelLanes; lane += 97 {
		v := k.args.Columns[0][lane]
		for i, gate := range []struct{ start, alpha, beta float64 }{
			{0.05, linoid(-(v + 40) / 10), 4 * math.Exp(-(v+65)/18)},
			{0.6, 0.07 * math.Exp(-(v+65)/20), 1 / (1 + math.Exp(-(v+35)/10))},
			{0.32, 0.1 * linoid(-(v+55)/10), 0.125 * math.Exp(-(v+65)/80)},
		} {
			steady := gate.alpha / (gate.alpha + gate.beta)
			want := steady + (gate.start-steady)*math.Exp(-(gate.alpha+gate.beta)*steps*kernelStep)
			if got := k.args.Columns[1+i][lane]; math.Abs(got-want) > 1e-12 { // 40 steps of a few ulp each
				t.Errorf("gate %d at %g mV is %.15g, want %.15g", i, v, got, want)
			}
		}
	}
}
