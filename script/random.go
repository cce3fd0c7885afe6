package script

import (
	"math"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/random"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

// defaultSeed is the seed of a script that gives none.
const defaultSeed = 1

// scriptStream is the stream of what scripts draw; no mechanism and no
// connection has it.
const scriptStream = 1<<24 - 1

// randomness is the random numbers of a script: each request has an entity
// number of its own.
type randomness struct {
	seed     uint64
	requests uint64
}

// next numbers a request. Entities of one are spaced, so that arrays, which use
// an entity an element, do not overlap.
func (r *randomness) next() uint64 {
	r.requests++
	return r.requests << 28
}

// seeds chooses the seeds of runs.
type seeds struct {
	replaced bool
	by       uint64
	first    uint64 // that the script gave
	given    bool
}

// of is the seed in force where the script gives one. If it is replaced on the command line,
// the first one becomes that and the others keep their distance from it.
func (s *seeds) of(seed uint64) uint64 {
	if !s.replaced {
		return seed
	}
	if !s.given {
		s.first, s.given = seed, true
	}
	return s.by + seed - s.first
}

// initial is the seed in force where the script gives none.
func (s *seeds) initial() uint64 {
	if s.replaced {
		return s.by
	}
	return defaultSeed
}

// randomModule is random.normal(n, mean, sd) and so on: arrays of numbers that
// depend on the seed and the order of the calls alone.
func (s *session) randomModule() starlark.Value {
	s.random.seed = s.seed.initial()
	members := starlark.StringDict{
		"seed": builtin("seed", s.reseed), "permutation": builtin("permutation", s.permutation), "integers": builtin("integers", s.integers),
	}
	for name, f := range map[string]func(*call) (starlark.Value, error){
		"normal":      func(c *call) (starlark.Value, error) { return draw(c, network.NormalDist, "mean", "sd") },
		"uniform":     func(c *call) (starlark.Value, error) { return draw(c, network.UniformDist, "low", "high") },
		"lognormal":   lognormal,
		"exponential": func(c *call) (starlark.Value, error) { return draw(c, network.ExponentialDist, "mean", "") },
		"gamma":       gamma,
	} {
		members[name] = builtin(name, func(c *call) (starlark.Value, error) { return s.drawn(c, f) })
	}
	members["poisson"] = builtin("poisson", s.poisson)
	return &starlarkstruct.Module{Name: "random", Members: members}
}

func (s *session) reseed(c *call) (starlark.Value, error) {
	var seed int
	if err := c.bind("seed", &seed); err != nil {
		return nil, err
	}
	s.random = randomness{seed: s.seed.of(uint64(seed))}
	return starlark.None, nil
}

// drawn is n numbers of the distribution that the other arguments make.
func (s *session) drawn(c *call, f func(*call) (starlark.Value, error)) (starlark.Value, error) {
	n, err := c.count()
	if err != nil {
		return nil, err
	}
	v, err := f(c)
	if err != nil {
		return nil, err
	}
	d := v.(*Draw)
	out := array(make([]float64, n), d.dim)
	if err := s.fill(out.values, network.Value{Draw: &d.Distribution}); err != nil {
		return nil, c.wrong("", "%v", err)
	}
	return out, nil
}

// count takes the first argument, n, off the call.
func (c *call) count() (int, error) {
	n, shift := 0, 0
	args, kwargs := c.args, c.kwargs
	c.args, c.kwargs = nil, nil
	switch {
	case len(args) > 0:
		c.args, args, shift = args[:1], args[1:], 1
	default:
		for i, kw := range kwargs {
			if kw[0] == starlark.String("n") {
				c.kwargs = kwargs[i : i+1]
				kwargs = append(kwargs[:i:i], kwargs[i+1:]...)
				break
			}
		}
	}
	err := c.bind("n", &n)
	if err == nil && (n < 0 || n > mostElements) {
		err = c.wrong("n", "is %d, want 0 to %d", n, mostElements)
	}
	c.args, c.kwargs, c.shift = args, kwargs, shift
	return n, err
}

func (s *session) permutation(c *call) (starlark.Value, error) {
	n, err := c.count()
	if err == nil {
		err = c.bind()
	}
	if err != nil || n > math.MaxInt32 {
		return nil, err
	}
	order := make([]int32, n)
	source := random.NewSource(s.random.seed, s.random.next(), scriptStream)
	source.Perm(order)
	return arrayOf(order), nil
}

// integers is n whole numbers, low ≤ x < high.
func (s *session) integers(c *call) (starlark.Value, error) {
	n, err := c.count()
	if err != nil {
		return nil, err
	}
	var low, high int
	if err := c.bind("low", &low, "high", &high); err != nil {
		return nil, err
	}
	if high <= low {
		return nil, c.wrong("high", "is %d, want more than low, %d", high, low)
	}
	source := random.NewSource(s.random.seed, s.random.next(), scriptStream)
	out := make([]int, n)
	for i := range out {
		out[i] = low + source.Intn(high-low)
	}
	return arrayOf(out), nil
}

// poisson is n counts of a mean.
func (s *session) poisson(c *call) (starlark.Value, error) {
	n, err := c.count()
	if err != nil {
		return nil, err
	}
	var mean float64
	if err := c.bind("mean", &mean); err != nil {
		return nil, err
	}
	if !(mean >= 0) || math.IsInf(mean, 0) {
		return nil, c.wrong("mean", "is %g, want 0 or more", mean)
	}
	source := random.NewSource(s.random.seed, s.random.next(), scriptStream)
	out := make([]float64, n)
	for i := range out {
		out[i] = source.Poisson(mean)
	}
	return array(out, unit.Dimensionless), nil
}
