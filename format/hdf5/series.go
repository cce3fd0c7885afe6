package hdf5

import (
	"fmt"
	"unsafe"
)

// Series is a dataset that grows by rows while a simulation runs. Rows are
// collected up to one chunk, the unit in which the file stores them, so memory
// stays at one chunk however long the run.
type Series[T Number] struct {
	f       *File
	path    string
	set     id
	columns int // elements of a row
	chunk   int // elements of a chunk
	dims    []uint64
	pending []T
}

// SeriesOptions are choices of storage; the zero value is good for most.
type SeriesOptions struct {
	Columns int // length of a row: 0 makes a vector, n a matrix of shape (rows, n)
	Gzip    int // level of compression from 1 to 9; 0 stores plain
}

// chunkBytes is small enough for libhdf5's chunk cache of 1 MiB, and large
// enough that the cost of a call vanishes.
const chunkBytes = 1 << 18

// CreateSeries makes a dataset without rows, and the groups above it.
func CreateSeries[T Number](f *File, dataset string, opt SeriesOptions) (*Series[T], error) {
	s := &Series[T]{f: f, path: dataset, columns: max(opt.Columns, 1), dims: []uint64{0}}
	limit, chunk := []uint64{unlimited}, []uint64{0}
	if opt.Columns > 0 {
		s.dims = append(s.dims, uint64(opt.Columns))
		limit = append(limit, uint64(opt.Columns))
		chunk = append(chunk, uint64(opt.Columns))
	}
	rows := max(1, chunkBytes/int(unsafe.Sizeof(*new(T)))/s.columns)
	chunk[0], s.chunk = uint64(rows), rows*s.columns
	err := f.call(func(lib *library) error {
		if err := s.create(lib, limit, chunk, opt.Gzip); err != nil {
			return f.wrong(dataset, fmt.Errorf("cannot be created: %w", err))
		}
		f.series = append(f.series, s)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Series[T]) create(lib *library, limit, chunk []uint64, gzip int) error {
	rank := int32(len(s.dims))
	space, list := lib.H5Screate_simple(rank, &s.dims[0], &limit[0]), lib.H5Pcreate(lib.create)
	if space < 0 || list < 0 {
		return lib.reason()
	}
	defer lib.H5Sclose(space)
	defer lib.H5Pclose(list)
	if lib.H5Pset_chunk(list, rank, &chunk[0]) < 0 {
		return lib.reason()
	}
	if gzip > 0 && lib.H5Pset_deflate(list, uint32(gzip)) < 0 {
		return lib.reason()
	}
	s.set = lib.H5Dcreate2(s.f.id, s.path, native[T](lib), space, lib.link, list, 0)
	if s.set < 0 {
		return lib.reason()
	}
	return nil
}

// Append adds whole rows, row-major.
func (s *Series[T]) Append(rows []T) error {
	if len(rows)%s.columns != 0 {
		panic(fmt.Sprintf("BUG: hdf5: %d values for rows of %d of %s", len(rows), s.columns, s.path))
	}
	for len(rows) > 0 {
		n := min(len(rows), s.chunk-len(s.pending))
		s.pending = append(s.pending, rows[:n]...)
		rows = rows[n:]
		if len(s.pending) < s.chunk {
			return nil
		}
		if err := s.f.call(s.flush); err != nil {
			return err
		}
	}
	return nil
}

// Rows returns the number of rows given so far.
func (s *Series[T]) Rows() int {
	return int(s.dims[0]) + len(s.pending)/s.columns
}

// flush writes the pending rows behind those in the file.
func (s *Series[T]) flush(lib *library) error {
	if len(s.pending) == 0 {
		return nil
	}
	done, n := int(s.dims[0]), len(s.pending)/s.columns
	s.dims[0] += uint64(n)
	if err := s.write(lib, done, n); err != nil {
		s.dims[0] = uint64(done)
		return s.f.failed(s.f.wrong(s.path, fmt.Errorf("cannot be written: %w", err)))
	}
	s.pending = s.pending[:0]
	return nil
}

func (s *Series[T]) write(lib *library, lo, n int) error {
	if lib.H5Dset_extent(s.set, &s.dims[0]) < 0 {
		return lib.reason()
	}
	space := lib.H5Dget_space(s.set)
	if space < 0 {
		return lib.reason()
	}
	defer lib.H5Sclose(space)
	memory, err := lib.selectRows(space, s.dims, lo, n)
	if err != nil {
		return err
	}
	defer lib.H5Sclose(memory)
	if lib.H5Dwrite(s.set, native[T](lib), memory, space, 0, unsafe.Pointer(&s.pending[0])) < 0 {
		return lib.reason()
	}
	return nil
}
