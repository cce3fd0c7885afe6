package sim

// Numerics says how cells with shape are advanced in time.
type Numerics uint8

const (
	// Staggered is second order: potentials stand at whole steps and are solved by
	// Crank and Nicolson's method with exact ∂i/∂v; gating states stand half a step
	// later (Hines 1984, Int. J. Bio-Med. Comput. 15:69), and events act on them at
	// their own times. States that are recorded at t are those of half a step
	// before, but for those of t = 0. Concentrations that follow from currents are
	// of first order.
	Staggered Numerics = iota
	// NEURON is the fixed step of that program, in its order: events due within half
	// a step, currents with the states of t and ∂i/∂v as a difference over
	// 0.001 mV, potentials by implicit Euler, states with the new potentials. It is
	// first order, and for conformance.
	NEURON
)
