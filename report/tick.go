package report

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// niceTicks marks about count round values: multiples of 1, 2 or 5 times a power
// of ten.
type niceTicks struct{ count int }

// Ticks returns the round values between lo and hi.
func (t niceTicks) Ticks(lo, hi float64) []plot.Tick {
	step := niceStep((hi - lo) / float64(max(t.count, 1)))
	decimals := max(0, int(-math.Floor(math.Log10(step)+1e-9)))
	var ticks []plot.Tick
	first := math.Ceil(lo/step - 1e-9)
	for k := first; k*step <= hi+1e-9*step && k <= first+float64(t.count); k++ {
		ticks = append(ticks, plot.Tick{Value: k * step, Label: tickLabel(k*step, decimals)})
	}
	return ticks
}

// niceStep returns the smallest 1, 2 or 5 times a power of ten that is not below
// a step, 1 for a step that is not positive.
func niceStep(step float64) float64 {
	if !(step > 0) || math.IsInf(step, 1) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, m := range [3]float64{1, 2, 5} {
		if m*power >= step*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// logTicks marks the powers of ten, or every second, third … if there are many.
type logTicks struct{}

// Ticks returns the powers of ten between lo and hi, both positive.
func (logTicks) Ticks(lo, hi float64) []plot.Tick {
	first, last := math.Ceil(math.Log10(lo)-1e-9), math.Floor(math.Log10(hi)+1e-9)
	every := math.Ceil((last - first + 1) / 7)
	var ticks []plot.Tick
	for e := first; e <= last; e += every {
		ticks = append(ticks, plot.Tick{Value: math.Pow(10, e), Label: tickLabel(math.Pow(10, e), max(0, int(-e)))})
	}
	return ticks
}

// unlabelled keeps the ticks of a panel that shares the axis of the lowest one but
// leaves their labels to that.
type unlabelled struct{ plot.Ticker }

// Ticks returns the ticks of the shared axis without their labels.
func (u unlabelled) Ticks(lo, hi float64) []plot.Tick {
	ticks := u.Ticker.Ticks(lo, hi)
	for i := range ticks {
		ticks[i].Label = ""
	}
	return ticks
}

// tickLabel prints a value with the decimals that its axis needs.
func tickLabel(v float64, decimals int) string {
	if math.Abs(v) < 1e-12 {
		return "0"
	}
	if decimals > 4 || math.Abs(v) >= 1e6 {
		return minus(strconv.FormatFloat(v, 'g', 3, 64))
	}
	return minus(strconv.FormatFloat(v, 'f', decimals, 64))
}

// minus replaces hyphens by minus signs, which are as wide as digits.
func minus(s string) string { return strings.ReplaceAll(s, "-", "−") }
