package native

import (
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/backendtest"
)

// each runs a test with every set of instructions that the machine has.
func each(t *testing.T, f func(t *testing.T, b backend.Backend)) {
	for _, isa := range []ISA{AVX512, AVX2} {
		t.Run(isa.String(), func(t *testing.T) {
			b, err := NewFor(isa)
			if err != nil {
				t.Skip(err)
			}
			f(t, b)
		})
	}
}

func TestConformance(t *testing.T) {
	each(t, func(t *testing.T, b backend.Backend) { backendtest.Run(t, b) })
}

func FuzzKernels(f *testing.F) {
	f.Add([]byte("a kernel is a list of choices; this is one of them"))
	f.Add([]byte{4, 3, 2, 1, 0, 9, 8, 7, 6, 5, 14, 1, 15, 0, 15, 2, 13, 0, 12, 1, 1, 2, 3, 4, 5})
	f.Fuzz(func(t *testing.T, data []byte) {
		each(t, func(t *testing.T, b backend.Backend) { backendtest.Fuzz(t, b, data) })
	})
}
