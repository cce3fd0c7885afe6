package script

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/report"
)

// same is the checks of the language's own tests.
const same = `def same(got, want):
    if str(got) != want:
        fail("got %s, want %s" % (got, want))
`

func TestLanguage(t *testing.T) {
	text, err := os.ReadFile("testdata/language.star")
	if err != nil {
		t.Fatal(err)
	}
	for _, chunk := range strings.Split(string(text), "\n---\n") {
		opt := testOptions()
		opt.Source = []byte(same + chunk)
		if _, err := Run(context.Background(), "language.star", opt); err != nil {
			t.Errorf("%v\nin\n%s", err, chunk)
		}
	}
}

// run runs a text in memory and returns what it prints.
func run(t *testing.T, text string, change func(*Options)) (string, *Result, error) {
	t.Helper()
	var out strings.Builder
	opt := testOptions()
	opt.Source, opt.Stdout = []byte(text), &out
	if change != nil {
		change(&opt)
	}
	r, err := Run(context.Background(), "test.star", opt)
	return out.String(), r, err
}

func TestSet(t *testing.T) {
	const text = `
n = param("n", 5)
rate = param("rate", 8*Hz, "of the input")
name = param("name", "E")
on = param("on", True)
list = param("list", [1*ms, 2*ms])
x = param("x", 1.5)
print(n, rate, name, on, list, x)
`
	for _, tt := range []struct {
		name, set, want string
	}{
		{"nothing", "", "5 8 Hz E True [1 ms, 2 ms] 1.5"},
		{"a whole number", "n=7", "7 8 Hz E True [1 ms, 2 ms] 1.5"},
		{"a unit", "rate=2 kHz", "5 2000 Hz E True [1 ms, 2 ms] 1.5"},
		{"a product", "rate=2*kHz", "5 2000 Hz E True [1 ms, 2 ms] 1.5"},
		{"a text", "name=I", "5 8 Hz I True [1 ms, 2 ms] 1.5"},
		{"a truth", "on=no", "5 8 Hz E False [1 ms, 2 ms] 1.5"},
		{"a list", "list=3ms, 4ms", "5 8 Hz E True [3 ms, 4 ms] 1.5"},
		{"a whole number for a float", "x=3", "5 8 Hz E True [1 ms, 2 ms] 3"},
		{"no unit", "rate=2", `test.star:3:8: --set rate=2: it has no unit, want Hz, such as 2Hz`},
		{"a wrong unit", "rate=2 mV", `test.star:3:8: --set rate=2 mV: it is in mV, want Hz`},
		{"half a number", "n=7.5", `test.star:2:5: --set n=7.5: want a whole number`},
		{"an unknown name", "rat=2", `--set rat: the script has no such parameter; did you mean rate?`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := run(t, text, func(o *Options) {
				if name, value, ok := strings.Cut(tt.set, "="); ok {
					o.Set = map[string]string{name: value}
				}
			})
			if err != nil {
				got = err.Error()
			}
			if strings.TrimSpace(got) != tt.want {
				t.Errorf("--set %s: got %q, want %q", tt.set, got, tt.want)
			}
		})
	}
}

