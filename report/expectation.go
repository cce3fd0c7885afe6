package report

import "math"

// Expectation compares a result with a published number.
type Expectation struct {
	Name     string
	Got      float64
	Want     float64
	Tol      float64 // largest allowed |Got − Want|, or a fraction of |Want| if Relative
	Relative bool
	Source   string // where the number was published
	Pass     bool   // set by whoever made it, as a rule from Holds
	Unit     string
}

// Holds says whether the result lies within the tolerance of the number. NaN
// never does.
func (e Expectation) Holds() bool {
	allowed := e.Tol
	if e.Relative {
		allowed *= math.Abs(e.Want)
	}
	return math.Abs(e.Got-e.Want) <= allowed
}

// Tolerance prints the tolerance as the page shows it: "±0.1 Hz" or "±3 %".
func (e Expectation) Tolerance() string {
	if e.Relative {
		return "±" + number(100*e.Tol) + " %"
	}
	return "±" + withUnit(e.Tol, e.Unit)
}

// withUnit prints a value with its unit.
func withUnit(v float64, unit string) string {
	if unit == "" || math.IsNaN(v) {
		return number(v)
	}
	return number(v) + " " + unit
}
