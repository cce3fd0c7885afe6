// Package unit knows dimensions, units and quantities: it parses, prints and
// converts every unit that the field writes, from mV to uF/cm2.
//
// Inside cajal all numbers are in one coherent set of units: ms, mV, nA, µS,
// nF, MΩ, µm, mM and K. It is coherent because nA = µS·mV = nF·mV/ms, so no
// formula needs a factor; factors stand only where text or files enter, and
// they are applied here.
//
// A [Dimension] says what is measured, a [Unit] adds the scale in which it was
// written, and a [Quantity] is a number of internal units with its dimension.
// Names are case-sensitive, as in the SI: mV is not MV, M is mol/L and m the
// metre. Texts that are printed are ASCII ("uS", "Mohm", "um2") and parse back
// to the same unit.
package unit
