// Package backendtest is the conformance suite that every back-end must pass.
//
// What a kernel must yield is computed by a reference evaluator, one lane and one
// node at a time, straight from the definitions in packages ir and random. It
// computes with intervals: a function may err by some units in the last place (see
// [Tolerance]), a product that is added to something may or may not be rounded first, and
// where that decides a comparison either side is right. A back-end passes where
// all it wrote lies within those intervals.
package backendtest