// The same script gives the same numbers for any number of threads, and
// others for another seed.
func TestDeterminism(t *testing.T) {
	const text = `
E = population(200, "iaf_psc_exp", V_m = uniform(-70*mV, -55*mV), I_e = random.normal(200, 380*pA, 20*pA))
connect(E, E, fixed_indegree(20), weight = normal(20*pA, 2*pA), delay = uniform(1*ms, 3*ms))
stimulate(E, "poisson_drive", port = "ex", rate = 1*kHz, weight = 20*pA)
r = run(200*ms)
print(r.count(E), r.spikes(E).times.value(ms).sum(), E.V_m.value(mV).sum())
`
	first, _, err := run(t, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again, _, _ := run(t, text, func(o *Options) { o.Threads = 3 }); again != first {
		t.Errorf("3 threads give %q, 1 gives %q", again, first)
	}
	if other, _, _ := run(t, text, func(o *Options) { o.HasSeed, o.Seed = true, 2 }); other == first {
		t.Errorf("another seed gives the same %q", first)
	}
}

// A seed from outside replaces the first one of the script; others keep their
// distance.
func TestSeeds(t *testing.T) {
	s := seeds{replaced: true, by: 100}
	if got := []uint64{s.of(7), s.of(8), s.of(7)}; !reflect.DeepEqual(got, []uint64{100, 101, 100}) {
		t.Errorf("seeds 7, 8, 7 become %v, want 100, 101, 100", got)
	}
	own := seeds{}
	if own.of(7) != 7 || own.initial() != defaultSeed {
		t.Error("a script's own seeds change")
	}
}

func TestExpect(t *testing.T) {
	_, r, err := run(t, `
expect("near", 3.1*mV, 3*mV, tol = 0.2*mV, source = "here")
expect("far", 3.1*mV, 3*mV, tol = 10*uV)
expect("relative", 8.4*Hz, 8*Hz, rel = 0.1)
expect("between", 0.5, low = 0.4, high = 0.6)
expect("at least", 0.5, low = 0.4)
expect("at most", 0.5*s, high = 400*ms)
expect("true", 1 < 2)
expect("not a number", nan, 1, tol = 1)
`, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []report.Expectation{
		{Name: "near", Got: 3.1, Want: 3, Tol: 0.2, Unit: "mV", Source: "here", Pass: true},
		{Name: "far", Got: 3.1, Want: 3, Tol: 0.01, Unit: "mV"},
		{Name: "relative", Got: 8.4, Want: 8, Tol: 0.1, Relative: true, Unit: "Hz", Pass: true},
		{Name: "between", Got: 0.5, Want: 0.5, Tol: 0.09999999999999998, Pass: true},
		{Name: "at least (at least)", Got: 0.5, Want: 0.4, Pass: true},
		{Name: "at most (at most)", Got: 500, Want: 400, Unit: "ms"},
		{Name: "true", Got: 1, Want: 1, Pass: true},
	}
	if got := r.Expectations[:len(want)]; !reflect.DeepEqual(got, want) {
		t.Errorf("expectations\n%+v\nwant\n%+v", got, want)
	}
	if r.Failed() != 3 {
		t.Errorf("%d expectations failed, want 3", r.Failed())
	}
}

// Loaded files see the same names; their functions act on the network of the script.
func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "cells.star", "def cells(n):\n    return population(n, \"iaf_psc_exp\", name = \"E\")\nbad = 3\ndef fails():\n    return 3*mV + 2*ms\n")
	write(t, dir, "loop.star", "load(\"loop.star\", \"x\")\n")
	for _, tt := range []struct{ name, text, want string }{
		{"works", "load(\"cells.star\", \"cells\")\nE = cells(5)\nrun(1*ms)\nprint(E.name, E.size)\n", "E 5\n"},
		{"a mistake inside", "load(\"cells.star\", \"fails\")\nfails()\n", dir + "/cells.star:5:17: 3 mV + 2 ms: ms is not mV\n\tcalled from " + dir + "/main.star:2:1"},
		{"missing", "load(\"none.star\", \"x\")\n", dir + "/main.star:1:1: cannot load none.star: no such file or directory"},
		{"in a circle", "load(\"loop.star\", \"x\")\n", dir + "/loop.star:1:1: cannot load loop.star: it loads itself"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, dir, "main.star", tt.text)
			var out strings.Builder
			opt := testOptions()
			opt.Stdout = &out
			_, err := Run(context.Background(), path, opt)
			got := out.String()
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// FuzzSetting: no text that is given for a parameter brings the program down, and
// what is read has the dimension of the default.
func FuzzSetting(f *testing.F) {
	for _, seed := range []string{"3", "20 ms", "20*ms", "-1e-3 s", "inf", "", "1,2", "[3 ms]", "ms"} {
		f.Add(seed)
	}
	like := milliseconds(1).(Quantity)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := parseSetting(text, like)
		if err != nil {
			return
		}
		if q, ok := v.(Quantity); !ok || q.Dim != like.Dim {
			t.Errorf("%q is read as %v", text, v)
		}
	})
}

// An unknown parameter is found before anything is simulated.
func TestSetIsCheckedEarly(t *testing.T) {
	_, r, err := run(t, "n = param(\"n\", 5)\nE = population(n, \"iaf_psc_exp\")\nrun(1*s)\n", func(o *Options) { o.Set = map[string]string{"m": "3"} })
	if want := "--set m: the script has no such parameter; there are n"; err == nil || err.Error() != want || r != nil {
		t.Errorf("result %v, error %v, want %s", r, err, want)
	}
}

// FuzzLanguage: no text brings the program down, whatever it computes.
func FuzzLanguage(f *testing.F) {
	for _, file := range []string{"testdata/language.star", "testdata/error.star", "testdata/cell_error.star"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, line := range strings.Split(string(text), "\n") {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := newSession(context.Background(), "fuzz.star", testOptions())
		defer s.close()
		for _, name := range []string{"run", "load"} { // only computing is tried here
			delete(s.builtins, name)
		}
		p, err := s.parse("fuzz.star", []byte("x = array([1, 2, 3])*mV\nE = population(10, \"iaf_psc_exp\")\n"+text))
		if err != nil {
			_ = s.fault(err).Error()
			return
		}
		thread := s.thread("fuzz.star")
		thread.SetMaxExecutionSteps(10000)
		if _, err := p.Init(thread, s.universe); err != nil {
			_ = s.fault(err).Error()
		}
	})
}
