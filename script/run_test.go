package script

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/experiment"
)

// examples are run as they are where they are quick, else at a small scale.
var examples = []struct {
	file  string
	set   map[string]string
	check bool // whether its expectations hold at this scale
}{
	{"hello.star", nil, true},
	{"fi_curve.star", map[string]string{"time": "100 ms", "currents": "5"}, false},
	{"stdp.star", map[string]string{"pairs": "5", "every": "20 ms"}, true},
	{"brunel.star", map[string]string{"N": "500", "inputs": "40", "time": "200 ms"}, false},
	{"ball_and_stick.star", nil, true},
	{"morphology.star", nil, true},
	{"field.star", nil, true},
	{"extracellular.star", nil, true},
	{"hay.star", map[string]string{"files": "../../shared/data/139653"}, true},
	{"microcircuit.star", map[string]string{"scale": "0.01", "time": "100 ms"}, false},
}

func TestExamples(t *testing.T) {
	for _, tt := range examples {
		t.Run(tt.file, func(t *testing.T) {
			opt := testOptions()
			opt.Set = tt.set
			if files := tt.set["files"]; files != "" {
				if _, err := os.Stat(filepath.Join("..", "examples", files)); err != nil {
					t.Skipf("the files of the model are not at hand: %v", err)
				}
			}
			r, err := Run(context.Background(), filepath.Join("..", "examples", tt.file), opt)
			if err != nil {
				t.Fatal(err)
			}
			if r.Spikes == 0 && len(r.Expectations) == 0 {
				t.Error("nothing fires, and nothing is expected")
			}
			if len(r.Figures) == 0 {
				t.Error("there is no figure")
			}
			for _, e := range r.Expectations {
				if tt.check && !e.Pass {
					t.Errorf("%s: got %s, want %s %s", e.Name, e.Result(), e.Target(), e.Tolerance())
				}
			}
		})
	}
}

// All examples are listed above.
func TestExamplesAreTested(t *testing.T) {
	files, err := filepath.Glob("../examples/*.star")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !slices.ContainsFunc(examples, func(e struct {
			file  string
			set   map[string]string
			check bool
		}) bool {
			return e.file == filepath.Base(file)
		}) {
			t.Errorf("%s is not among the tested examples", file)
		}
	}
}

// Runs at the top level of a script leave files, those in loops only if they are told to.
func TestFiles(t *testing.T) {
	const text = `
def fire(save):
    new_network()
    E = population(1, "iaf_psc_exp", I_e = 500*pA)
    run(20*ms, save = save)

title("Files")
E = population(2, "iaf_psc_exp", I_e = 500*pA)
V = record(E, "V_m")
run(50*ms)
run(50*ms)
fire(None)
fire(True)
new_network("third")
F = population(1, "iaf_psc_exp", I_e = 500*pA)
run(20*ms)
new_network("third")
F = population(1, "iaf_psc_exp", I_e = 500*pA)
run(20*ms)
plot.line([1, 2], [3, 4])
`
	dir := filepath.Join(t.TempDir(), "out")
	_, r, err := run(t, text, func(o *Options) { o.Out = dir })
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name, _, _ := strings.Cut(e.Name(), ".")
		names = append(names, name)
	}
	want := []string{"2_spikes", "V", "report", "run", "spikes", "third_2_spikes", "third_spikes"}
	if !slices.Equal(names, want) {
		t.Errorf("files %v, want %v", names, want)
	}
	if !r.Saved || len(r.Populations) != 4 || r.Duration != 160 {
		t.Errorf("saved %t, %d populations over %g ms; want true, 4 and 160", r.Saved, len(r.Populations), r.Duration)
	}
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil || !bytes.Contains(page, []byte("<title>Files")) {
		t.Errorf("the report has no title: %v", err)
	}
}

// A script that fails before its first run leaves no folder; one that fails later
// keeps what was simulated.
func TestFailureAndFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	_, r, err := run(t, "E = population(1, \"iaf_psc_exp\")\nx = 3*mV + 2\n", func(o *Options) { o.Out = dir })
	if _, e := os.Stat(dir); err == nil || r != nil || e == nil {
		t.Errorf("before the run: result %v, error %v, folder %v", r, err, e)
	}
	_, r, err = run(t, "E = population(1, \"iaf_psc_exp\")\nrun(5*ms)\nx = 3*mV + 2\n", func(o *Options) { o.Out = dir })
	if _, e := os.Stat(filepath.Join(dir, "run.json")); err == nil || r == nil || e != nil {
		t.Errorf("after the run: result %v, error %v, run.json %v", r, err, e)
	}
}

