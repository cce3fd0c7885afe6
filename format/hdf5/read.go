package hdf5

import (
	"errors"
	"fmt"
	"math/bits"
	"unsafe"
)

// Shape returns the extents of a dataset, outermost first; none for a scalar.
func (f *File) Shape(dataset string) ([]int, error) {
	var shape []int
	err := f.call(func(lib *library) error {
		a, err := f.openArray(lib, dataset)
		if err != nil {
			return err
		}
		defer a.close()
		for _, extent := range a.dims {
			shape = append(shape, int(extent))
		}
		return nil
	})
	return shape, err
}

// Read returns all numbers of a dataset, row-major. Whatever numeric type the
// file has becomes T; a value that T cannot hold is an error, save for rounding
// to float32. Enumerations read as their integers.
func Read[T Number](f *File, dataset string) ([]T, error) {
	return readRange[T](f, dataset, 0, -1)
}

// ReadRows returns the rows lo to hi (exclusive) of a dataset: elements of a
// vector, rows of a matrix.
func ReadRows[T Number](f *File, dataset string, lo, hi int) ([]T, error) {
	if lo < 0 || hi < lo {
		panic(fmt.Sprintf("BUG: hdf5: rows %d to %d of %s", lo, hi, dataset))
	}
	return readRange[T](f, dataset, lo, hi)
}

