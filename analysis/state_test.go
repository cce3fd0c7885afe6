package analysis

import (
	"fmt"
	"testing"
)

func TestStates(t *testing.T) {
	s := Signal{Step: 20, Values: []float64{3, 0, 0, 2, 2, 2, 1, 0, 5, 5}}
	states := s.States(1)
	near(t, "UpFraction", states.UpFraction, 0.6, 1e-15)
	near(t, "Transitions", states.Transitions, 2/0.2, 1e-12)
	if got, want := fmt.Sprint(states.Up, states.Down), "[60] [40 40]"; got != want {
		t.Errorf("durations %s, want %s", got, want)
	}
	always := Signal{Step: 20, Values: []float64{2, 3}}.States(1)
	if always.UpFraction != 1 || always.Transitions != 0 {
		t.Errorf("always up: %+v", always)
	}
}

func TestCrossings(t *testing.T) {
	s := Signal{From: 100, Step: 0.5, Values: []float64{-10, 0, 10, 10, -30, -10, 30, 20, 10}}
	if got, want := fmt.Sprint(s.Crossings(10)), "[101 102.75]"; got != want {
		t.Errorf("Crossings(10) = %s, want %s", got, want)
	}
	if got := s.Crossings(40); len(got) != 0 {
		t.Errorf("Crossings(40) = %v, want none", got)
	}
}

func TestFrequency(t *testing.T) {
	times := []float64{0, 5, 15, 35, 55}
	near(t, "over the last two", Frequency(times, 2), 50, 1e-12)
	near(t, "over all", Frequency(times, 100), 4000.0/55, 1e-12)
	near(t, "of one spike", Frequency(times[:1], 3), 0, 0)
}
