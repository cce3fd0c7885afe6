// Package swc reads and writes SWC files of reconstructed cells (Cannon et al.
// 1998, J. Neurosci. Methods 84:49): a sample a line, with id, type, x, y, z,
// radius in µm and the id of its parent.
//
// Sections come out as NEURON's Import3d makes them, with the same order, the same
// attachments and the same points in single precision, so that section ids and
// electrical properties agree with NEURON and BMTK to the last digits. Files that
// NEURON would misread are refused with the line and the remedy, all mistakes at
// once; what was put right on reading is told in File.Notes.
package swc
