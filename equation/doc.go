// Package equation reads the equation language, in which every mechanism of
// cajal is written: neurons, generators, synapses, stimuli, channels and points.
//
//	neuron lif "Leaky integrate-and-fire"
//	param  tau_m 10 ms    membrane time constant
//	       E_L  -70 mV    resting potential
//	       V_th -55 mV    threshold
//	state  V     mV = E_L membrane potential
//	       tau_m V' = E_L - V
//	spike when V > V_th { V = E_L }
//
// A text goes through three stages, each its own files:
//
//	text → tokens (token.go) → syntax tree (syntax.go; parser.go, line.go, block.go,
//	expression.go) → checked mechanism (build.go; declare.go, evaluate.go, event.go, …)
//
// What is on a membrane, channels and points, is in ion.go, membrane.go, scheme.go and written.go.
//
// The last stage checks the units of every expression while it builds the
// graph of package ir, so that no expression exists there unchecked. Numbers
// become internal units on the way. All mistakes of a text are reported at
// once, in order, as [Errors].
//
// The language is described for its users in doc/language.md.
package equation
