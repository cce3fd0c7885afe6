package sim

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// membrane is the instances of one mechanism in a population of cells with
// shape. The lanes of a channel are all elements, of which it runs those where it is:
// so it reads and adds in place. The lanes of a point process are its instances,
// ascending by element, and an index table leads to the elements.
type membrane struct {
	shaped    *shaped
	mechanism *ir.Mechanism
	plan      *ir.Plan
	columns   *columns
	entity    uint64
	inserted  bool // part of the cells, not of a projection
	lanes     int
	runs      []span  // lanes
	at        []int32 // element of each instance, ascending
	made      []int32 // number of the site that each instance was made for
	of        []int32 // instance of each site
	index     [][]int32
	programs  map[*ir.Kernel]backend.Program
	// folded says that the instances are part of the cable's own leak, and never run.
	folded bool
	// split advances states over any time: steps that events interrupt. Nil where
	// events act at the beginning of a step.
	split *variant
	// alone says that events must be taken one at a time: they read the time,
	// draw random numbers, or send events on.
	alone bool
	// events counts those of each instance, for random numbers; nil where none are drawn.
	events []float64
	sends  []send
	flag   []float64 // of the event that arrives; nil where nobody asks
}

// variant is a second lowering of a mechanism, on the same values.
type variant struct {
	columns *columns
	program backend.Program
	kernel  *ir.Kernel
}

// site is where an instance is to be, which entry of the arrays in values is its
// own, and the values.
type site struct {
	at     int32
	entry  int
	values map[string]network.Value
}

// newMembrane makes instances of a mechanism, one for each site or, if shared, one
// for all sites in the same element.
func (s *Simulation) newMembrane(pop *population, m *ir.Mechanism, sites []site, shared bool) (*membrane, error) {
	h := pop.shaped
	x := &membrane{shaped: h, mechanism: m, programs: map[*ir.Kernel]backend.Program{}}
	x.place(sites, shared)
	x.arrange()
	x.entity = s.entities(x.lanes)
	values := x.values(sites)
	if err := x.lower(s, values, recorded(s, x.mechanism)); err != nil {
		return nil, fmt.Errorf("%s: %w", m.Name, err)
	}
	for i := range m.Membrane.Ions {
		h.use(&m.Membrane.Ions[i], x.at)
	}
	h.membranes = append(h.membranes, x)
	return x, nil
}

// place makes the list of instances.
func (x *membrane) place(sites []site, shared bool) {
	order := countTo(len(sites))
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(sites[a].at, sites[b].at) })
	x.of = make([]int32, len(sites))
	for _, i := range order {
		at := sites[i].at
		if n := len(x.at); !shared || n == 0 || x.at[n-1] != at {
			x.at, x.made = append(x.at, at), append(x.made, i)
		}
		x.of[i] = int32(len(x.at) - 1)
	}
}

// arrange makes the lanes.
func (x *membrane) arrange() {
	x.index = make([][]int32, places)
	if x.mechanism.Kind == ir.Channel {
		x.lanes = x.shaped.system.Len
		x.index[ir.Compartment] = countTo(x.lanes)
		x.runs = x.shaped.runs(x.at, !x.readsSize())
		return
	}
	x.lanes = len(x.at)
	x.index[ir.Compartment] = x.at
	x.index[ir.Connection] = slices.Clone(x.made) // whoever brings an event says which one
	x.runs = []span{{0, x.lanes}}
}

// readsSize says that the mechanism depends on the area or diameter of compartments,
// which joints do not have.
func (x *membrane) readsSize() bool {
	m := x.mechanism
	return slices.ContainsFunc(append(m.Of(ir.Area), m.Of(ir.Diameter)...), m.Reads)
}

// lane is that of instance i.
func (x *membrane) lane(i int) int {
	if x.mechanism.Kind == ir.Channel {
		return int(x.at[i])
	}
	return i
}

