package report

import (
	"math"
	"strconv"
)

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
func (e Expectation) Holds() bool { return math.Abs(e.Got-e.Want) <= e.allowed() }

// allowed is the largest difference that passes.
func (e Expectation) allowed() float64 {
	if e.Relative {
		return e.Tol * math.Abs(e.Want)
	}
	return e.Tol
}

// Result prints what was got, and Target what was wanted, to three digits of the
// tolerance, enough to see whether it passes.
func (e Expectation) Result() string { return e.print(e.Got) }

// Target prints what was wanted; see [Expectation.Result].
func (e Expectation) Target() string { return e.print(e.Want) }

func (e Expectation) print(v float64) string {
	text := number(v)
	if digits := 2 - math.Floor(math.Log10(e.allowed())); digits <= 12 && math.Abs(v) < 1e9 {
		text = fixed(v, int(max(digits, 0)))
	} else if e.Tol == 0 {
		text = minus(strconv.FormatFloat(v, 'g', -1, 64))
	}
	if e.Unit == "" || math.IsNaN(v) {
		return text
	}
	return text + " " + e.Unit
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
