// Package morph describes the shapes of cells: trees of sections, the regions
// and places on them, and their division into compartments.
//
// A [Section] is an unbranched run of one [Type], given by points with
// diameters. A [Morphology] joins sections into a tree; a [Place] is a section
// and a position on it from 0 to 1. [Morphology.Discretise] cuts sections into
// compartments, whose areas and axial resistances are integrated over the frusta
// between points as NEURON does (Hines and Carnevale 1997, Neural Computation
// 9:1179), so that equal points give equal numbers in both programs.
//
// All lengths are in µm, areas in µm², and axial resistances are given per
// resistivity, in 1/µm: times a resistivity in MΩ·µm (1 Ω·cm is 0.01 MΩ·µm)
// they are in MΩ.
package morph
