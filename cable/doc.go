// Package cable solves the cable equation on trees of compartments,
//
//	C·dv/dt = −i(v, t) + Σ g·(v(neighbour) − v),
//
// for many cells at a time. It knows nothing of shapes or channels: a [Tree] is
// parents, capacitances and axial conductances, and currents are numbers that
// others add to two columns. Units are ms, mV, nA, µS, nF and MΩ, which need no
// factors between them.
//
// # Space
//
// [Join] makes a tree of unbranched runs of compartments, as NEURON does of
// sections (Carnevale & Hines 2006, The NEURON Book, chapter 5): potentials stand
// at the compartments' centres, which makes the error second order in their
// length, and branches meet in points without membrane. Those obey Kirchhoff's
// law alone, and the solver treats them exactly, as compartments with C = 0.
//
// # Time
//
// A step of a [System] is, for disjoint ranges of its groups on any thread,
//
//	Begin            E, B ← capacitance and leak
//	Clamp, Couple…   and mechanisms: E += ∂i/∂v, B −= i, at V
//	Hold             ideal voltage clamps, last
//	Solve            V ← V at the end of the step, B ← its change
//
// and the results have the same bits for any grouping. What of E never changes, as
// [System.Vary] may say, is eliminated once and for all. NEURON's fixed step, from
// t to t+dt, is, seen from here: threshold crossings of V at t; events due up to
// t+dt/2; Begin; currents of mechanisms with states of t, time-dependent ones
// taken at t+dt/2, E from differences quotients over 0.001 mV; Solve; states
// advance with the new V; recording. With [CrankNicolson] states of t are those
// of t+dt/2, since they began half a step late.
package cable
