package nmodl_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/nmodl"
)

// Values that INITIAL computes, by the rules of the language.
func TestLanguage(t *testing.T) {
	for _, tt := range []struct {
		name, blocks, initial string
		want                  float64
	}{
		{"minus and power", "", "y = -3^2", -9},
		{"power from the right", "", "y = 2^3^2", 512},
		{"minus after minus", "", "y = 5 - -3", 8},
		{"minus in an exponent", "", "y = 2^-2", 0.25},
		{"numbers", "", "y = .5 + 1. + 2e-1 + 1.5e+1", 16.7},
		{"a number with a unit", "", "y = 10 (K) * 2(mV)", 20},
		{"order", "", "y = 2 + 3*4/2 - 1", 7},
		{"logic", "", "if (1 < 2 && !(3 < 2) || 0) { y = 1 } else { y = 2 }", 1},
		{"a condition as a number", "", "y = 3*(2 > 1) + (1 == 2)", 3},
		{"else if", "", "if (k > 5) { y = 1 } else if (k > 2) { y = 2 } else { y = 3 }", 2},
		{"a branch that depends", "", "y = 1 if (k == 3) { y = y + 10 }", 11},
		{"loop", "DEFINE N 4", "y = 0 FROM j = 0 TO N-1 { y = y + j }", 6},
		{"loop with a step", "", "y = 0 FROM j = 1 TO 7 BY 3 { y = y*10 + j }", 147},
		{"while", "", "LOCAL n n = 5 y = 1 while (n > 1) { y = y*n n = n - 1 }", 120},
		{"while that converges", "", "y = k while (fabs(y*y - k) > 1e-12) { y = (y + k/y)/2 }", math.Sqrt(3)},
		{"array", "ASSIGNED { a[3] }", "FROM j = 0 TO 2 { a[j] = j*j } y = a[0] + a[1] + a[2]", 5},
		{"array of locals", "", "LOCAL a[2] a[0] = 4 a[1] = 5 y = a[0]*a[1]", 20},
		{"local shadows", "", "LOCAL k k = 7 y = k", 7},
		{"argument is a copy", "PROCEDURE p(x) { x = x + 1 y = x }", "LOCAL z z = 1 p(z) y = y*10 + z", 21},
		{"function of a function", "FUNCTION f(x) { f = 2*x } FUNCTION g(x) { g = f(x) + 1 }", "y = g(f(3))", 13},
		{"functions", "", "y = exp(1) + log(2) + log10(100) + sqrt(4) + fabs(-1) + pow(2,3) + floor(1.5) + ceil(1.5)", math.E + math.Ln2 + 16},
		{"fmod", "", "y = fmod(-7.5, 2)", -1.5},
		{"hyperbolic", "", "y = sinh(1)/cosh(1) - tanh(1) + tan(1)", math.Tan(1)},
		{"nernst", "", "y = nernst(1e-4, 2, 2)", 8.31446261815324 / 96485.33212331001 * 1000 * (6.3 + 273.15) / 2 * math.Log(2e4)},
		{"a constant of nature", "UNITS { F = (faraday) (kilocoulombs) R = (k-mole) (joule/degC) PI = (pi) (1) }", "y = F + R + PI", 96.48533212331001 + 8.31446261815324 + math.Pi},
		{"constant", "CONSTANT { c = -2.5 (mV) }", "y = c", -2.5},
		{"start of a state", "STATE { s }", "y = s0 + s", 0},
		{"volumes of arrays", "", "y = dt*1000", 25},
		{"printing is nothing", "", `y = 1 printf("%g %d\n", y, 2)`, 1},
		{"units on and off", "", "UNITSOFF y = 3 + v UNITSON y = y - v", 3},
		{"protected", "", "PROTECT y = 4", 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := put(t, channel("PARAMETER { k = 3 }", "ASSIGNED { y }", tt.blocks, "INITIAL { "+tt.initial+" }", "BREAKPOINT { i = y }"),
				ir.Options{Keep: map[string]bool{"y": true}})
			x.start()
			near(t, "y", x.get("y"), tt.want, 1e-14)
		})
	}
}

