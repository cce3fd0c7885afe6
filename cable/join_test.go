package cable

import (
	"math"
	"strings"
	"testing"
)

// Ends that are not kept are left out exactly: potentials elsewhere stay what
// they are, but for rounding.
func TestJoinPrune(t *testing.T) {
	full, fullCell := passive(t, golden, 1, true)
	pruned, cell := passive(t, golden, 1, false)
	// Of 9 ends one is left, that of section 1, where 3 compartments meet.
	if fullCell.Len() != 27+9 || cell.Len() != 27+1 || cell.Far[1] < 0 {
		t.Errorf("%d and %d compartments, want 36 and 28; ends at %v", fullCell.Len(), cell.Len(), cell.Far)
	}
	for step := range 100 {
		for _, run := range []struct {
			s    *System
			cell *Joined
		}{{full, fullCell}, {pruned, cell}} {
			run.s.SetStep(0.025, Euler)
			run.s.Begin(0, 1)
			run.s.B[run.cell.Compartment[3][1]] += 0.1
			run.s.Solve(0, 1)
		}
		for i, places := range cell.Compartment {
			for k, place := range places {
				got, want := pruned.V[place], full.V[fullCell.Compartment[i][k]]
				if math.Abs(got-want) > 1e-12*100 {
					t.Fatalf("step %d, branch %d, compartment %d: %.15g mV without its ends, %.15g with", step, i, k, got, want)
				}
			}
		}
	}
}

func TestJoinErrors(t *testing.T) {
	one := []float64{1}
	root := Branch{Parent: -1, C: one, Near: one, Far: one}
	for _, tt := range []struct {
		name     string
		branches []Branch
		want     string
	}{
		{"nothing", nil, "no compartments"},
		{"lengths", []Branch{{Parent: -1, C: one}}, "branch 0: 1 capacitances, 0 near"},
		{"capacitance", []Branch{{Parent: -1, C: []float64{0}, Near: one, Far: one}}, "compartment 0 has capacitance 0 nF"},
		{"resistance", []Branch{root, {C: one, Near: one, Far: []float64{math.Inf(1)}}}, "branch 1: compartment 0 has axial resistance +Inf MΩ"},
		{"order", []Branch{{Parent: 0, C: one, Near: one, Far: one}}, "grows from branch 0"},
		{"place", []Branch{root, {At: 1, C: one, Near: one, Far: one}}, "branch 1: it grows from compartment 1 of branch 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Join(tt.branches); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}
