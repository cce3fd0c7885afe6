// Package hdf5 reads and writes HDF5 files through the system's libhdf5.
//
// The library is the standard of the field and is loaded when first used, at
// run time and without cgo, so that a program that never touches HDF5 runs
// without it. Where it is absent, every function returns an error for which
// errors.Is(err, ErrNoLibrary) holds and whose text says how to install it.
//
// libhdf5 is not safe for concurrent use: one mutex of this package covers
// every call, so files may be used from any goroutine, one call at a time.
//
// Objects are named by absolute paths such as /spikes/v1/timestamps. Arrays are
// flat and row-major; Shape gives their extents.
package hdf5