// readRange reads to the end if hi is negative.
func readRange[T Number](f *File, dataset string, lo, hi int) ([]T, error) {
	var out []T
	err := f.call(func(lib *library) error {
		a, err := f.openArray(lib, dataset)
		if err != nil {
			return err
		}
		defer a.close()
		if hi < 0 {
			hi = a.rows()
		}
		if hi > a.rows() {
			return f.wrong(dataset, fmt.Errorf("has %d rows, want rows %d to %d", a.rows(), lo, hi))
		}
		if err := a.checkClaim(hi-lo, f.size); err != nil {
			return f.wrong(dataset, err)
		}
		out = make([]T, (hi-lo)*a.rowLength())
		if len(out) == 0 {
			return nil
		}
		if err := readNumbers(lib, a, lo, out); err != nil {
			return f.wrong(dataset, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// readNumbers reads through the widest type of the file's kind, so that no
// value is clipped by the library before convert can judge it.
func readNumbers[T Number](lib *library, a *array, lo int, out []T) error {
	carrier, err := carrierOf(lib, a.typ)
	if err != nil {
		return err
	}
	switch carrier {
	case carryFloat:
		return readAs[float64](lib, a, lo, out)
	case carrySigned:
		return readAs[int64](lib, a, lo, out)
	}
	return readAs[uint64](lib, a, lo, out)
}

// readAs reads out as type C, block by block where it has to be converted.
func readAs[C, T Number](lib *library, a *array, lo int, out []T) error {
	length := a.rowLength()
	if same, ok := any(out).([]C); ok {
		return a.read(lo, len(out)/length, native[C](lib), unsafe.Pointer(&same[0]))
	}
	const block = 1 << 16 // elements
	step := max(1, block/length)
	buffer := make([]C, min(step*length, len(out)))
	for done := 0; done < len(out); {
		part := buffer[:min(len(buffer), len(out)-done)]
		if err := a.read(lo+done/length, len(part)/length, native[C](lib), unsafe.Pointer(&part[0])); err != nil {
			return err
		}
		if i := convert(out[done:done+len(part)], part); i >= 0 {
			return fmt.Errorf("element %d is %v, which does not fit %T", lo*length+done+i, part[i], out[0])
		}
		done += len(part)
	}
	return nil
}

// carrier is the kind of a file's numbers.
type carrier int

const (
	carryFloat carrier = iota
	carrySigned
	carryUnsigned
)

func carrierOf(lib *library, typ id) (carrier, error) {
	switch class := lib.H5Tget_class(typ); class {
	case classFloat:
		return carryFloat, checkFloat(lib, typ)
	case classInteger:
		if err := checkBits(lib, typ); err != nil {
			return 0, err
		}
		if lib.H5Tget_sign(typ) == signNone {
			return carryUnsigned, nil
		}
		return carrySigned, nil
	case classEnum:
		base := lib.H5Tget_super(typ)
		if base < 0 {
			return 0, lib.reason()
		}
		defer lib.H5Tclose(base)
		return carrierOf(lib, base)
	case classString:
		return 0, errors.New("holds text, want numbers")
	default:
		return 0, errors.New("holds neither numbers nor text")
	}
}

// checkBits refuses number formats that a damaged file claims and that the
// library would convert beyond the end of its buffers.
func checkBits(lib *library, typ id) error {
	size, offset, precision := lib.H5Tget_size(typ), lib.H5Tget_offset(typ), lib.H5Tget_precision(typ)
	if size == 0 || size > 16 || offset < 0 || precision == 0 || uintptr(offset)+precision > 8*size {
		return fmt.Errorf("claims numbers of %d bits from bit %d in %d bytes", precision, offset, size)
	}
	return nil
}

func checkFloat(lib *library, typ id) error {
	if err := checkBits(lib, typ); err != nil {
		return err
	}
	var sign, exponent, exponentBits, mantissa, mantissaBits uintptr
	if lib.H5Tget_fields(typ, &sign, &exponent, &exponentBits, &mantissa, &mantissaBits) < 0 {
		return lib.reason()
	}
	bits := 8 * lib.H5Tget_size(typ)
	if sign >= bits || exponent+exponentBits > bits || mantissa+mantissaBits > bits || exponentBits > 32 {
		return errors.New("claims an impossible format of its numbers")
	}
	return nil
}

// array is an open dataset.
type array struct {
	lib             *library
	set, space, typ id
	dims            []uint64
}

func (f *File) openArray(lib *library, dataset string) (*array, error) {
	if err := f.want(lib, dataset, objectDataset); err != nil {
		return nil, err
	}
	a := &array{lib: lib, set: lib.H5Dopen2(f.id, dataset, 0), space: -1, typ: -1}
	if a.set < 0 {
		return nil, f.wrong(dataset, lib.reason())
	}
	a.space, a.typ = lib.H5Dget_space(a.set), lib.H5Dget_type(a.set)
	if a.space < 0 || a.typ < 0 {
		a.close()
		return nil, f.wrong(dataset, lib.reason())
	}
	dims, err := extents(lib, a.space)
	if err != nil {
		a.close()
		return nil, f.wrong(dataset, err)
	}
	a.dims = dims
	return a, nil
}

// extents returns the shape of a dataspace; one extent of 0 for an empty one.
func extents(lib *library, space id) ([]uint64, error) {
	if lib.H5Sget_simple_extent_type(space) == spaceNull {
		return []uint64{0}, nil
	}
	rank := lib.H5Sget_simple_extent_ndims(space)
	if rank < 0 || rank > maximumRank {
		return nil, lib.reason()
	}
	dims := make([]uint64, rank)
	if rank > 0 && lib.H5Sget_simple_extent_dims(space, &dims[0], nil) < 0 {
		return nil, lib.reason()
	}
	total := uint64(1)
	for _, extent := range dims {
		high, low := bits.Mul64(total, max(extent, 1))
		if high != 0 || low > 1<<48 {
			return nil, fmt.Errorf("claims the shape %d, more than any file holds", dims)
		}
		total = low
	}
	return dims, nil
}

func (a *array) close() {
	a.lib.H5Dclose(a.set)
	if a.space >= 0 {
		a.lib.H5Sclose(a.space)
	}
	if a.typ >= 0 {
		a.lib.H5Tclose(a.typ)
	}
}

// rows returns the outermost extent; a scalar is one row.
func (a *array) rows() int {
	if len(a.dims) == 0 {
		return 1
	}
	return int(a.dims[0])
}

// rowLength returns the number of elements of a row.
func (a *array) rowLength() int {
	n := 1
	for i, extent := range a.dims {
		if i > 0 {
			n *= int(extent)
		}
	}
	return n
}

// checkClaim refuses extents that a damaged file claims but cannot hold, before
// memory is asked for. Deflate shrinks at most 1032 times; small arrays that
// were never written, and so take no room in the file, pass.
func (a *array) checkClaim(rows int, size int64) error {
	const small = 1 << 26
	bytes := float64(rows) * float64(a.rowLength()) * 8
	if size > 0 && bytes > small+1100*float64(size) {
		return fmt.Errorf("claims the shape %d, more than a file of %d bytes can hold", a.dims, size)
	}
	return nil
}

// read copies rows lo to lo+n into data as elements of type memType.
func (a *array) read(lo, n int, memType id, data unsafe.Pointer) error {
	memory := id(0) // H5S_ALL
	file := id(0)
	if len(a.dims) > 0 {
		var err error
		if memory, err = a.lib.selectRows(a.space, a.dims, lo, n); err != nil {
			return err
		}
		defer a.lib.H5Sclose(memory)
		file = a.space
	}
	if a.lib.H5Dread(a.set, memType, memory, file, 0, data) < 0 {
		return fmt.Errorf("cannot be read: %w", a.lib.reason())
	}
	return nil
}

// selectRows selects rows in the file's space and returns a flat memory space
// of the same size.
func (lib *library) selectRows(space id, dims []uint64, lo, n int) (id, error) {
	start := make([]uint64, len(dims))
	count := append([]uint64(nil), dims...)
	start[0], count[0] = uint64(lo), uint64(n)
	total := uint64(1)
	for _, extent := range count {
		total *= extent
	}
	if lib.H5Sselect_hyperslab(space, 0, &start[0], nil, &count[0], nil) < 0 {
		return 0, lib.reason()
	}
	memory := lib.H5Screate_simple(1, &total, nil)
	if memory < 0 {
		return 0, lib.reason()
	}
	return memory, nil
}
