package main

import (
	"context"
	"flag"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/bench"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// example is a report of made-up figures.
func example() *report {
	result := func(wall bench.Number) bench.Result {
		return bench.Result{Simulator: "cajal", Version: "0.1.0", Backend: "native", Threads: 1, Wall: wall, RealTime: wall, Foreign: bench.Numbers{0}}
	}
	brian := func(wall bench.Number) *bench.Result {
		r := result(wall)
		r.Simulator, r.Version, r.Build = "Brian2-cpp", "2.5.1", 15
		return &r
	}
	brunel, kernel, full := result(1), result(1), result(3.5)
	brunel.Events = 3.2e8
	kernel.PerLane = 6
	gcc := &bench.Result{Simulator: "gcc", Version: "12.2.0", PerLane: 12}
	full.Build, full.PeakMemory, full.Rates = 30, 3000, map[string]bench.Number{}
	for name, rate := range fullRates {
		full.Rates[name] = bench.Number(rate)
	}
	full.Rates["L6E"] *= 1.2
	loaded := result(0.5)
	loaded.Foreign = bench.Numbers{0, 0.9}
	return &report{
		Machine: "a processor, 2 cores", Date: "2026-01-02", Threads: 1,
		Runs: map[string]pair{
			"cobahh": {result(0.9), brian(9.9)}, "cobahh_neurons_only": {loaded, brian(9)}, "cuba": {result(0.1), nil},
			"brunel_delta": {brunel, brian(20)}, "hh_kernel": {kernel, gcc}, "latency_cobahh": {result(0.04), nil},
			"microcircuit_n0.2_k0.2/1": {result(2), nil}, "microcircuit": {full, nil},
		},
		Same: []agreement{
			{Network: "cuba", A: "1 thread", B: "2 threads", Spikes: [2]int{5, 5}, Equal: true},
			{Network: "cuba", A: "1 thread", B: "4 threads", Spikes: [2]int{5, 6}, Parted: 12.3},
			{Network: "cuba", A: "1 thread", B: "interp", Spikes: [2]int{5, 6}, Parted: 99},
		},
	}
}

// Ratios, targets and marks, as text and on the page, where remarks are kept.
func TestTable(t *testing.T) {
	r := example()
	r.Rows = rows(r)
	page := filepath.Join(t.TempDir(), "RESULTS.md")
	old := "# Head\n" + tableBegins + "\n| CUBA 4,000 | x | y | the spike list |\n" + tableEnds + "\ntail\n"
	if err := os.WriteFile(page, []byte(old), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := r.writeInto(page); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	got := r.text() + "\n" + string(written)
	golden := filepath.Join("testdata", "table.txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant (rewrite with -update, then read)\n%s", got, want)
	}
}

func TestRatio(t *testing.T) {
	p := example().Runs["cobahh"]
	if r := faster("w", 10)(p); r.Ratio != "11.0" || !r.Met {
		t.Errorf("9.9 s over 0.9 s: %+v", r)
	}
	if r := faster("w", 11.5)(p); r.Met {
		t.Errorf("11 times is not 11.5 times: %+v", r)
	}
	if r := faster("w", 10)(pair{Cajal: p.Cajal}); r.Ratio != "" || r.Met {
		t.Errorf("without a peer there is no ratio: %+v", r)
	}
	if got := deviation(example().Runs["microcircuit"].Cajal.Rates); math.Abs(got-20) > 1e-9 {
		t.Errorf("deviation %g %%, want 20", got)
	}
	if got := deviation(nil); got != 100 {
		t.Errorf("deviation of missing rates %g %%, want 100", got)
	}
}

func TestResultsSurvive(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.json")
	r := example()
	r.Rows = rows(r)
	if err := r.save(file); err != nil {
		t.Fatal(err)
	}
	back, err := readReport(file)
	if err != nil || back.text() != r.text() || len(back.Runs) != len(r.Runs) {
		t.Errorf("read back %+v, %v", back, err)
	}
}

func TestOnly(t *testing.T) {
	err := settings{only: "cubba", out: t.TempDir()}.measure(context.Background(), &report{})
	if err == nil || !strings.Contains(err.Error(), "cuba") {
		t.Errorf("got %v, want an error that lists the benchmarks", err)
	}
}

// The C program is vectorised, keeps pace with its input, and computes what the text
// of the kernel means: the mean over the lanes of the three gates in closed form.
func TestPeerKernel(t *testing.T) {
	for _, program := range []string{"gcc", "objdump"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	t.Chdir(filepath.Join("..", ".."))
	s := settings{out: t.TempDir()}
	p, err := s.startPeer(context.Background(), job{peer: []string{kernelProgram}}, []string{"--t", "1", "--threads", "1"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r, err := p.repetition(context.Background(), 0)
		if err != nil || r.Name != "hh_kernel" || r.Duration != 1 || r.Neurons != 4096 || r.PerLane <= 0 || len(r.Walls) != 1 {
			t.Fatalf("%v: %+v", err, r)
		}
		if want := meanGates(1); math.Abs(float64(r.Gates)-want) > 1e-5 { // printed with six digits
			t.Errorf("gates add up to %g, want %g", r.Gates, want)
		}
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
}

// meanGates is the mean of m + h + n after t ms, Hodgkin & Huxley 1952.
func meanGates(t float64) float64 {
	linoid := func(x float64) float64 {
		if x == 0 {
			return 1
		}
		return x / math.Expm1(x)
	}
	sum := 0.0
	for lane := range 4096 {
		v := -80 + 100*float64(lane)/4096
		for _, gate := range [][3]float64{
			{0.05, linoid(-(v + 40) / 10), 4 * math.Exp(-(v+65)/18)},
			{0.6, 0.07 * math.Exp(-(v+65)/20), 1 / (1 + math.Exp(-(v+35)/10))},
			{0.32, 0.1 * linoid(-(v+55)/10), 0.125 * math.Exp(-(v+65)/80)},
		} {
			rate := gate[1] + gate[2]
			sum += gate[1]/rate + (gate[0]-gate[1]/rate)*math.Exp(-rate*t)
		}
	}
	return sum / 4096
}
