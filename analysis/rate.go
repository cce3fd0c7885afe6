package analysis

import "math"

// gridSlack, a fraction of a bin, moves a spike on the edge between two bins
// into the later one even where rounding has put it a hair before the edge:
// simulators place spikes on a grid, and 0.3/0.1 < 3.
const gridSlack = 1e-6

// Rates returns the firing rate of each cell in Hz, shape (N).
func (t Train) Rates() []float64 {
	seconds := t.seconds()
	rates := make([]float64, t.N)
	for c, n := range t.Counts() {
		rates[c] = float64(n) / seconds
	}
	return rates
}

// MeanRate returns the mean rate per cell in Hz.
func (t Train) MeanRate() float64 {
	return float64(t.Spikes()) / float64(t.N) / t.seconds()
}

// Rate returns the rate per cell in Hz in consecutive bins, in ms, that begin at
// From. A last bin that the window does not fill is left out, since its rate
// would be too low.
func (t Train) Rate(bin float64) Signal {
	s := Signal{From: t.From, Step: bin, Values: make([]float64, t.bins(bin))}
	unit := 1000 / bin / float64(t.N)
	for k, time := range t.Times {
		if i := t.bin(t.Times[k], bin); t.holds(time) && i < len(s.Values) {
			s.Values[i]++
		}
	}
	for i := range s.Values {
		s.Values[i] *= unit
	}
	return s
}

// PSTH returns the rate per cell in Hz around repeated stimuli, averaged over
// them: the peri-stimulus time histogram. Its times run from −before to after
// the onset, all in ms. Stimuli whose surroundings leave the window are skipped;
// if none is left every value is NaN.
func (t Train) PSTH(onsets []float64, before, after, bin float64) Signal {
	around := t.Window(-before, after)
	psth := Signal{From: -before, Step: bin, Values: make([]float64, around.bins(bin))}
	trials := 0
	for _, onset := range onsets {
		if onset-before < t.From || onset+after > t.To {
			continue
		}
		trials++
		for i, v := range t.Window(onset-before, onset+after).Rate(bin).Values[:len(psth.Values)] {
			psth.Values[i] += v
		}
	}
	for i := range psth.Values {
		psth.Values[i] /= float64(trials)
	}
	return psth
}

// Histogram counts values in equal bins. Count[i] values lie in
// [Edge[i], Edge[i+1]); the last bin includes its upper edge.
type Histogram struct {
	Edge  []float64 // shape (bins+1), ascending
	Count []int     // shape (bins)
}

// NewHistogram counts the finite values between lo and hi in equal bins.
// Values outside are left out.
func NewHistogram(values []float64, lo, hi float64, bins int) Histogram {
	h := Histogram{make([]float64, bins+1), make([]int, bins)}
	for i := range h.Edge {
		h.Edge[i] = lo + (hi-lo)*float64(i)/float64(bins)
	}
	for _, v := range values {
		if v >= lo && v <= hi {
			i := int((v-lo)/(hi-lo)*float64(bins) + gridSlack)
			h.Count[min(i, bins-1)]++
		}
	}
	return h
}

// bins is the number of whole bins in the window.
func (t Train) bins(bin float64) int {
	n := math.Floor((t.To-t.From)/bin + gridSlack)
	if !(n > 0) || math.IsInf(n, 1) {
		return 0
	}
	return int(n)
}

// bin is the number of the bin that holds a time.
func (t Train) bin(time, bin float64) int {
	return int(math.Floor((time-t.From)/bin + gridSlack))
}
