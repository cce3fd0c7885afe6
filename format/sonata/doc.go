// Package sonata reads circuits in the Allen Institute's SONATA format and
// writes its spikes and reports.
//
// A configuration (ReadConfig) names network files, inputs, outputs and
// reports. Nodes and edges (ReadNodes, ReadEdges) are HDF5 tables joined with
// CSV tables of types: an attribute found in the HDF5 file overrides the column
// of the same name. Node sets (NodeSets.Select) pick cells by attributes.
// ReadSpikes and ReadReports read what simulators exchange; SpikeWriter and
// ReportWriter stream it to disk.
//
// What real files do is accepted as well as what the specification says, see
// github.com/AllenInstitute/sonata/blob/master/docs/SONATA_DEVELOPER_GUIDE.md.
// Units are SONATA's, which are the simulator's: ms, mV, nA, µm.
//
// HDF5 needs libhdf5, see package hdf5; where it is absent, spikes can be
// written as CSV and reports as .npy arrays by the extension of the file's name.
package sonata
