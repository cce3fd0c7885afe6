package sim

import "math"

// clock counts steps and tells times in ms.
type clock struct {
	step   int64
	dt     float64
	perMs  float64   // steps per ms where that is a whole number, else 0
	now    []float64 // at(step), ms, shape (1): the column of t
	end    []float64 // at(step+1)
	length []float64 // dt
}

func newClock(dt float64) *clock {
	c := &clock{dt: dt, now: []float64{0}, end: []float64{dt}, length: []float64{dt}}
	if n := math.Round(1 / dt); n >= 1 && math.Abs(n*dt-1) < 1e-12 {
		c.perMs = n
	}
	return c
}

// at is the time of the start of a step. Dividing by the steps per ms gives the
// decimal fraction a user expects: 0.3, not 3·0.1.
func (c *clock) at(step int64) float64 {
	if c.perMs > 0 {
		return float64(step) / c.perMs
	}
	return float64(step) * c.dt
}

// stepOf is the step in which a time falls, with at(step) < t ≤ at(step+1).
// Times that differ from a step's end only by rounding belong to it.
func (c *clock) stepOf(t float64) int64 {
	return int64(math.Ceil(t/c.dt-1e-9)) - 1
}

// steps is the whole number of steps nearest to a duration.
func (c *clock) steps(duration float64) int64 {
	return int64(math.Round(duration / c.dt))
}

// moveTo sets the present step.
func (c *clock) moveTo(step int64) {
	c.step = step
	c.now[0], c.end[0] = c.at(step), c.at(step+1)
}
