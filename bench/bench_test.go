package bench

import (
	"encoding/json"
	"math"
	"testing"
)

func TestMiddle(t *testing.T) {
	list := []Result{{Wall: 3, Walls: Numbers{3}, Spikes: 30}, {Wall: 1, Walls: Numbers{1}, Spikes: 10}, {Wall: 2, Walls: Numbers{2}, Spikes: 20}}
	m := Middle(list)
	if m.Wall != 2 || m.Spikes != 20 || len(m.Walls) != 3 || m.Walls[0] != 3 {
		t.Errorf("got %+v, want the repetition of 2 s, with all times in order", m)
	}
	if got := Median(Numbers{4, 1}); got != 4 {
		t.Errorf("the median of two is %g, want the later, 4", got)
	}
	if got := Median(nil); !math.IsNaN(float64(got)) {
		t.Errorf("the median of none is %g, want NaN", got)
	}
}

func TestNumber(t *testing.T) {
	got, err := json.Marshal(map[string]any{"a": Number(1.0 / 3), "b": Number(math.Inf(1)), "c": Numbers(nil), "d": Numbers{1234567}})
	if want := `{"a":0.333333,"b":null,"c":[],"d":[1234570]}`; string(got) != want || err != nil {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

func TestAccounts(t *testing.T) {
	// Two cores, 100 ticks a second: all but idle and waiting for a disk.
	if got, ok := Busy("cpu  100 20 30 4000 500 6 7 37 0 0\ncpu0 1 2 3\n"); got != 2 || !ok {
		t.Errorf("Busy: %g, %v; want 2 s", got, ok)
	}
	if got, ok := Own("17 (a ) b) R 1 2 3 4 5 6 7 8 9 10 150 50 0 0"); got != 2 || !ok {
		t.Errorf("Own: %g, %v; want 2 s", got, ok)
	}
	for _, text := range []string{"", "cpu 1 2", "intr 1 2 3 4 5 6 7 8 9", "cpu 1 2 3 4 5 6 7 x"} {
		if _, ok := Busy(text); ok {
			t.Errorf("Busy(%q) was taken for an account", text)
		}
		if _, ok := Own(text); ok {
			t.Errorf("Own(%q) was taken for an account", text)
		}
	}
}
