// Package spike holds synapses as tables and delivers spikes through them.
//
// A [Table] is all synapses of one projection, in blocks of consecutive
// targets. Who owns a block of targets writes to them alone, without atomics, and
// reads the step's spikes in order of source: so each target's sum has one
// order, (step, projection, source, synapse), whatever the number of threads. Blocks depend
// on the number of targets alone, so that all projections onto a population
// share them.
//
// An [Inflow] is all tables onto one block and the spikes that travel through
// them. A [Port] sums what they deliver in a step.
package spike
