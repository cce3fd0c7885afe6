package nmodl_test

import (
	"testing"

	"github.com/cajal-sim/cajal/nmodl"
)

// Units that contradict each other are warnings, where units are on; what has no
// unit fits everything.
func TestUnits(t *testing.T) {
	const declared = `UNITS { (mV) = (millivolt) (S) = (siemens) (mA) = (milliamp) (um) = (micron) }
PARAMETER { g = 1 (S/cm2) e = 1 (mV) tau = 2 (ms) k = 3 depth = 1 (um) big = 1 (volt) }
STATE { m (1) c (mM) }
`
	for _, tt := range []struct{ name, code, want string }{
		{"ohm's law", "i = g*(v - e)", ""},
		{"a sum", "i = g*(v - tau)", "7:10: warning: the units on both sides of - differ: (mV) and (ms)"},
		{"a comparison", "if (v > tau) { i = 0 }", "7:7: warning: the units on both sides of > differ: (mV) and (ms)"},
		{"an assignment", "i = v", "7:1: warning: the units of i and of its value differ: (mA/cm2) and (mV)"},
		{"a factor", "i = g*(v - big)", "7:10: warning: the units on both sides of - differ: a factor of 1e+03 is missing"},
		{"no unit fits", "i = g*(v - k) + 3", ""},
		{"a number with a unit", "i = g*(v - 3 (ms))", "7:10: warning: the units on both sides of - differ: (mV) and (ms)"},
		{"off", "UNITSOFF i = v + tau UNITSON", ""},
		{"a power", "i = g*(v - depth^2/depth)", "7:10: warning: the units on both sides of - differ: (mV) and (um)"},
		{"a local hides", "LOCAL tau tau = 3 i = g*(v - tau)", ""},
		{"a prefix before one of the file", "i = 0 } UNITS { (amount) = (1) (mamount) = (milliamount) } ASSIGNED { x (mamount/l) ", ""},
		{"of nobody", "i = g*(v - e) } ASSIGNED { x (furlong/ms) ", "7:28: warning: the unit (furlong/ms) of x is not known: it counts as a number without unit; define it in UNITS { }, as in (mV) = (millivolt)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := channel(declared + "BREAKPOINT {\n" + tt.code + "\n}")
			got := nmodl.Problems(nmodl.Check(text)).Error()
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
