package analysis

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// Correlations returns the Pearson correlation coefficients of the binned spike
// counts of every pair among at most limit cells, which are evenly spaced among
// the cells that fired; bin is in ms. Cells whose counts never vary have none.
// Shape (pairs), in the order (0,1), (0,2), (1,2), (0,3) …
func (t Train) Correlations(bin float64, limit int) []float64 {
	var rows [][]float64
	t.Select(everyNth(t.fired(), limit)).eachStandardCounts(bin, func(z []float64) {
		rows = append(rows, slices.Clone(z))
	})
	var coefficients []float64
	for j := range rows {
		for i := range j {
			coefficients = append(coefficients, floats.Dot(rows[i], rows[j]))
		}
	}
	return coefficients
}

// MeanCorrelation returns the mean of the correlation coefficients of all pairs
// of cells that fired, counted in bins of the given ms. It takes time in
// proportion to the cells, not the pairs: the pairs' sum is |Σz|² − Σ|z|² of the
// standardised counts z.
func (t Train) MeanCorrelation(bin float64) float64 {
	sum := make([]float64, t.bins(bin))
	n := 0.0
	t.eachStandardCounts(bin, func(z []float64) {
		n++
		floats.Add(sum, z)
	})
	return meanOfPairs(sum, n)
}

// meanOfPairs returns the mean dot product of different ones among n unit vectors
// that have the given sum, NaN for fewer than two.
func meanOfPairs(sum []float64, n float64) float64 {
	if n < 2 {
		return math.NaN()
	}
	return (floats.Dot(sum, sum) - n) / (n * (n - 1))
}

// Fano returns the variance of counts over their mean: 1 for Poisson counts, 0
// for a clock. NaN for no counts or a mean of 0.
func Fano(counts []float64) float64 { return Variance(counts) / Mean(counts) }

// FanoFactor returns the mean over the cells that fired of the Fano factor of
// their counts in bins of the given ms.
func (t Train) FanoFactor(bin float64) float64 {
	var factors []float64
	t.eachCounts(bin, func(counts []float64) {
		factors = append(factors, Fano(counts))
	})
	return Mean(factors)
}

// eachCounts calls f with the binned counts of each cell that fired, shape (bins),
// in the order of the cells. The slice is reused for the next cell: all counts of
// a large network would not fit into memory.
func (t Train) eachCounts(bin float64, f func(counts []float64)) {
	counts := make([]float64, t.bins(bin))
	for _, times := range t.ByCell() {
		if len(times) == 0 {
			continue
		}
		clear(counts)
		for _, time := range times {
			if i := t.bin(time, bin); i < len(counts) {
				counts[i]++
			}
		}
		f(counts)
	}
}

// eachStandardCounts is eachCounts for the cells whose counts vary, with the
// counts less their mean and scaled to unit length, so that a dot product is a
// correlation.
func (t Train) eachStandardCounts(bin float64, f func(z []float64)) {
	t.eachCounts(bin, func(counts []float64) {
		floats.AddConst(-Mean(counts), counts)
		if length := math.Sqrt(floats.Dot(counts, counts)); length > 0 {
			floats.Scale(1/length, counts)
			f(counts)
		}
	})
}

// fired returns the cells that fired, ascending.
func (t Train) fired() []int32 {
	var cells []int32
	for c, n := range t.Counts() {
		if n > 0 {
			cells = append(cells, int32(c))
		}
	}
	return cells
}

// everyNth returns at most limit evenly spaced cells.
func everyNth(cells []int32, limit int) []int32 {
	if len(cells) <= limit {
		return cells
	}
	chosen := make([]int32, limit)
	for i := range chosen {
		chosen[i] = cells[i*len(cells)/limit]
	}
	return chosen
}
