package analysis

// States summarises the alternation of up and down states.
type States struct {
	UpFraction  float64   // of the time, 0 to 1
	Transitions float64   // from down to up, per second
	Up, Down    []float64 // durations of the complete states in ms, in order
}

// States divides a signal, as a rule a population rate in bins of some 20 ms,
// into up states, above the threshold, and down states, at or below it. States
// cut by the beginning or end of the signal have no duration but count in the
// fraction of time. A signal without samples gives NaN.
func (s Signal) States(threshold float64) States {
	n := float64(len(s.Values))
	var states States
	up, rises, begin := 0, 0, -1
	for i, v := range s.Values {
		if v > threshold {
			up++
		}
		if i == 0 || (v > threshold) == (s.Values[i-1] > threshold) {
			continue
		}
		if v > threshold {
			rises++
		}
		if begin >= 0 {
			states.close(v <= threshold, float64(i-begin)*s.Step)
		}
		begin = i
	}
	states.UpFraction = float64(up) / n
	states.Transitions = float64(rises) / (n * s.Step / 1000)
	return states
}

// close records the duration of a state that has just ended.
func (s *States) close(up bool, duration float64) {
	if up {
		s.Up = append(s.Up, duration)
	} else {
		s.Down = append(s.Down, duration)
	}
}
