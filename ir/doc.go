// Package ir is the one typed form of every mechanism: neurons, synapses,
// generators and stimuli, their parameters, states, equations and events.
//
// Front-ends (package equation, later nmodl) build a [Mechanism]; passes turn it
// into a [Plan] of straight-line [Kernel]s; back-ends run those. Nothing here
// knows how a kernel is executed, and nothing behind it knows what text it came from.
//
// A kernel is a program over columns, one lane per element (neuron, synapse, …).
// Its values live in a [Graph]: an append-only list of nodes in which equal
// expressions are one node, so that a common subexpression costs nothing.
// All numbers are in the coherent internal units (ms, mV, nA, µS, nF, MΩ, µm, mM).
//
// The passes, in order, each a plain function whose result prints as text:
//
//	check → simplify → integrate → (differentiate) → hoist → cheapen → schedule
package ir
