package interp_test

import (
	"testing"

	"github.com/cajal-sim/cajal/backend/backendtest"
	"github.com/cajal-sim/cajal/backend/interp"
)

func TestConformance(t *testing.T) { backendtest.Run(t, interp.New()) }

func FuzzKernel(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("a kernel of letters"))
	f.Add([]byte{3, 1, 2, 0, 1, 5, 9, 20, 14, 2, 1, 15, 1, 0, 7, 11, 3, 2, 13, 1})
	f.Fuzz(func(t *testing.T, data []byte) { backendtest.Fuzz(t, interp.New(), data) })
}
