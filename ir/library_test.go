package ir_test

import (
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
)

// Every kernel that any mechanism of the library becomes is differentiated right.
func TestLibraryAdjoints(t *testing.T) {
	for _, m := range models.All() {
		t.Run(m.Name, func(t *testing.T) {
			for seed := range uint64(2) {
				checkPlan(t, m, ir.Options{ByEvent: m.ByEvent, Interpolate: true, Aligned: true}, seed)
			}
		})
	}
}

func TestLibraryJacobians(t *testing.T) {
	for _, m := range models.All() {
		t.Run(m.Name, func(t *testing.T) {
			for seed := range uint64(3) {
				checkJacobian(t, m, seed)
			}
		})
	}
}
