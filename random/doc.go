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
// [Uniform], [Normal], [Poisson] and the like are the definition that every
// back-end keeps. [Source] is the same generator read in sequence, for what is
// drawn once, such as connections; it never meets the blocks of the functions.
package random
