// Package nmodl reads NMODL, the language of NEURON's mechanisms (Hines & Carnevale
// 2000, Neural Comput 12:995), and makes of a file the same form that cajal's own
// language makes: an [ir.Mechanism] with a Membrane.
//
//	text → tokens (token.go) → syntax tree (syntax.go; parser.go, declaration.go,
//	statement.go, expression.go) → mechanism (build.go and the rest)
//
// The last stage runs the text symbolically. A block is executed once, with
// expressions of package ir for values: PROCEDUREs and FUNCTIONs vanish into their
// callers, both branches of an IF are executed and joined by a selection, loops are
// unrolled, and SOLVE becomes the formula of a step. What remains is for each kernel a
// list of assignments.
//
// Numbers stay in NEURON's units. Units are checked where the text has them on,
// but a mismatch is a warning: published files are full of them and run all the same.
//
// C code in VERBATIM cannot be run. Where it is one of the idioms by which the
// field reaches what NMODL lacked (random numbers, vectors of event times) it gets its
// meaning from this package; where no kernel reaches it, it is ignored; else it is refused.
package nmodl
