package native

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/random"
)

// bank is lanes of a mechanism: the values of its symbols.
type bank struct {
	plan   *ir.Plan
	lanes  int
	values [][]float64 // by symbol
	index  [][]int32
	step   uint64
}

// newBank lowers a mechanism and brings it to its start.
func newBank(t testing.TB, m *ir.Mechanism, opt ir.Options, lanes int) *bank {
	t.Helper()
	plan, err := ir.Lower(m, opt)
	if err != nil {
		t.Fatal(err)
	}
	b := &bank{plan: plan, lanes: lanes, values: make([][]float64, len(plan.Symbols))}
	for i, s := range plan.Symbols {
		x := 0.0
		switch s.Role {
		case ir.Param:
			x = m.Graph.At(s.Init).Imm
		case ir.StepSize:
			x = 0.1
		}
		b.values[i] = make([]float64, lanes)
		for j := range b.values[i] {
			b.values[i][j] = x
		}
	}
	source := random.NewSource(3, 0, 0)
	for range 16 {
		table := make([]int32, lanes)
		source.Perm(table)
		b.index = append(b.index, table)
	}
	b.run(t, interp.New(), plan.Setup)
	b.run(t, interp.New(), plan.SetupLanes)
	for _, k := range plan.Init {
		b.run(t, interp.New(), k)
	}
	return b
}

// args points a call at the values.
func (b *bank) args(k *ir.Kernel) *backend.Args {
	a := &backend.Args{Index: b.index, Seed: 12, Entity: 99, Step: b.step}
	for i := range k.Columns {
		column := b.values[k.Columns[i].Symbol]
		if k.Columns[i].Access == ir.One {
			column = column[:1]
		}
		if k.Elem == ir.Float64 {
			a.Columns = append(a.Columns, column)
			continue
		}
		short := make([]float32, len(column))
		for j, x := range column {
			short[j] = float32(x)
		}
		a.Columns32 = append(a.Columns32, short)
	}
	return a
}

func (b *bank) run(t testing.TB, back backend.Backend, k *ir.Kernel) {
	t.Helper()
	if k == nil {
		return
	}
	p, err := back.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	p.Run(b.args(k), 0, b.lanes)
}

// scatter moves states and inputs by something plausible.
func (b *bank) scatter(source *random.Source) {
	for i, s := range b.plan.Symbols {
		for j := range b.values[i] {
			switch s.Role {
			case ir.State, ir.Assigned, ir.Voltage:
				b.values[i][j] += 0.1 * (1 + math.Abs(b.values[i][j])) * source.Norm()
			case ir.Input, ir.Received, ir.Weight, ir.Delivery, ir.Coupling, ir.Injected, ir.Gradient:
				b.values[i][j] = 0.1 * math.Abs(source.Norm())
			case ir.Hold:
				b.values[i][j] = float64(source.Intn(3))
			case ir.Time, ir.StepStart:
				b.values[i][j] = 20
			}
		}
	}
}

func library(t testing.TB, name string) *ir.Mechanism {
	t.Helper()
	m, err := models.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
