package script

import (
	"errors"
	"fmt"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Rule says which cells connect: all_to_all(), bernoulli(0.1) and so on.
type Rule struct {
	network.Rule
	name string
}

func (r *Rule) String() string        { return "<rule " + r.name + ">" }
func (r *Rule) Type() string          { return "rule" }
func (r *Rule) Freeze()               {}
func (r *Rule) Truth() starlark.Bool  { return true }
func (r *Rule) Hash() (uint32, error) { return 0, errors.New("unhashable type: rule") }

// rules is the built-ins that make rules.
func rules() starlark.StringDict {
	all := starlark.StringDict{}
	for name, f := range map[string]func(c *call) (network.Rule, error){
		"all_to_all":      func(c *call) (network.Rule, error) { return c.rule(network.Rule{Kind: network.AllToAll}) },
		"one_to_one":      func(c *call) (network.Rule, error) { return c.rule(network.Rule{Kind: network.OneToOne}) },
		"bernoulli":       bernoulli,
		"fixed_indegree":  func(c *call) (network.Rule, error) { return c.fixed(network.FixedIn, "k") },
		"fixed_outdegree": func(c *call) (network.Rule, error) { return c.fixed(network.FixedOut, "k") },
		"fixed_total":     func(c *call) (network.Rule, error) { return c.fixed(network.FixedTotal, "n") },
		"distance":        distance,
		"pairs":           pairs,
	} {
		all[name] = builtin(name, func(c *call) (starlark.Value, error) {
			r, err := f(c)
			if err != nil {
				return nil, err
			}
			return &Rule{r, c.name}, nil
		})
	}
	return all
}

// rule binds the switches that most rules have, after the given parameters.
func (c *call) rule(r network.Rule, pairs ...any) (network.Rule, error) {
	autapses, multapses := true, true
	err := c.bind(append(pairs, "autapses?", &autapses, "multapses?", &multapses)...)
	r.NoAutapses, r.NoMultapses = !autapses, !multapses
	return r, err
}

func bernoulli(c *call) (network.Rule, error) {
	var p float64
	r, err := c.rule(network.Rule{Kind: network.Bernoulli}, "p", &p)
	if err == nil {
		err = c.probability(p)
	}
	r.P = p
	return r, err
}

func (c *call) probability(p float64) error {
	if !(p >= 0 && p <= 1) {
		return c.wrong("p", "is %g, want a probability, 0 to 1", p)
	}
	return nil
}

func (c *call) fixed(kind network.RuleKind, name string) (network.Rule, error) {
	var n int
	r, err := c.rule(network.Rule{Kind: kind}, name, &n)
	if err == nil && n < 0 {
		err = c.wrong(name, "is %d, want 0 or more", n)
	}
	r.N = n
	return r, err
}

var shapes = []string{"gaussian", "exponential", "box"}

// distance connects with probability p·k(d), where k falls off over scale.
func distance(c *call) (network.Rule, error) {
	var p float64
	scale, cutoff := amount{dim: unit.Length}, amount{dim: unit.Length}
	shape := "gaussian"
	var period starlark.Value
	r, err := c.rule(network.Rule{Kind: network.Distance}, "p", &p, "scale", &scale, "shape?", &shape, "cutoff?", &cutoff, "period?", &period)
	if err != nil {
		return r, err
	}
	kind := indexOf(shapes, shape)
	if kind < 0 {
		return r, c.wrong("shape", "is %q, unknown; %s", shape, suggest(shape, shapes))
	}
	if scale.value <= 0 {
		return r, c.wrong("scale", "is %g um, want more than 0", scale.value)
	}
	r.P, r.Scale, r.Cutoff, r.Shape = p, scale.value, cutoff.value, network.KernelShape(kind)
	if r.Period, err = c.period(period); err != nil {
		return r, err
	}
	return r, c.probability(p)
}

// period reads the lengths after which space repeats, one for all axes or one each.
func (c *call) period(v starlark.Value) (period [3]float64, err error) {
	if v == nil {
		return period, nil
	}
	n, ok := toNumbers(v)
	if !ok || !n.scalar && len(n.values) > 3 {
		return period, c.wrong("period", "is %s, want a length, or one for each axis", described(v))
	}
	for axis := range period {
		if !n.scalar && axis >= len(n.values) {
			break
		}
		q := unit.Quantity{Value: n.at(axis), Dim: n.dim}
		if period[axis], err = fit(q, unit.Length); err != nil {
			return period, c.wrong("period", "%v", err)
		}
	}
	return period, nil
}

// pairs lists the synapses by the lanes of both ends.
func pairs(c *call) (network.Rule, error) {
	var sources, targets *Array
	r := network.Rule{Kind: network.Explicit}
	if err := c.bind("sources", &sources, "targets", &targets); err != nil {
		return r, err
	}
	if sources.Len() != targets.Len() {
		return r, c.wrong("targets", "has %d elements, want %d as sources has", targets.Len(), sources.Len())
	}
	var err error
	if r.Sources, err = lanesOf(sources); err != nil {
		return r, c.wrong("sources", "%v", err)
	}
	if r.Targets, err = lanesOf(targets); err != nil {
		return r, c.wrong("targets", "%v", err)
	}
	return r, nil
}

func lanesOf(a *Array) ([]uint32, error) {
	lanes := make([]uint32, a.Len())
	for i, x := range a.values {
		lanes[i] = uint32(x)
		if a.dim != unit.Dimensionless || float64(lanes[i]) != x {
			return nil, fmt.Errorf("has %s, want whole numbers from 0", described(a.Index(i)))
		}
	}
	return lanes, nil
}
