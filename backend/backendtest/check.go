package backendtest

import (
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
)

// check compiles the kernel, makes the call and compares what it leaves behind with what it must.
func (c *call) check(t *testing.T, b backend.Backend) {
	t.Helper()
	p, err := b.Compile(c.kernel)
	if err != nil {
		t.Fatalf("compile %s: %v", c.kernel.Name, err)
	}
	c.checkProgram(t, p)
}

func (c *call) checkProgram(t *testing.T, p backend.Program) {
	t.Helper()
	a := c.args()
	c.run(p, a)
	c.compare(t, a)
}

// args copies the call's columns in the element type of the kernel. The list of
// spikes has an entry already, which must stay.
func (c *call) args() *backend.Args {
	a := &backend.Args{Index: c.index, Seed: c.seed, Entity: c.entity, Step: c.step, Spikes: []int32{-7}}
	for _, column := range c.columns {
		if c.kernel.Elem == ir.Float32 {
			single := make([]float32, len(column))
			for i, x := range column {
				single[i] = float32(x)
			}
			a.Columns32 = append(a.Columns32, single)
		} else {
			a.Columns = append(a.Columns, slices.Clone(column))
		}
	}
	return a
}

func (c *call) run(p backend.Program, a *backend.Args) {
	if c.lanes != nil {
		p.RunLanes(a, c.lanes)
	} else {
		p.Run(a, c.lo, c.hi)
	}
}

// most is how many differences are reported of one call.
const most = 8

// compare reports where the result of a call is not as it must be.
func (c *call) compare(t *testing.T, a *backend.Args) {
	t.Helper()
	want := c.expect()
	failures := 0
	for i := range want.columns {
		for j, b := range want.columns[i] {
			got := element(a, c.kernel.Elem, i, j)
			if b.holds(got) {
				continue
			}
			if failures++; failures <= most {
				t.Errorf("%s: column %s[%d] = %.17g, want %v", c.kernel.Name, c.kernel.Columns[i].Name, j, got, b)
			}
		}
	}
	if failures > 0 {
		t.Logf("%s: %d elements differ\n%s", c.kernel.Name, failures, list(c.kernel))
	}
	c.compareSpikes(t, a, want.spikes)
}

// element is element j of column i.
func element(a *backend.Args, elem ir.Elem, i, j int) float64 {
	if elem == ir.Float32 {
		return float64(a.Columns32[i][j])
	}
	return a.Columns[i][j]
}

// compareSpikes matches the list with the lanes that must, or may, be on it.
func (c *call) compareSpikes(t *testing.T, a *backend.Args, want []crossing) {
	t.Helper()
	if len(a.Spikes) == 0 || a.Spikes[0] != -7 {
		t.Errorf("%s: spikes that stood in the list were lost: %v", c.kernel.Name, a.Spikes)
		return
	}
	got := a.Spikes[1:]
	if c.kernel.Offset != ir.None && len(a.Offsets) != len(got) {
		t.Errorf("%s: %d offsets for %d spikes", c.kernel.Name, len(a.Offsets), len(got))
		return
	}
	at := 0
	for _, w := range want {
		if at == len(got) || got[at] != w.lane {
			if w.sure {
				t.Errorf("%s: spikes %v, want lane %d at place %d", c.kernel.Name, got, w.lane, at)
				return
			}
			continue
		}
		if c.kernel.Offset != ir.None && !w.offset.holds(a.Offsets[at]) {
			t.Errorf("%s: lane %d crossed at %g, want %v", c.kernel.Name, w.lane, a.Offsets[at], w.offset)
		}
		at++
	}
	if at != len(got) {
		t.Errorf("%s: spikes %v, where lane %d has none", c.kernel.Name, got, got[at])
	}
}