// Mistakes: place, what, remedy; all of a file at once.
func TestMistakes(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"no mechanism", "STATE { m }", "1:1: no mechanism is named; write SUFFIX, POINT_PROCESS or ARTIFICIAL_CELL and a name in NEURON { }"},
		{"misspelt block", "NEURON { SUFFIX x }\nBREKPOINT { }", "2:1: unexpected BREKPOINT, want a block such as NEURON or BREAKPOINT; did you mean BREAKPOINT?"},
		{"unknown names", channel("BREAKPOINT { i = gg*v }\nINITIAL { h = 1 }"), "3:18: unknown name gg; declare it in PARAMETER, ASSIGNED or LOCAL\n4:11: unknown name h; declare it in PARAMETER, ASSIGNED or LOCAL"},
		{"misspelt name", channel("PARAMETER { gbar }\nBREAKPOINT { i = gbr*v }"), "4:18: unknown name gbr; did you mean gbar?"},
		{"misspelt function", channel("BREAKPOINT { i = epx(v) }"), "3:18: unknown function epx; did you mean exp?"},
		{"arguments", channel("BREAKPOINT { i = exp(v, 2) }"), "3:18: exp has 2 arguments, want 1"},
		{"brace", "NEURON { SUFFIX x }\nBREAKPOINT { i = 1", "2:12: the brace is not closed; write }"},
		{"expression", channel("BREAKPOINT { i = * 2 }"), "3:18: unexpected *, want an expression"},
		{"verbatim", channel("BREAKPOINT { i = f() }\nFUNCTION f() {\nVERBATIM\n\t_lf = system(\"ls\");\nENDVERBATIM\n}"),
			"5:1: VERBATIM holds C code, which cannot be run: “_lf = system(\"ls\");”; write it in NMODL; random numbers come from RANDOM in NEURON { } (NEURON 9) and random_uniform(name, 0, 1)"},
		{"verbatim out of reach", channel("BREAKPOINT { i = v }\nFUNCTION f() {\nVERBATIM\n\tsystem(\"ls\");\nENDVERBATIM\n}"), ""},
		{"pointer", "NEURON { SUFFIX x POINTER glu NONSPECIFIC_CURRENT i }\nASSIGNED { i glu }\nBREAKPOINT { i = glu }",
			"3:18: POINTER glu reaches into another mechanism; read the value through an ion (USEION … READ), or send events"},
		{"recursion", channel("BREAKPOINT { i = f(2) }\nFUNCTION f(x) { f = f(x - 1) }"), "4:21: f calls itself; write a FROM loop"},
		{"table of a function", "NEURON { SUFFIX x }\nFUNCTION_TABLE f(v)", "2:1: FUNCTION_TABLE needs a table that only a program can set; write a FUNCTION with the formula"},
		{"diffusion", channel("STATE { c }\nBREAKPOINT { SOLVE k METHOD sparse i = c }\nKINETIC k { LONGITUDINAL_DIFFUSION 2 { c }\n~ c << (1) }"),
			"5:13: LONGITUDINAL_DIFFUSION is not supported; diffusion between compartments needs a solver of its own; remove the statement to keep each compartment apart"},
		{"bound of a loop", channel("PARAMETER { n = 3 }\nBREAKPOINT { i = 0 FROM k = 0 TO n { i = i + 1 } }"), "4:25: the bound of the loop depends on a value; make it a number or a DEFINE"},
		{"index", channel("ASSIGNED { a[2] }\nBREAKPOINT { i = a[2] }"), "4:18: a has no element 2: its size is 2"},
		{"unknown block", channel("STATE { m }\nBREAKPOINT { SOLVE sates METHOD cnexp i = m }\nDERIVATIVE states { m' = -m }"), "4:20: there is no block sates; did you mean states?"},
		{"method", channel("STATE { m }\nBREAKPOINT { SOLVE s METHOD gear i = m }\nDERIVATIVE s { m' = -m }"), "4:14: unknown METHOD gear; write cnexp, derivimplicit, sparse, euler or runge"},
		{"rate of no state", channel("ASSIGNED { m }\nBREAKPOINT { SOLVE s METHOD cnexp i = m }\nDERIVATIVE s { m' = -m }"), "5:16: m' is the rate of what is no state; declare m in STATE"},
		{"singular", channel("STATE { a b }\nBREAKPOINT { i = a }\nINITIAL { SOLVE l }\nLINEAR l { ~ a + b = 1\n~ a + b = 2 }"), "6:8: l: the equations have no unique solution; look for an equation that follows from the others"},
		{"too few equations", channel("STATE { a b }\nBREAKPOINT { i = a }\nINITIAL { SOLVE l }\nLINEAR l { ~ a + b = 1 }"), "6:8: l has 1 equation for 2 states; give one equation for each state"},
		{"ion", "NEURON { SUFFIX x USEION ca READ ik }", "1:34: ik is not a variable of the ion ca; write ica, eca, cai or cao"},
		{"undeclared current", "NEURON { SUFFIX x NONSPECIFIC_CURRENT i }", "1:39: the current i is not declared; write i (mA/cm2) in ASSIGNED"},
		{"include", "NEURON { SUFFIX x }\nINCLUDE \"rates.inc\"", "2:1: INCLUDE of a text in quotes which is not at hand; put its text here, or read the mechanism from its file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := nmodl.Parse("", tt.text)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
		})
	}
}

