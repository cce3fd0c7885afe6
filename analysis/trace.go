package analysis

// Crossings returns the times in ms at which the signal rises through the
// threshold: between a sample below it and the next one at or above it,
// interpolated linearly.
func (s Signal) Crossings(threshold float64) []float64 {
	var times []float64
	for i := 1; i < len(s.Values); i++ {
		a, b := s.Values[i-1], s.Values[i]
		if a < threshold && b >= threshold {
			fraction := (threshold - a) / (b - a)
			times = append(times, s.From+(float64(i-1)+fraction)*s.Step)
		}
	}
	return times
}

// Frequency returns the firing frequency in Hz over the last intervals of
// ascending spike times in ms, at most last of them: the steady state of an f–I
// curve. Fewer than two spikes give 0: a cell that fires once does not fire
// repetitively.
func Frequency(times []float64, last int) float64 {
	intervals := Intervals(times)
	if len(intervals) == 0 {
		return 0
	}
	intervals = intervals[max(0, len(intervals)-last):]
	return 1000 / Mean(intervals)
}
