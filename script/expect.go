package script

import (
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/report"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// expect is expect(name, got, want, tol): a published number and how near the
// result must come. tol has the number's unit, rel is a fraction of it; low and high
// are bounds instead; and got alone is a truth.
func (s *session) expect(c *call) (starlark.Value, error) {
	var name, source string
	var got starlark.Value
	var want, tol, low, high single
	var rel amount
	if err := c.bind("name", &name, "got", &got, "want?", &want, "tol?", &tol, "rel?", &rel, "low?", &low, "high?", &high, "source?", &source); err != nil {
		return nil, err
	}
	e := report.Expectation{Name: name, Source: source}
	if truth, ok := got.(starlark.Bool); ok {
		return s.checked(truthful(e, bool(truth))), nil
	}
	if a, ok := got.(*Array); ok && a.kind == mask {
		return s.checked(truthful(e, bool(a.Truth()))), nil
	}
	n, ok := toNumbers(got)
	if !ok || !n.scalar {
		return nil, c.wrong("got", "is %s, want a number or a truth", described(got))
	}
	b := bounds{c: c, got: n.sample(), e: e}
	var err error
	switch {
	case want.given:
		err = b.near(want, tol, rel)
	case low.given || high.given:
		err = b.between(low, high)
	default:
		err = c.wrong("", "want is missing; give want with tol or rel, or low and high, or a comparison as got")
	}
	if err != nil {
		return nil, err
	}
	return s.checked(b.e), nil
}

// checked adds an expectation and returns whether it holds.
func (s *session) checked(e report.Expectation) starlark.Value {
	s.checks = append(s.checks, e)
	return starlark.Bool(e.Pass)
}

func truthful(e report.Expectation, truth bool) report.Expectation {
	e.Want, e.Pass = 1, truth
	if truth {
		e.Got = 1
	}
	return e
}

// bounds makes an expectation of quantities, in the unit that suits what is wanted.
type bounds struct {
	c   *call
	got unit.Quantity
	e   report.Expectation
}

func (b *bounds) near(want, tol single, rel amount) error {
	w, err := b.like("want", want)
	if err != nil {
		return err
	}
	u := unitFor(unit.Quantity{Value: w, Dim: b.got.Dim})
	switch {
	case tol.given:
		t, err := b.like("tol", tol)
		if err != nil {
			return err
		}
		b.e.Tol = u.FromInternal(t)
	case rel.given:
		b.e.Tol, b.e.Relative = rel.value, true
	}
	if !(b.e.Tol >= 0) {
		return b.c.wrong("tol", "is negative, want 0 or more")
	}
	b.e.Unit, b.e.Got, b.e.Want = u.Symbol, u.FromInternal(b.got.Value), u.FromInternal(w)
	b.e.Pass = b.e.Holds()
	return nil
}

// between is an expectation within bounds, shown as their middle and half their distance;
// with one bound only, the name says which side of it.
func (b *bounds) between(low, high single) error {
	lo, hi := math.Inf(-1), math.Inf(1)
	var err error
	if low.given {
		if lo, err = b.like("low", low); err != nil {
			return err
		}
	}
	if high.given {
		if hi, err = b.like("high", high); err != nil {
			return err
		}
	}
	if hi < lo {
		return b.c.wrong("high", "is less than low")
	}
	b.bound(lo, hi)
	b.e.Pass = lo <= b.got.Value && b.got.Value <= hi
	return nil
}

func (b *bounds) bound(lo, hi float64) {
	largest := max(math.Abs(finite(lo)), math.Abs(finite(hi)))
	u := unitFor(unit.Quantity{Value: largest, Dim: b.got.Dim})
	b.e.Unit, b.e.Got = u.Symbol, u.FromInternal(b.got.Value)
	switch {
	case math.IsInf(lo, 0):
		b.e.Want, b.e.Name = u.FromInternal(hi), b.e.Name+" (at most)"
	case math.IsInf(hi, 0):
		b.e.Want, b.e.Name = u.FromInternal(lo), b.e.Name+" (at least)"
	default:
		b.e.Want, b.e.Tol = u.FromInternal((lo+hi)/2), u.FromInternal((hi-lo)/2)
	}
}

func finite(x float64) float64 {
	if math.IsInf(x, 0) {
		return 0
	}
	return x
}

// like reads a number of the dimension of got; a plain 0 got takes theirs.
func (b *bounds) like(name string, q single) (float64, error) {
	if fitsAny(b.got) {
		b.got.Dim = q.Dim
	}
	x, err := fit(q.Quantity, b.got.Dim)
	if err != nil {
		return 0, b.c.wrong(name, "%v", err)
	}
	return x, nil
}

// title names the experiment.
func (s *session) title(c *call) (starlark.Value, error) {
	return starlark.None, c.bind("text", &s.page.title)
}

// describe is the prose below the title.
func (s *session) describe(c *call) (starlark.Value, error) {
	return starlark.None, c.bind("text", &s.page.description)
}

// cite adds a publication to the sources.
func (s *session) cite(c *call) (starlark.Value, error) {
	var text string
	if err := c.bind("source", &text); err != nil {
		return nil, err
	}
	s.page.sources = append(s.page.sources, text)
	return starlark.None, nil
}

// param is param(name, default): a value that --set name=value replaces.
func (s *session) param(c *call) (starlark.Value, error) {
	var name, doc string
	var value starlark.Value
	if err := c.bind("name", &name, "default", &value, "doc?", &doc); err != nil {
		return nil, err
	}
	if _, twice := s.params[name]; twice {
		return nil, c.wrong("name", "is %q for a second time", name)
	}
	if text, ok := s.opt.Set[name]; ok {
		var err error
		if value, err = parseSetting(text, value); err != nil {
			return nil, fmt.Errorf("--set %s=%s: %w", name, text, err)
		}
	}
	s.params[name] = printSetting(value)
	return value, nil
}

// given are the parameters that were set on the command line, as the script saw them.
func (s *session) given() map[string]string {
	given := map[string]string{}
	for name := range s.opt.Set {
		if value, ok := s.params[name]; ok {
			given[name] = value
		}
	}
	return given
}
