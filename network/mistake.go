package network

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// mistakes collects errors, each beginning with the place it is at.
type mistakes struct {
	place string
	list  []error
}

func (m *mistakes) add(format string, args ...any) {
	err := fmt.Errorf(format, args...)
	if m.place != "" {
		err = fmt.Errorf("%s: %w", m.place, err)
	}
	m.list = append(m.list, err)
}

// check adds an error, if it is one. Joined errors become one each.
func (m *mistakes) check(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			m.check(e)
		}
	} else if err != nil {
		m.add("%w", err)
	}
}

// err is all mistakes, one a line, or nil.
func (m *mistakes) err() error { return errors.Join(m.list...) }

// view checks that a view lies in its population. A bad one must not be used further.
func (m *mistakes) view(what string, v View) bool {
	switch {
	case v.Population == nil:
		m.add("%s is missing", what)
	case v.Lo < 0 || v.Hi > v.Population.Size || v.Lo > v.Hi:
		m.add("%s is cells %d to %d of %s, which has cells 0 to %d", what, v.Lo, v.Hi-1, v.Population.Name, v.Population.Size-1)
	default:
		return true
	}
	return false
}

// value checks the numbers of a value, all of them; size is the array's length,
// −1 where no array is possible.
func (m *mistakes) value(name string, v Value, size int) {
	switch {
	case v.Array != nil && size < 0:
		m.add("%s has one value for all, not an array", name)
	case v.Array != nil && len(v.Array) != size:
		m.add("%s is an array of %d numbers, want %d", name, len(v.Array), size)
	case v.Array != nil:
		if i := slices.IndexFunc(v.Array, math.IsNaN); i >= 0 {
			m.add("%s: number %d is not a number (NaN)", name, i)
		}
	case v.Draw != nil:
		m.check(v.Draw.check(name))
	case v.Course != nil:
		m.check(v.Course.check(name))
	case math.IsNaN(v.Constant):
		m.add("%s is not a number (NaN)", name)
	}
}

// check finds parameters for which the distribution is not defined.
func (d *Distribution) check(name string) error {
	switch lo, hi := d.support(); {
	case math.IsNaN(d.A) || math.IsNaN(d.B) || math.IsInf(d.A, 0) || math.IsInf(d.B, 0):
		return fmt.Errorf("%s is drawn from %v, whose parameters are not finite numbers", name, d)
	case (d.Kind == NormalDist || d.Kind == LogNormalDist) && d.B < 0:
		return fmt.Errorf("%s is drawn from %v: the standard deviation is negative", name, d)
	case d.Kind == ExponentialDist && d.A < 0:
		return fmt.Errorf("%s is drawn from %v: the mean is negative", name, d)
	case d.Kind == GammaDist && (d.A <= 0 || d.B <= 0):
		return fmt.Errorf("%s is drawn from %v: shape and scale must be positive", name, d)
	case d.Bounded && !(d.Min <= d.Max):
		return fmt.Errorf("%s is drawn from %v: the lower bound is above the upper", name, d)
	case lo > hi:
		return fmt.Errorf("%s is drawn from %v, which never lies within its bounds", name, d)
	}
	return nil
}

func (c *Course) check(name string) error {
	switch i := slices.IndexFunc(c.Values, math.IsNaN); {
	case len(c.Values) == 0:
		return fmt.Errorf("%s is a course in time without values", name)
	case i >= 0:
		return fmt.Errorf("%s: value %d of its course in time is not a number (NaN)", name, i)
	case !(c.Every > 0) || math.IsNaN(c.From):
		return fmt.Errorf("%s is a course in time from %g ms in intervals of %g ms: want intervals above 0", name, c.From, c.Every)
	}
	return nil
}

// extremes are the least and the greatest number that a value can be.
func (v Value) extremes() (lo, hi float64) {
	switch {
	case len(v.Array) > 0:
		return slices.Min(v.Array), slices.Max(v.Array)
	case v.Draw != nil:
		return v.Draw.support()
	case v.Course != nil && len(v.Course.Values) > 0:
		return slices.Min(v.Course.Values), slices.Max(v.Course.Values)
	}
	return v.Constant, v.Constant
}
