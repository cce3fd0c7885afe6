package analysis

import "math"

// Synchrony returns Golomb's χ² of signals of equal length, such as the
// membrane potentials of a population, shape (cells, samples): the variance in
// time of their mean over the mean of their variances. It is 1 for identical
// signals and 1/cells for independent ones (Golomb & Rinzel 1993, Phys Rev E
// 48:4810). NaN if nothing varies.
func Synchrony(signals [][]float64) float64 {
	if len(signals) == 0 {
		return math.NaN()
	}
	mean := make([]float64, len(signals[0]))
	variance := 0.0
	for _, signal := range signals {
		variance += Variance(signal)
		for i, v := range signal {
			mean[i] += v / float64(len(signals))
		}
	}
	return Variance(mean) / (variance / float64(len(signals)))
}

// Coherence returns the κ of Wang & Buzsáki 1996, J Neurosci 16:6402: the mean
// over all pairs of cells that fired of Σxy/√(Σx·Σy), where x and y say for each
// bin whether the cell fired in it. 1 for cells that fire together; the chance
// level is about rate·bin. bin is in ms, as a rule [Train.CoherenceBin].
func (t Train) Coherence(bin float64) float64 {
	sum := make([]float64, t.bins(bin))
	n := 0.0
	t.eachCounts(bin, func(counts []float64) {
		held := full(counts)
		if held == 0 {
			return // its spikes all lie beyond the last whole bin
		}
		n++
		for i, c := range counts {
			if c > 0 {
				sum[i] += 1 / math.Sqrt(held)
			}
		}
	})
	return meanOfPairs(sum, n)
}

// CoherenceBin returns a tenth of the mean period in ms, the bin at which Wang &
// Buzsáki 1996 compare networks that oscillate at different frequencies.
func (t Train) CoherenceBin() float64 { return 0.1 * 1000 / t.MeanRate() }

// full returns the number of bins that hold a spike.
func full(counts []float64) float64 {
	n := 0.0
	for _, c := range counts {
		if c > 0 {
			n++
		}
	}
	return n
}
