// Package circuit turns a SONATA configuration into a network that can be run
// as the configuration says: cells, connections, input spikes and currents,
// what to record, and how the files are named.
//
// Circuits of biophysical cells (the Allen Institute's perisomatic and all-active
// files, and their export to NeuroML), of point cells (NEURON's IntFire1 and NEST's
// models) and of virtual cells are supported. Channels and synapses are those of the
// circuit's MOD files or, where it has only their names, the library's. Inputs are
// spikes, clamps of current and of potential, and electrodes outside of cells
// (module xstim); edges of biophysical cells may be gap junctions.
//
// A new axon is made, or the old one kept, as BMTK's model_processing says: aibs_perisomatic,
// aibs_allactive, both _directed, and fullaxon. Cells of a hoc template, single
// compartments, and inputs from NWB files are refused.
//
// The conventions are those of the simulator that a model names. NEST's cells
// start from the initial states of their default parameters whatever their own
// are, so that iaf_psc_alpha starts at −70 mV; they live on the grid of steps,
// to which input spikes are rounded; a connection without a delay has 1 ms.
// IntFire1 takes its parameters in seconds and is solved at exact times. Biophysical
// cells are built, and their sections counted, as BMTK does it, which hands on points of
// six digits; and they are advanced by NEURON's fixed step.
//
// All mistakes of the files are reported at once, a line for each.
package circuit
