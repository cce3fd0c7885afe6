// Package spike holds synapses as tables and delivers spikes through them.
//
// A [Table] is all synapses of one projection, in blocks of consecutive
// targets. Who owns blocks writes to their targets alone, without atomics, and
// reads the step's spikes in order of source: so each target's sum has one
// order, whatever the number of threads. Blocks depend on the number of targets alone, so that
// all projections onto a population share them.
//
// An [Inflow] is all that leads to some blocks, and the spikes that travel there. A [Port]
// sums what they deliver to a receptor in a step; the ports of several populations lie side
// by side in a [Plane].
package spike
