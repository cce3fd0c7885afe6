// Package analysis computes statistics of spike trains and of sampled signals:
// rates, interval statistics, correlations, synchrony, spectra, up and down
// states, the comparison of two spike files, and the theoretical rate of a
// leaky integrate-and-fire neuron in white noise.
//
// Spikes come as a [Train], one per population; everything sampled on a grid is
// a [Signal]. Times are in ms, rates and frequencies in Hz.
//
// A statistic that its data do not determine is NaN, never 0: the CV of a cell
// with two spikes, the mean rate of no cells, the peak of an empty band. Means
// over cells leave such cells out and are NaN when none is left. Reports print
// NaN as "–". Variances divide by n, not n−1, as Elephant's do.
//
// No function changes its input, and no result depends on the order in which
// spikes are listed or cells are numbered, except by rounding.
package analysis
