package sim

import (
	"fmt"
	"maps"
	"math"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/spike"
)

// synapses is the state of a projection whose connections have any: what lives
// on each connection (in the order of the table), on each presynaptic neuron and
// delay, on each postsynaptic neuron, and once per projection.
type synapses struct {
	p         *projection
	plan      *ir.SynapsePlan
	columns   *columns
	entity    uint64
	delays    int // lanes per presynaptic neuron: one for each delay
	index     [][]int32
	byTarget  [][]int32   // connections onto each target; nil where no post event needs them
	port      *spike.Port // where deliveries go; nil: none
	blocks    []*synapseBlock
	lanes     map[ir.Trigger]*call // what events do to their own side's lane
	advance   [places]*call
	modulator *population
	lastLanes []int32
	gap       *gap // where cells with shape are coupled; nil: not
}

// synapseBlock is the calls for one block of targets: blocks run in parallel.
type synapseBlock struct {
	b       *spike.Block
	advance *call // brings lazy connections up to date, or moves the others over a step
	couple  *call
	on      map[ir.Trigger]*call
	events  int64
}

// call is a program with its arguments and the columns that change per call.
type call struct {
	program backend.Program
	args    *backend.Args
	side    []sideColumn
}

// sideColumn is a column of which a call sees one element: the lane of the side
// that the event came from.
type sideColumn struct {
	column int
	all    []float64
	cell   bool // numbered by neuron, not by the side's lanes
}

// newSynapses lowers the mechanism and allocates its state.
func (s *Simulation) newSynapses(p *projection) (*synapses, error) {
	opt := lowerOptions(p.Values)
	opt.Varied["weight"] = p.Weight.Varied()
	plan, err := ir.Lower(p.Synapse, opt)
	if err != nil {
		return nil, err
	}
	if plan.Syn.Static {
		return nil, nil
	}
	if p.target.events != nil {
		return nil, fmt.Errorf("synapse %s has state, but population %s is solved event by event, which takes static synapses only: use solver grid",
			p.Synapse.Name, p.target.Name)
	}
	y := &synapses{p: p, plan: plan.Syn, delays: max(len(p.table.Delays), 1), lanes: map[ir.Trigger]*call{}}
	if p.Modulator.Population != nil {
		y.modulator = s.population(p.Modulator.Population)
	}
	if err := y.fill(s, plan); err != nil {
		return nil, err
	}
	y.index = y.indexTables()
	if y.gap = y.newGap(); y.gap != nil {
		y.gap.index(y.index, p.table.Len())
	}
	return y, nil
}

// fill allocates the columns of all places and sets parameters, weights and initial values.
func (y *synapses) fill(s *Simulation, plan *ir.Plan) error {
	t := y.p.table
	lanes := [places]int{ir.Self: t.Len(), ir.Pre: t.Sources * y.delays, ir.Post: t.Targets, ir.Volume: 1}
	y.entity = s.entities(max(lanes[ir.Self], lanes[ir.Pre], lanes[ir.Post]))
	var err error
	y.columns, err = newColumns(plan, lanes, listed(y.p.Values, t), s.opt.Seed, y.entity)
	if err != nil {
		return err
	}
	y.columns.time, y.columns.dt = s.clock.now, s.clock.length
	for x, sym := range plan.Symbols {
		if sym.Role == ir.Weight {
			y.columns.values[x] = y.weights(plan)
		}
	}
	if err := y.columns.derive(s.opt.Backend); err != nil {
		return err
	}
	return y.columns.initialise(s.opt.Backend, s.opt.Seed, y.entity)
}

// listed puts arrays with one value for each listed synapse into the order of the table.
func listed(values map[string]network.Value, t *spike.Table) map[string]network.Value {
	out := maps.Clone(values)
	for name, v := range values {
		if v.Array == nil {
			continue
		}
		ordered := make([]float64, 0, len(v.Array))
		for b := range t.Blocks {
			for _, place := range t.Blocks[b].Listed {
				ordered = append(ordered, v.Array[place])
			}
		}
		if len(ordered) == len(v.Array) {
			out[name] = network.Value{Array: ordered}
		}
	}
	return out
}

// weights expands the table's weights, absolute where the receptor wants magnitudes.
func (y *synapses) weights(plan *ir.Plan) []float64 {
	t := y.p.table
	out := make([]float64, 0, t.Len())
	for b := range t.Blocks {
		for k := range t.Blocks[b].Target {
			w := t.Weight(&t.Blocks[b], k)
			if y.p.route.magnitude {
				w = math.Abs(w)
			}
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		out = append(out, 0)
	}
	for _, k := range plan.Kernels() {
		for _, c := range k.Columns {
			if c.Role == ir.Weight && c.Access == ir.One {
				return out[:1]
			}
		}
	}
	return out
}

// indexTables lists, for every connection, the lanes it reads at other places.
func (y *synapses) indexTables() [][]int32 {
	t := y.p.table
	index := make([][]int32, places)
	index[ir.Post] = t.TargetLanes()
	index[ir.PostCell] = index[ir.Post]
	index[ir.PreCell] = t.SourceLanes()
	index[ir.Pre] = make([]int32, t.Len())
	for i := range t.Blocks {
		b := &t.Blocks[i]
		for k := range b.Target {
			n := b.First + k
			row := int(index[ir.PreCell][n]) - t.From
			index[ir.Pre][n] = int32(row*y.delays + b.DelayOf(k))
		}
	}
	return index
}
