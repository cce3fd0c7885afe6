package analysis

import "math"

// Correlations returns the Pearson correlation coefficients of the binned spike
// counts of every pair among at most limit cells, which are evenly spaced among
// the cells that fired; bin is in ms. Silent cells have none. Shape (pairs), in
// the order (0,1), (0,2), (1,2), (0,3) …
func (t Train) Correlations(bin float64, limit int) []float64 {
	rows := everyNth(t.standardCounts(bin), limit)
	var coefficients []float64
	for j := range rows {
		for i := range j {
			coefficients = append(coefficients, dot(rows[i], rows[j]))
		}
	}
	return coefficients
}

// MeanCorrelation returns the mean of the correlation coefficients of all pairs
// of cells that fired, counted in bins of the given ms. It costs no more than
// the counting: the pairs' sum is (Σz)² − Σz² of the standardised counts z.
func (t Train) MeanCorrelation(bin float64) float64 {
	rows := t.standardCounts(bin)
	sum := make([]float64, t.bins(bin))
	for _, row := range rows {
		for i, z := range row {
			sum[i] += z
		}
	}
	n := float64(len(rows))
	if n < 2 {
		return math.NaN()
	}
	return (dot(sum, sum) - n) / (n * (n - 1))
}

// Fano returns the variance of counts over their mean: 1 for Poisson counts, 0
// for a clock. NaN for no counts or a mean of 0.
func Fano(counts []float64) float64 { return Variance(counts) / Mean(counts) }

// FanoFactor returns the mean over the cells that fired of the Fano factor of
// their counts in bins of the given ms.
func (t Train) FanoFactor(bin float64) float64 {
	var factors []float64
	for _, counts := range t.binned(bin) {
		factors = append(factors, Fano(counts))
	}
	return Mean(factors)
}

// binned returns the counts of each cell, shape (N, bins).
func (t Train) binned(bin float64) [][]float64 {
	t.mustFit()
	bins := t.bins(bin)
	all := make([]float64, t.N*bins)
	rows := make([][]float64, t.N)
	for c := range rows {
		rows[c] = all[c*bins : (c+1)*bins]
	}
	for k, time := range t.Times {
		if i := t.bin(time, bin); t.holds(time) && i < bins {
			rows[t.Cells[k]][i]++
		}
	}
	return rows
}

// standardCounts returns, for the cells whose counts vary, the counts less their
// mean and scaled to unit length, so that a dot product is a correlation.
func (t Train) standardCounts(bin float64) [][]float64 {
	var rows [][]float64
	for _, counts := range t.binned(bin) {
		mean := Mean(counts)
		for i := range counts {
			counts[i] -= mean
		}
		if length := math.Sqrt(dot(counts, counts)); length > 0 {
			for i := range counts {
				counts[i] /= length
			}
			rows = append(rows, counts)
		}
	}
	return rows
}

// everyNth returns at most limit evenly spaced rows.
func everyNth(rows [][]float64, limit int) [][]float64 {
	if len(rows) <= limit {
		return rows
	}
	chosen := make([][]float64, limit)
	for i := range chosen {
		chosen[i] = rows[i*len(rows)/limit]
	}
	return chosen
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
