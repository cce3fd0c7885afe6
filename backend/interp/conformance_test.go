package interp_test

import (
	"testing"

	"github.com/cajal-sim/cajal/backend/backendtest"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/backend/interp/vector"
)

func TestConformance(t *testing.T)       { conformance(t, vector.None) }
func TestConformanceAVX2(t *testing.T)   { conformance(t, vector.AVX2) }
func TestConformanceAVX512(t *testing.T) { conformance(t, vector.AVX512) }

func conformance(t *testing.T, s vector.Set) {
	if !s.Has() {
		t.Skip("this processor has not the instructions")
	}
	backendtest.Run(t, interp.NewFor(s))
}

func FuzzKernel(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("a kernel of letters"))
	f.Add([]byte{3, 1, 2, 0, 1, 5, 9, 20, 14, 2, 1, 15, 1, 0, 7, 11, 3, 2, 13, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		backendtest.Fuzz(t, interp.New(), data)
		backendtest.Fuzz(t, interp.NewFor(vector.None), data)
		if vector.AVX2.Has() {
			backendtest.Fuzz(t, interp.NewFor(vector.AVX2), data)
		}
	})
}
