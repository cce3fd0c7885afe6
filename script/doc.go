// Package script is the language in which people write networks and
// experiments: Starlark, a small Python, with units, arrays and what it takes to build, run
// and look at a network.
//
//	E = population(100, "iaf_psc_exp", V_m = uniform(-70*mV, -55*mV))
//	connect(E, E, bernoulli(0.1), weight = 20*pA, delay = 1.5*ms)
//	stimulate(E, "poisson_drive", port = "ex", rate = 8*kHz, weight = 20*pA)
//	r = run(1*s)
//	plot.raster(r)
//	expect("rate", r.rate(E), 8*Hz, rel = 0.1, source = "…")
//
// Built-ins act on one network at a time; new_network() begins another. A
// script reads no files but those it loads, morphologies and MOD files, no clock and
// no environment, so that it gives the same result wherever it runs.
//
// # How it works
//
// A file is parsed, its comparisons are marked so that they work on arrays
// (compare.go), and its calls are noted so that a mistake in an argument can be shown where the argument
// stands (program.go, fault.go). Units are found when a name is resolved
// (session.go). Numbers become internal units where they are multiplied by a unit
// (arithmetic.go). Built-ins fill a network.Network, which package
// experiment runs. Cells with shape are put together in cell.go, morphology.go and insert.go, their places
// found in place.go, and synapses set on them in onto.go.
//
// The language is described for its users in doc/tutorial.md and doc/script.md.
package script
