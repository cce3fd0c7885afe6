// Package report draws figures and writes the page that shows one run.
//
// A figure is described by plain data ([Raster], [Rates], [Traces], [Spectrum],
// [Histogram], [Plot]); its Figure method lays it out, and a [Figure] writes
// itself as PNG or SVG. A [Report] collects figures, tables and provenance into
// one HTML file that needs nothing from elsewhere.
//
// The same input gives the same bytes: nothing here reads the clock or draws
// random numbers.
package report
