package sim

import (
	"fmt"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// columns holds the values of a compiled mechanism's symbols: one slice each,
// of length 1 where the value is the same for all lanes.
type columns struct {
	plan   *ir.Plan
	values [][]float64 // by symbol
	lanes  [places]int // number of lanes at each place
	time   []float64   // t and dt, shape (1), shared by all kernels of a simulation
	dt     []float64
	setups []setup
}

// places is the number of places that have lanes of their own.
const places = int(ir.Connection) + 1

// drawStream is the first random stream for drawing parameters, above those
// that mechanisms use themselves.
const drawStream = 1 << 20

// newColumns allocates the columns of a plan and fills parameters and given
// initial values; entity numbers lane 0 for random draws.
func newColumns(plan *ir.Plan, lanes [places]int, values map[string]network.Value, seed, entity uint64) (*columns, error) {
	c := &columns{plan: plan, lanes: lanes, values: make([][]float64, len(plan.Symbols))}
	for x, s := range plan.Symbols {
		switch s.Role {
		case ir.Param, ir.State, ir.Hold, ir.Input:
			if s.Place != ir.PreCell && s.Place != ir.PostCell {
				c.values[x] = make([]float64, c.length(x, values))
			}
		}
	}
	for x := range plan.Mechanism.Symbols {
		if err := c.fill(x, values, seed, entity); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// length is 1 for a parameter that is one value, else the lanes of its place.
func (c *columns) length(x int, values map[string]network.Value) int {
	s := c.plan.Symbols[x]
	if s.Role == ir.Param && !values[s.Name].Varied() {
		return 1
	}
	return c.lanes[s.Place]
}

// fill sets a parameter, or an initial value that the description gives.
func (c *columns) fill(x int, values map[string]network.Value, seed, entity uint64) error {
	s := c.plan.Symbols[x]
	given, ok := values[s.Name]
	switch {
	case c.values[x] == nil:
	case ok:
		if err := given.Fill(c.values[x], seed, entity, uint32(drawStream+x)); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
	case s.Role == ir.Param:
		fillConstant(c.values[x], c.defaultOf(s))
	}
	return nil
}

// defaultOf is the default of a parameter, a constant in the mechanism's graph.
func (c *columns) defaultOf(s ir.Symbol) float64 {
	n := c.plan.Mechanism.Graph.At(s.Init)
	if n.Op != ir.Const {
		panic("BUG: sim: the default of " + s.Name + " is not a constant")
	}
	return n.Imm
}

func fillConstant(dst []float64, x float64) {
	for i := range dst {
		dst[i] = x
	}
}

// options tells lowering which parameters vary and which states are given.
func lowerOptions(values map[string]network.Value) ir.Options {
	opt := ir.Options{Varied: map[string]bool{}, Given: map[string]bool{}}
	for name, v := range values {
		opt.Varied[name] = v.Varied()
		opt.Given[name] = true
	}
	return opt
}

// derive runs the setup kernels, which compute what parameters determine; again
// after a parameter has changed.
func (c *columns) derive(b backend.Backend) error {
	if c.setups == nil {
		for i, k := range []*ir.Kernel{c.plan.Setup, c.plan.SetupLanes} {
			if err := c.addSetup(b, k, []int{1, c.lanes[ir.Self]}[i]); err != nil {
				return err
			}
		}
	}
	for _, s := range c.setups {
		s.program.Run(s.args, 0, s.lanes)
	}
	return nil
}

// setup is a program that derives values, ready to run.
type setup struct {
	program backend.Program
	args    *backend.Args
	lanes   int
}

func (c *columns) addSetup(b backend.Backend, k *ir.Kernel, lanes int) error {
	if k == nil || lanes == 0 {
		return nil
	}
	for _, s := range k.Stores {
		c.values[k.Columns[s.Column].Symbol] = make([]float64, lanes)
	}
	program, err := b.Compile(k)
	if err != nil {
		return err
	}
	c.setups = append(c.setups, setup{program, c.bind(k, nil), lanes})
	return nil
}

// initialise runs the kernels that set what is not given.
func (c *columns) initialise(b backend.Backend, seed, entity uint64) error {
	for p, k := range c.plan.Init {
		if k == nil {
			continue
		}
		program, err := b.Compile(k)
		if err != nil {
			return err
		}
		args := c.bind(k, nil)
		args.Seed, args.Entity = seed, entity
		program.Run(args, 0, c.lanes[p])
	}
	return nil
}

// bind makes the arguments of a kernel; extra supplies the columns that do not
// belong to this mechanism (nil: filled in at each call).
func (c *columns) bind(k *ir.Kernel, extra func(ir.Column) []float64) *backend.Args {
	a := &backend.Args{Columns: make([][]float64, len(k.Columns))}
	for i, col := range k.Columns {
		switch {
		case col.Role == ir.Time || col.Role == ir.StepStart:
			a.Columns[i] = c.time
		case col.Role == ir.StepSize:
			a.Columns[i] = c.dt
		case col.Symbol < len(c.values) && c.values[col.Symbol] != nil:
			a.Columns[i] = c.values[col.Symbol]
		case extra != nil:
			a.Columns[i] = extra(col)
		}
	}
	return a
}

// find returns the column of a named symbol and its symbol.
func (c *columns) find(name string) (int, []float64, bool) {
	for x, s := range c.plan.Symbols {
		if s.Name == name && c.values[x] != nil {
			return x, c.values[x], true
		}
	}
	return -1, nil, false
}
