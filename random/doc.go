// Package random defines the random numbers of cajal: counter-based, so that a
// number is a function of what it is for and never of the order of drawing.
//
// The generator is Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel
// random numbers: as easy as 1, 2, 3", SC'11). Every number is named by
//
//	seed     64 bits, of the run
//	entity   48 bits, of the element: neuron, synapse, …
//	step     48 bits, count of time steps
//	stream   24 bits, of the place in the mechanism that draws
//	draw      8 bits, for algorithms that need several blocks for one number
//
// A block of the generator is 128 bits, enough for two uniform numbers. One rule says whose they are:
//
//   - A number made of one uniform number ([Uniform], [Exponential], [Poisson] of a small mean) takes
//     half of the block of draw 0 of entity e with bit 3 cleared: words 0 and 1 where bit 3 of e is
//     clear, 2 and 3 where it is set. So a vector of eight entities and the next one share the rounds.
//   - A number made of more has blocks of its own entity. Those of [Poisson], which may follow
//     either rule by entity, have draws from 1 on.
//
// [Uniform], [Normal], [Poisson] and the like are the definition that every
// back-end keeps. [Source] is the same generator read in sequence, for what is
// drawn once, such as connections; it never meets the blocks of the functions.
package random
