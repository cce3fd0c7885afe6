package script

import (
	"errors"
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Spectrum is a power spectral density.
type Spectrum struct {
	analysis.Spectrum
	power unit.Unit // of Power
}

// powerUnit is the unit of the power of a signal in internal units: their
// square per Hz.
func powerUnit(signal unit.Dimension) unit.Unit {
	square, err := unit.MustParse(signal.String()).Pow(2)
	if err == nil {
		square, err = square.Div(unit.MustParse("Hz"))
	}
	if err != nil {
		panic(fmt.Sprintf("BUG: script: no unit for the power of %s: %v", signal, err))
	}
	return square
}

func (s *Spectrum) String() string {
	return fmt.Sprintf("<spectrum of %d frequencies>", len(s.Frequency))
}
func (s *Spectrum) Type() string          { return "spectrum" }
func (s *Spectrum) Freeze()               {}
func (s *Spectrum) Truth() starlark.Bool  { return len(s.Frequency) > 0 }
func (s *Spectrum) Hash() (uint32, error) { return 0, errors.New("unhashable type: spectrum") }

// AttrNames lists what a spectrum has.
func (s *Spectrum) AttrNames() []string {
	return []string{"frequency", "mean_power", "peak", "power"}
}

// Attr finds the parts: frequency, power, peak(fmin, fmax), mean_power(fmin, fmax).
func (s *Spectrum) Attr(name string) (starlark.Value, error) {
	switch name {
	case "frequency":
		return arrayIn(s.Frequency, unit.MustParse("Hz")), nil
	case "power":
		return arrayIn(s.Power, s.power), nil
	case "peak":
		return method(name, s.peak), nil
	case "mean_power":
		return method(name, s.meanPower), nil
	}
	return nil, nil
}

func (s *Spectrum) peak(c *call) (starlark.Value, error) {
	lo, hi, err := c.band()
	if err != nil {
		return nil, err
	}
	p := s.Peak(lo, hi)
	return record("peak", starlark.StringDict{"frequency": frequency(p.Frequency), "power": quantity(s.power.Of(p.Power))}), nil
}

func (s *Spectrum) meanPower(c *call) (starlark.Value, error) {
	lo, hi, err := c.band()
	if err != nil {
		return nil, err
	}
	return quantity(s.power.Of(s.MeanPower(lo, hi))), nil
}

// band binds a range of frequencies, in Hz.
func (c *call) band() (lo, hi float64, err error) {
	from, to := amount{dim: unit.Frequency}, amount{dim: unit.Frequency, value: math.Inf(1)}
	err = c.bind("fmin?", &from, "fmax?", &to)
	return from.hertz(), to.hertz(), err
}
