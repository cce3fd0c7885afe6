package analysis

import "math"

// Intervals returns the interspike intervals of each cell in ms, shape (N,
// spikes of the cell − 1).
func (t Train) Intervals() [][]float64 {
	rows := t.ByCell()
	for c, times := range rows {
		rows[c] = Intervals(times)
	}
	return rows
}

// Intervals returns the differences of ascending times; shape (times − 1), empty
// for fewer than two times.
func Intervals(times []float64) []float64 {
	if len(times) < 2 {
		return nil
	}
	intervals := make([]float64, len(times)-1)
	for i := range intervals {
		intervals[i] = times[i+1] - times[i]
	}
	return intervals
}

// CVs returns the coefficient of variation of the intervals of each cell, shape
// (N), NaN for cells with fewer than three spikes.
func (t Train) CVs() []float64 { return t.perCell(CV) }

// MeanCV returns the mean of the CVs of the cells with at least three spikes, as
// Brunel 2000 and NEST's examples take it. Short trains bias it downwards: for a
// Poisson cell with n intervals the mean of CV² is (n−1)/(n+1), not 1.
func (t Train) MeanCV() float64 { return Mean(t.CVs()) }

// MeanCV2 returns the mean of the CV2 of the cells with at least three spikes.
func (t Train) MeanCV2() float64 { return Mean(t.perCell(CV2)) }

// MeanLV returns the mean of the LV of the cells with at least three spikes.
func (t Train) MeanLV() float64 { return Mean(t.perCell(LV)) }

// perCell applies a statistic to the intervals of each cell.
func (t Train) perCell(statistic func([]float64) float64) []float64 {
	values := make([]float64, t.N)
	for c, intervals := range t.Intervals() {
		values[c] = statistic(intervals)
	}
	return values
}

// CV returns the standard deviation of intervals over their mean: 0 for a clock,
// 1 for a Poisson process. Fewer than two intervals give NaN.
func CV(intervals []float64) float64 {
	if len(intervals) < 2 {
		return math.NaN()
	}
	return math.Sqrt(Variance(intervals)) / Mean(intervals)
}

// CV2 returns the mean of 2|b−a|/(a+b) over neighbouring intervals a, b (Holt et
// al. 1996, J Neurophysiol 75:1806): like the CV, 0 for a clock and 1 for a
// Poisson process, but blind to slow changes of rate. Fewer than two intervals
// give NaN.
func CV2(intervals []float64) float64 {
	return meanOfContrasts(intervals, func(c float64) float64 { return 2 * math.Abs(c) })
}

// LV returns the mean of 3((b−a)/(a+b))² over neighbouring intervals a, b
// (Shinomoto et al. 2003, Neural Comput 15:2823): 0 for a clock, 1 for a Poisson
// process, 3/(2k+1) for a gamma process of shape k. Fewer than two intervals
// give NaN.
func LV(intervals []float64) float64 {
	return meanOfContrasts(intervals, func(c float64) float64 { return 3 * c * c })
}

// meanOfContrasts averages f((b−a)/(a+b)) over neighbouring intervals; two
// intervals of length 0 are equal, so their contrast is 0.
func meanOfContrasts(intervals []float64, f func(float64) float64) float64 {
	if len(intervals) < 2 {
		return math.NaN()
	}
	sum := 0.0
	for i, b := range intervals[1:] {
		if a := intervals[i]; a+b > 0 {
			sum += f((b - a) / (a + b))
		}
	}
	return sum / float64(len(intervals)-1)
}