// What ends a script after a run is noted with the run.
func TestEndedBetweenRuns(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for _, tt := range []struct {
		name, then  string
		interrupted bool
	}{
		{"by an error", "fail(\"enough\")", false},
		{"by Ctrl-C", "print(\"cancel\")\nrun(1*ms)", true},
	} {
		opt := testOptions()
		opt.Source = []byte("E = population(1, \"iaf_psc_exp\")\nrun(1*ms)\n" + tt.then + "\n")
		opt.Stdout = canceller(cancel)
		r, err := Run(ctx, "ended.star", opt)
		if err == nil || r == nil || r.Error == "" || r.Interrupted != tt.interrupted {
			t.Errorf("%s: %v, %+v", tt.name, err, r)
		}
	}
}

// interrupting cancels once the simulation has come to a time.
func interrupting(o *Options, cancel func(), at float64) {
	o.Progress = func(p experiment.Progress) {
		if p.Time >= at {
			cancel()
		}
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	opt := testOptions()
	interrupting(&opt, cancel, 100)
	opt.Source = []byte("E = population(1, \"iaf_psc_exp\")\nrun(100*s)\nfail(\"not interrupted\")\n")
	r, err := Run(ctx, "test.star", opt)
	if !errors.Is(err, context.Canceled) || r == nil || !r.Interrupted || r.Duration >= 1e5 {
		t.Errorf("result %+v, error %v; want part of the run and that it was cancelled", r, err)
	}
}

// A script that computes for ever ends when it is cancelled.
func TestEndlessScript(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	opt := testOptions()
	opt.Stdout = canceller(cancel)
	opt.Source = []byte("print(\"on\")\nwhile True:\n    pass\n")
	if _, err := Run(ctx, "test.star", opt); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that it was cancelled", err)
	}
}

// canceller is a writer that cancels.
type canceller func()

func (c canceller) Write(p []byte) (int, error) {
	c()
	return len(p), nil
}

func TestCheckOnly(t *testing.T) {
	check := func(o *Options) { o.CheckOnly, o.Out = true, filepath.Join(t.TempDir(), "out") }
	_, r, err := run(t, "E = population(7, \"iaf_psc_exp\")\nrun(1000*s)\nfail(\"it ran\")\n", check)
	if err != nil || r.Neurons != 7 || r.Duration != 0 {
		t.Errorf("result %+v, error %v; want 7 neurons that did not run", r, err)
	}
	_, _, err = run(t, "E = population(7, \"iaf_psc_exp\")\nconnect(E, E, all_to_all(), weight = 1*pA, delay = 1*us)\nrun(1*s)\n", check)
	if err == nil || !strings.HasPrefix(err.Error(), "test.star:2:1: projection E to E: delay") {
		t.Errorf("error %v, want the delay's", err)
	}
}

func TestUntil(t *testing.T) {
	out, r, err := run(t, "E = population(1, \"iaf_psc_exp\", I_e = 500*pA)\nr = run(60*ms)\nq = run(60*ms)\nprint(r.to, q.to, run(5*ms).rate(E))\n", func(o *Options) { o.Until = 100 })
	if err != nil || !strings.HasPrefix(out, "60 ms 100 ms") || r.Duration != 100 {
		t.Errorf("printed %q, duration %g, error %v; want 60 ms and 100 ms", out, r.Duration, err)
	}
}

// A value that becomes NaN ends the script at the run that met it.
func TestNaN(t *testing.T) {
	_, _, err := run(t, `
bad = model("""
neuron bad
state V 1 = 1
      V' = V*V/ms
spike when V < 0 { V = 0 }
""")
E = population(1, bad, method = "euler")
run(20*ms)
`, nil)
	if err == nil || !strings.HasPrefix(err.Error(), "test.star:9:1: ") || !strings.Contains(err.Error(), "V") {
		t.Errorf("error %v, want one at the run that names V", err)
	}
}
