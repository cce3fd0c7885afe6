package spike

import "fmt"

// Port sums the weights that arrive at one receptor of a population in a step.
type Port struct {
	// Sums has shape (targets). Who has read it clears it before the next deliveries. It may
	// also be a column that nobody clears: a state to which weights are added as they arrive.
	// Then inflows deliver what arrives in a step after that step has moved the column:
	// the deliveries of step − 1 at the end of step.
	Sums []float64

	plane *Plane
	at    int // place of Sums[0] in the plane
}

// Plane is sums of several populations side by side, so that a row of synapses
// that leads to several of them needs but one number to name a target.
type Plane struct{ sums []float64 }

// lineLanes is the number of sums in a line of the cache.
const lineLanes = 8

// NewPlane makes a plane of zeros.
func NewPlane(lanes int) *Plane { return &Plane{Array[float64](lanes)} }

// Port is the port of targets whose sums begin at a place of the plane, a multiple of 8, so
// that no two ports share a line of the cache.
func (p *Plane) Port(at, targets int) *Port {
	if at%lineLanes != 0 || at+targets > len(p.sums) {
		panic(fmt.Sprintf("BUG: spike: a port of %d targets at %d of %d", targets, at, len(p.sums)))
	}
	return &Port{Sums: p.sums[at : at+targets : at+targets], plane: p, at: at}
}

// NewPort makes a port in a plane of its own.
func NewPort(targets int) *Port { return NewPlane(targets).Port(0, targets) }

// Room is the number of lanes of a plane that a port of so many targets takes.
func Room(targets int) int { return lineLanes * divideUp(targets, lineLanes) }
