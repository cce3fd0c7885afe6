// Package neurolucida reads Neurolucida's text files of reconstructed cells (.asc):
// nested parentheses with contours, trees of points (x y z diameter, in µm),
// properties, markers and spines.
//
// Sections come out as NEURON's Import3d_Neurolucida3 makes them, with the same
// order, the same attachments and the same points in single precision. What
// NEURON would stop at or misread is refused with the line and the remedy, all
// mistakes at once; what is unusual is told in File.Notes.
package neurolucida
