package main

import (
	"fmt"
	"math"
	"strconv"

	"github.com/cajal-sim/cajal/unit"
)

// milliseconds is a time on the command line: "0.1 ms", "2s", or a plain number
// of milliseconds.
type milliseconds float64

// UnmarshalText reads the time.
func (m *milliseconds) UnmarshalText(text []byte) error {
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		if x, err = timeIn(string(text)); err != nil {
			return err
		}
	}
	if math.IsNaN(x) || x < 0 {
		return fmt.Errorf("%s is no time from 0", text)
	}
	*m = milliseconds(x)
	return nil
}

func timeIn(text string) (float64, error) {
	q, err := unit.ParseQuantity(text)
	if err != nil {
		return 0, err
	}
	ms, err := unit.Parse("ms")
	if err != nil {
		return 0, err
	}
	return q.In(ms)
}
