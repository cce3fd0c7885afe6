package backendtest

import (
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
)

// suite is a back-end under test with one element type.
type suite struct {
	backend backend.Backend
	elem    ir.Elem
}

// Run runs the whole suite on a back-end.
func Run(t *testing.T, b backend.Backend) {
	t.Run("malformed", func(t *testing.T) { malformed(t, b) })
	t.Run("scratch", func(t *testing.T) { sharedScratch(t, b) })
	for _, e := range []struct {
		name string
		elem ir.Elem
	}{{"float64", ir.Float64}, {"float32", ir.Float32}} {
		s := suite{b, e.elem}
		t.Run(e.name, func(t *testing.T) {
			t.Run("operations", s.operations)
			t.Run("zeros", s.zeros)
			t.Run("access", s.access)
			t.Run("counts", s.counts)
			t.Run("ranges", s.ranges)
			t.Run("lanes", s.lanes)
			t.Run("index", s.index)
			t.Run("stores", s.stores)
			t.Run("spikes", s.spikes)
			t.Run("random", s.random)
			t.Run("partners", s.partners)
			t.Run("cuts", s.cuts)
			t.Run("matrix", s.matrix)
			t.Run("generated", s.generated)
			t.Run("concurrent", s.concurrent)
			t.Run("allocations", s.allocations)
		})
	}
}
