package equation

import (
	"math"
	"testing"
)

func TestPrecedence(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"a + b*c", "a + b*c"},
		{"(a + b)*c", "(a + b)*c"},
		{"a - b - c", "a - b - c"},
		{"a - (b - c)", "a - (b - c)"},
		{"a/b/c", "a/b/c"},
		{"a/(b/c)", "a/(b/c)"},
		{"a/b*c", "a/b*c"},
		{"-a^2", "-(a*a)"},
		{"(-a)^b", "(-a)^b"},
		{"a^-b", "a^-b"},
		{"a**b**c", "a^b^c"},
		{"(a^b)^c", "(a^b)^c"},
		{"2^b*c", "2^b*c"},
		{"-a*b", "-a*b"},
		{"- -a", "a"},
		{"+a", "a"},
		{"a if b > c else c", "a if c < b else c"},
		{"a if b > c else b if c > a else c", "a if c < b else b if a < c else c"},
		{"(a if b > c else b) + 1", "1 + (a if c < b else b)"},
		{"1 if not a > b and c > a or b > c else 0", "1 if not b < a and a < c or c < b else 0"},
		{"1 if not (a > b and c > a) else 0", "0 if b < a and a < c else 1"},
		{"1 if a > b and (c > a or b > c) else 0", "1 if b < a and (a < c or c < b) else 0"},
		{"1 if a + 1 <= b*c else 0", "1 if 1 + a <= b*c else 0"},
		{"1 if a != b else 0", "0 if a == b else 1"},
		{"exp(a + b)*max(a, -b)", "exp(a + b)*max(a, -b)"},
		{"a\n      + b", "a + b"},
		{"(a\n+\nb)", "a + b"},
		{"a +\n      b", "a + b"},
		{"a \\\n      + b", "a + b"},
		{"a − b·c", "a - b*c"},
	} {
		m := parseOne(t, "neuron n\nparam a 1\n      b 1\n      c 1\nstate x 1\n      ms*x' = "+tt.text)
		if got := Format(m, m.ODEs[0].Rate); got != tt.want {
			t.Errorf("%q reads as %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestFunctions(t *testing.T) {
	for _, tt := range []struct {
		text    string
		a, want float64
	}{
		{"log10(a)", 1000, 3},
		{"tan(a)", 0.5, math.Tan(0.5)},
		{"sinh(a)", 1e-9, math.Sinh(1e-9)},
		{"sinh(a)", 2, math.Sinh(2)},
		{"cosh(a)", 2, math.Cosh(2)},
		{"ceil(a)", 1.2, 2},
		{"ceil(a)", -1.2, -1},
		{"floor(a)", -1.2, -2},
		{"sign(a)", -3, -1},
		{"sign(a)", 0, 0},
		{"sign(a)", 3, 1},
		{"heaviside(a)", -1e-300, 0},
		{"heaviside(a)", 0, 1},
		{"abs(a)", -2, 2},
		{"sqrt(a)", 16, 4},
		{"clip(a, -1, 1)", 5, 1},
		{"clip(a, -1, 1)", -5, -1},
		{"clip(a, -1, 1)", 0.5, 0.5},
		{"pow(a, 3)", 2, 8},
		{"linoid(a)", 0, 1},
		{"exprel(a)", 0, 1},
		{"expm1(a) + log1p(a) + erf(a) + tanh(a)", 0, 0},
		{"sin(pi*a) + cos(pi*a)", 0.5, 1},
		{"min(a, inf)", 7, 7},
		{"max(a, -inf)", 7, 7},
		{"uniform()*a", 8, 4}, // the evaluator draws 0.5
		{"a if a > 0 else -a", -3, 3},
	} {
		// Each is a few operations of library functions, none ill-conditioned here.
		if got := rate(t, tt.text, map[string]float64{"a": tt.a}); math.Abs(got-tt.want) > 1e-15*math.Max(1, math.Abs(tt.want)) {
			t.Errorf("%s at a = %g is %.17g, want %.17g", tt.text, tt.a, got, tt.want)
		}
	}
}

// TestUnits checks that numbers become internal units: ms, mV, nA, uS, nF.
func TestUnits(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
	}{
		{"(281 pF)/nF", 0.281},
		{"281*pF/nF", 0.281},
		{"-65 mV/mV", -65},
		{"(2 V)/mV", 2000},
		{"(1 s)/ms", 1000},
		{"8 Hz*s", 8},
		{"(1 uF/cm2)/(10 fF/um2)", 1},
		{"30 nS*mV/pA", 30},
		{"(1 ohm)*(1 A)/(1 V)", 1},
		{"2 mV^2/mV^2", 4}, // the unit binds tighter than the power
		{"1/sqrt(1000 Hz*ms)", 1},
		{"36 degC/K", 309.15},
		{"1 µS/nS", 1000},
		{"180 deg", math.Pi},
	} {
		if got := rate(t, tt.text, nil); math.Abs(got-tt.want) > 1e-15*math.Abs(tt.want) {
			t.Errorf("%s is %.17g, want %.17g", tt.text, got, tt.want)
		}
	}
}

func TestParams(t *testing.T) {
	m := parseOne(t, `neuron n
param a  281 pF  capacitance
      b  -65mV   potential
      c  +3      number
      e  -inf mV bound
      f  1e3 1/ms rate
      g  0.5 1   fraction
      h  2 weight : in the receptor's unit
      tau 7 : -ms is prose here
      U  0.5      use of resources
`)
	for _, tt := range []struct {
		name, unit, doc string
		want            float64
	}{
		{"a", "pF", "capacitance", 0.281},
		{"b", "mV", "potential", -65},
		{"c", "", "number", 3},
		{"e", "mV", "bound", math.Inf(-1)},
		{"f", "1/ms", "rate", 1000},
		{"g", "1", "fraction", 0.5},
		{"h", "weight", "in the receptor's unit", 2},
		{"tau", "", "-ms is prose here", 7},
		{"U", "", "use of resources", 0.5},
	} {
		s := m.Symbols[symbol(t, m, tt.name)]
		if got := m.Graph.At(s.Init).Imm; got != tt.want || s.Unit != tt.unit || s.Doc != tt.doc {
			t.Errorf("param %s is %v %q %q, want %v %q %q", tt.name, got, s.Unit, s.Doc, tt.want, tt.unit, tt.doc)
		}
	}
}
