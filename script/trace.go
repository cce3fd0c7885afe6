package script

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Trace is the samples of a probe: t, and for each cell or synapse a row of values.
type Trace struct {
	name, variable string
	rows           string               // whose they are
	first          int                  // number of the first one
	named          func(row int) string // their names, where they have their own, else nil
	t              []float64            // ms, shape (samples)
	step           float64
	values         []float64 // shape (samples, columns)
	columns        int
	dim            unit.Dimension
}

func (v *Trace) String() string {
	return fmt.Sprintf("<%s: %d rows of %d samples>", v.name, v.columns, len(v.t))
}
func (v *Trace) Type() string          { return "trace" }
func (v *Trace) Freeze()               {}
func (v *Trace) Truth() starlark.Bool  { return len(v.t) > 0 }
func (v *Trace) Hash() (uint32, error) { return 0, errors.New("unhashable type: trace") }

// Len is the number of cells or synapses.
func (v *Trace) Len() int { return v.columns }

// Index is the samples of one of them.
func (v *Trace) Index(i int) starlark.Value { return array(v.row(i), v.dim) }

// Iterate goes through the rows.
func (v *Trace) Iterate() starlark.Iterator { return &rowIterator{v: v} }

type rowIterator struct {
	v *Trace
	i int
}

// Next is the next row.
func (it *rowIterator) Next(p *starlark.Value) bool {
	if it.i >= it.v.columns {
		return false
	}
	*p = it.v.Index(it.i)
	it.i++
	return true
}

// Done ends the iteration.
func (it *rowIterator) Done() {}

// label names a row: E[3], or E[3] dend[0](0.5).
func (v *Trace) label(i int) string {
	if v.named != nil {
		return v.named(i)
	}
	return fmt.Sprintf("%s[%d]", v.rows, v.first+i)
}

func (v *Trace) row(i int) []float64 {
	row := make([]float64, len(v.t))
	for k := range row {
		row[k] = v.values[k*v.columns+i]
	}
	return row
}

// AttrNames lists what a trace has.
func (v *Trace) AttrNames() []string {
	return []string{"at", "every", "labels", "mean", "sum", "synchrony", "t"}
}

// Attr finds t, every, the labels of the rows, mean() and sum() over them, synchrony(), and at(time).
func (v *Trace) Attr(name string) (starlark.Value, error) {
	switch name {
	case "t":
		return array(v.t, unit.Time), nil
	case "labels":
		var all []starlark.Value
		for i := range v.columns {
			all = append(all, starlark.String(v.label(i)))
		}
		return starlark.NewList(all), nil
	case "at":
		return method(name, v.at), nil
	case "every":
		return milliseconds(v.step), nil
	case "mean":
		return method(name, func(c *call) (starlark.Value, error) { return array(v.over(analysis.Mean), v.dim), c.bind() }), nil
	case "sum":
		return method(name, func(c *call) (starlark.Value, error) { return array(v.over(sum), v.dim), c.bind() }), nil
	case "synchrony":
		return method(name, func(c *call) (starlark.Value, error) {
			var rows [][]float64
			for i := range v.columns {
				rows = append(rows, v.row(i))
			}
			return starlark.Float(analysis.Synchrony(rows)), c.bind()
		}), nil
	}
	return nil, nil
}

// at is v.at(time): the value of every row at the sample that is nearest to a time.
func (v *Trace) at(c *call) (starlark.Value, error) {
	time := duration(0)
	if err := c.bind("time", &time); err != nil {
		return nil, err
	}
	k := sort.SearchFloat64s(v.t, time.value)
	if k == len(v.t) || k > 0 && time.value-v.t[k-1] < v.t[k]-time.value {
		k--
	}
	if k < 0 {
		return nil, c.wrong("time", "is %g ms, but nothing was sampled", time.value)
	}
	if math.Abs(v.t[k]-time.value) > 0.51*v.step {
		return nil, c.wrong("time", "is %g ms, when nothing was sampled; there are samples from %.6g to %.6g ms, every %.6g ms", time.value, v.t[0], v.t[len(v.t)-1], v.step)
	}
	return array(slices.Clone(v.values[k*v.columns:(k+1)*v.columns]), v.dim), nil
}

// over computes f of the rows at each sample.
func (v *Trace) over(f func([]float64) float64) []float64 {
	out := make([]float64, len(v.t))
	for k := range out {
		out[k] = f(v.values[k*v.columns : (k+1)*v.columns])
	}
	return out
}

// trace is r.trace(probe): the samples taken during the run.
func (r *Recording) trace(c *call) (starlark.Value, error) {
	var what starlark.Value
	if err := c.bind("probe", &what); err != nil {
		return nil, err
	}
	p, ok := what.(*Probe)
	if !ok || p.net != r.net {
		return nil, c.wrong("probe", "is %s, want what record() of this network returned", described(what))
	}
	return r.samples(p)
}

// samples reads a probe within the window, both ends included.
func (r *Recording) samples(p *Probe) (*Trace, error) {
	all, err := r.run.Samples(p.Probe)
	if err != nil {
		return nil, err
	}
	const slack = 1e-9 // ms: times are products of a step
	lo := sort.SearchFloat64s(all.Times, r.from-slack)
	hi := sort.SearchFloat64s(all.Times, r.to+slack)
	v := &Trace{name: p.Name, variable: p.Variable, rows: p.of, first: p.first, named: p.label, t: all.Times[lo:hi], columns: all.Columns, dim: p.unit.Dim}
	v.values = arrayIn(all.Values[lo*all.Columns:hi*all.Columns], p.unit).values
	v.step = p.Every
	if v.step == 0 && len(v.t) > 1 {
		v.step = v.t[1] - v.t[0]
	}
	return v, nil
}

// Get is r["V_m"]: the only trace of that variable or name.
func (r *Recording) Get(k starlark.Value) (starlark.Value, bool, error) {
	name, ok := starlark.AsString(k)
	if !ok {
		return nil, false, fmt.Errorf("a result is indexed by the name of a probe or variable, not %s", described(k))
	}
	var found []*Probe
	var all []string
	for _, p := range r.net.probes {
		all = append(all, p.Name, p.Variable)
		if p.Name == name || p.Variable == name {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 0:
		return nil, false, fmt.Errorf("nothing named %q was recorded; %s", name, suggest(name, all))
	case 1:
		v, err := r.samples(found[0])
		return v, err == nil, err
	}
	return nil, false, fmt.Errorf("%d probes record %q; use r.trace(probe)", len(found), name)
}