func countTo(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

// values joins what the sites say of each parameter: one value where all agree.
func (x *membrane) values(sites []site) map[string]network.Value {
	out := map[string]network.Value{}
	for _, sym := range x.mechanism.Symbols {
		if sym.Role != ir.Param {
			continue
		}
		usual := x.mechanism.Graph.At(sym.Init).Imm
		list := make([]float64, len(x.made))
		varied := false
		for k, i := range x.made {
			list[k] = sites[i].value(sym.Name, usual)
			varied = varied || list[k] != list[0]
		}
		switch {
		case varied:
			array := make([]float64, x.lanes)
			fillConstant(array, usual)
			for k := range list {
				array[x.lane(k)] = list[k]
			}
			out[sym.Name] = network.Value{Array: array}
		case len(list) > 0 && list[0] != usual:
			out[sym.Name] = network.Number(list[0])
		}
	}
	return out
}

// value is what a site says of a parameter.
func (s *site) value(name string, usual float64) float64 {
	v, ok := s.values[name]
	switch {
	case !ok:
		return usual
	case v.Array != nil:
		return v.Array[s.entry]
	}
	return v.Constant
}

// recorded names the variables that probes want kept.
func recorded(s *Simulation, m *ir.Mechanism) map[string]bool {
	keep := map[string]bool{}
	for _, p := range s.net.Probes {
		name := p.Variable
		if p.Population != nil {
			name, _ = cutMechanism(name, m.Name)
		}
		keep[name] = true
	}
	return keep
}

// lower makes kernels and columns.
func (x *membrane) lower(s *Simulation, values map[string]network.Value, keep map[string]bool) error {
	opt := lowerOptions(values)
	opt.Keep = keep
	opt.Aligned = x.mechanism.Kind == ir.Channel
	opt.Entering = true
	opt.Unread, opt.Uniform = x.shaped.unread, x.shaped.uniform
	x.folded = linear(x.mechanism, keep)
	opt.Together = s.opt.Numerics == Staggered && !x.folded && x.shaped.steady(x.mechanism)
	opt.First = x.mechanism == x.shaped.opener
	if s.opt.Numerics == NEURON && !x.folded {
		opt.Secant = secant
	}
	var err error
	if x.plan, err = ir.Lower(x.mechanism, opt); err != nil {
		return err
	}
	if opt.First && s.opt.Numerics == Staggered && x.plan.Membrane.Step == nil { // others, in one pass, come before it
		x.shaped.opener, opt.First = nil, false
		if x.plan, err = ir.Lower(x.mechanism, opt); err != nil {
			return err
		}
	}
	if x.columns, err = x.fill(s, x.plan, values); err != nil {
		return err
	}
	for _, k := range x.kernels() {
		if k == nil {
			continue
		}
		if x.programs[k], err = s.opt.Backend.Compile(k); err != nil {
			return err
		}
	}
	x.noteEvents()
	if s.opt.Numerics == NEURON || x.plan.Membrane.State == nil {
		return nil
	}
	opt.ByEvent = true
	x.split, err = x.vary(s, opt)
	return err
}

// secant is the difference of voltages by which NEURON finds conductances, mV.
const secant = 0.001

// kernels lists what an instance does.
func (x *membrane) kernels() []*ir.Kernel {
	p := x.plan.Membrane
	return []*ir.Kernel{p.Initial, p.Current, p.State, p.Step, p.Connect, p.Receive}
}

// noteEvents says how events have to be taken.
func (x *membrane) noteEvents() {
	x.sends = x.columns.sends()
	k := x.plan.Membrane.Receive
	if k == nil {
		return
	}
	x.alone = len(x.sends) > 0
	for _, c := range k.Columns {
		if c.Role == ir.Flag {
			x.flag = x.columns.values[c.Symbol]
		}
		x.alone = x.alone || c.Role == ir.Time
	}
	for i := range k.Nodes {
		if k.Nodes[i].Op.Random() {
			x.alone, x.events = true, make([]float64, x.lanes)
		}
	}
}

// fill allocates the columns and sets parameters and what is derived from them.
func (x *membrane) fill(s *Simulation, plan *ir.Plan, values map[string]network.Value) (*columns, error) {
	n := x.lanes
	c, err := newColumns(plan, [places]int{ir.Self: n, ir.Connection: len(x.of)}, values, s.opt.Seed, x.entity)
	if err != nil {
		return nil, err
	}
	used := usedIn(plan)
	for i, sym := range plan.Symbols {
		switch {
		case !used[i]: // nobody computes or reads it: better no value than a stale one
		case sym.Role == ir.Celsius:
			c.values[i] = x.shaped.celsius
		case sym.Place == ir.Compartment:
			c.values[i] = x.shaped.column(x.mechanism, i, sym.Role)
		case sym.Place == ir.Connection:
			c.values[i] = make([]float64, len(x.of))
		case sym.Role == ir.Assigned || sym.Role == ir.Flag || sym.Role == ir.SendDelay || sym.Role == ir.SendFlag:
			c.values[i] = make([]float64, n)
			if sym.Init != ir.None {
				fillConstant(c.values[i], c.defaultOf(sym))
			}
		}
	}
	c.time, c.dt = s.clock.now, s.clock.length
	return c, x.derive(s, c)
}

// usedIn are the symbols that kernels read or write.
func usedIn(plan *ir.Plan) []bool {
	used := make([]bool, len(plan.Symbols))
	for _, k := range plan.Kernels() {
		for _, c := range k.Columns {
			used[c.Symbol] = true
		}
	}
	return used
}

// derive computes derived values, in lanes that know their compartments.
func (x *membrane) derive(s *Simulation, c *columns) error {
	for i, k := range []*ir.Kernel{c.plan.Setup, c.plan.SetupLanes} {
		if err := c.addSetup(s.opt.Backend, k, []int{1, x.lanes}[i]); err != nil {
			return err
		}
	}
	for i := range c.setups {
		c.setups[i].args.Index = x.index
	}
	return c.derive(s.opt.Backend)
}

// vary lowers the mechanism once more, with a step that changes, on the same values.
func (x *membrane) vary(s *Simulation, opt ir.Options) (*variant, error) {
	plan, err := ir.Lower(x.mechanism, opt)
	if err != nil {
		return nil, err
	}
	c := &columns{plan: plan, lanes: x.columns.lanes, values: make([][]float64, len(plan.Symbols)), time: s.clock.now, dt: s.clock.length}
	for i, sym := range plan.Symbols {
		if sym.Role != ir.Derived {
			c.values[i] = x.same(sym)
		}
	}
	if err := x.derive(s, c); err != nil {
		return nil, err
	}
	program, err := s.opt.Backend.Compile(plan.Membrane.State)
	return &variant{c, program, plan.Membrane.State}, err
}

// same is the column of a symbol of another lowering.
func (x *membrane) same(sym ir.Symbol) []float64 {
	for i, s := range x.plan.Symbols {
		if s.Name == sym.Name && s.Role == sym.Role && s.Place == sym.Place {
			return x.columns.values[i]
		}
	}
	return nil
}

// args binds a kernel; time, if not nil, is where it reads t, and dt the step.
func (x *membrane) args(s *Simulation, c *columns, k *ir.Kernel, time, dt []float64) *backend.Args {
	a := c.bind(k, nil)
	a.Index = x.index
	a.Seed, a.Entity = s.opt.Seed, x.entity
	for i, col := range k.Columns {
		switch {
		case col.Role == ir.Time:
			a.Columns[i] = time
		case col.Role == ir.StepSize:
			a.Columns[i] = dt
		}
	}
	return a
}

// start runs a kernel of t = 0 on all instances.
func (x *membrane) start(s *Simulation, k *ir.Kernel) {
	if k != nil {
		call := laneCall{program: x.programs[k], args: x.args(s, x.columns, k, s.clock.now, s.clock.length), runs: x.runs}
		call.run(0)
	}
}
