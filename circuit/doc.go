// Package circuit turns a SONATA configuration into a network that can be run
// as the configuration says: cells, connections, input spikes and currents,
// what to record, and how the files are named.
//
// Circuits of point cells (NEURON's IntFire1 and NEST's models, by the library's
// equations of those names) and of virtual cells are supported; a circuit with
// biophysical cells is an error that says so.
//
// The conventions are those of the simulator that a model names. NEST's cells
// start from the initial states of their default parameters whatever their own
// are, so that iaf_psc_alpha starts at −70 mV; they live on the grid of steps,
// to which input spikes are rounded; a connection without a delay has 1 ms.
// IntFire1 takes its parameters in seconds and is solved at exact times.
//
// All mistakes of the files are reported at once, a line for each.
package circuit