// Check lists warnings beside errors, in order.
func TestCheck(t *testing.T) {
	got := nmodl.Problems(nmodl.Check("NEURON { SUFFIX x RANGE g, h NONSPECIFIC_CURRENT i }\nASSIGNED { i g }\nSTATE { m }\nBREAKPOINT { SOLVE s METHOD cnexp i = m }\nDERIVATIVE s { m' = -m*m }")).Error()
	want := `1:28: warning: RANGE h is not declared; write it in PARAMETER, ASSIGNED or STATE
5:16: warning: the equation of m is not linear in it: cnexp is replaced by derivimplicit; write METHOD derivimplicit`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// A mechanism may include files of its folder.
func TestInclude(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.mod": channel(`INCLUDE "rates.inc"`, "INITIAL { y = f(2) }", "BREAKPOINT { i = y }"),
		"rates.inc": `ASSIGNED { y (mV) }
FUNCTION f(x) { f = 3*x }`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := nmodl.Load(filepath.Join(dir, "a.mod")); err != nil {
		t.Error(err)
	}
}

// The same text gives the same kernels.
func TestDeterministic(t *testing.T) {
	for _, text := range []string{squid, scheme(), releasing} {
		print := func() string {
			plan, err := ir.Lower(parse(t, text), ir.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return plan.String()
		}
		first := print()
		for range 3 {
			if print() != first {
				t.Fatal("two readings of one text differ")
			}
		}
	}
}

// Whatever the text, there is an answer: kernels that the back-end takes, or problems
// with places.
func FuzzParse(f *testing.F) {
	for _, text := range []string{squid, scheme(), expSyn, releasing, channel("BREAKPOINT { i = -v^2 }"), "NEURON {", "VERBATIM", "TITLE x\nCOMMENT"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 10000 {
			return
		}
		m, _, err := nmodl.Parse("", text)
		if err != nil {
			if strings.Contains(err.Error(), "0:0:") {
				t.Errorf("a problem without a place: %v", err)
			}
			return
		}
		plan, err := ir.Lower(m, ir.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range plan.Kernels() {
			if _, err := interp.New().Compile(k); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Every file under ../shared/data, or under the folder named by CAJAL_MOD, that holds a
// mechanism: those that are not taken are listed with the reason.
func TestPublishedFiles(t *testing.T) {
	root := os.Getenv("CAJAL_MOD")
	if root == "" {
		root = "../../shared/data"
	}
	taken, refused := 0, 0
	_ = filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.EqualFold(filepath.Ext(path), ".mod") {
			return nil
		}
		m, _, err := nmodl.Load(path)
		if err != nil {
			refused++
			t.Logf("%v", err)
			return nil
		}
		plan, err := ir.Lower(m, ir.Options{})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return nil
		}
		for _, k := range plan.Kernels() {
			if _, err := interp.New().Compile(k); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
		taken++
		return nil
	})
	if taken+refused == 0 {
		t.Skip("no MOD files under " + root)
	}
	t.Logf("%d files taken, %d refused", taken, refused)
}
