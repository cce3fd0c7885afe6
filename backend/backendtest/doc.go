// Package backendtest is the conformance suite that every back-end must pass.
//
// What a kernel must yield is computed by a reference evaluator, one lane and one
// node at a time, straight from the definitions in packages ir and random. It
// computes with intervals: a function may err by some units in the last place (see
// [Tolerance]), a product that is added to something may or may not be rounded first, and
// where that decides a comparison either side is right. A back-end passes where
// all it wrote lies within those intervals.
//
// Beyond what package backend says, the suite holds back-ends to this:
//
//   - In a Float32 kernel every operation is rounded to float32. Random numbers are
//     drawn as float64 and rounded, but for Uniform, which is random.Uniform32.
//   - Stores to an element that lanes share, by index or the only one of its column,
//     happen in the order of lanes; without Add the last lane wins.
//   - A column may be read and written by lanes that share its elements only if the order
//     does not matter; the suite never does it.
//   - What stands in Spikes and Offsets before the call stays there.
//   - Args may serve several programs in turn, whatever these left in Scratch.
//   - Calls allocate nothing once the Args have been used.
package backendtest
