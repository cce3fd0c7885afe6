package hdf5

import (
	"fmt"
	"unsafe"
)

// CreateGroup makes a group and the groups above it.
func (f *File) CreateGroup(group string) error {
	return f.call(func(lib *library) error {
		g := lib.H5Gcreate2(f.id, group, lib.link, 0, 0)
		if g < 0 {
			return f.wrong(group, fmt.Errorf("cannot be created: %w", lib.reason()))
		}
		lib.H5Gclose(g)
		return nil
	})
}

// Link gives an existing object a second name.
func (f *File) Link(object, name string) error {
	return f.call(func(lib *library) error {
		if lib.H5Lcreate_hard(f.id, object, f.id, name, lib.link, 0) < 0 {
			return f.wrong(name, fmt.Errorf("cannot be created: %w", lib.reason()))
		}
		return nil
	})
}

// Write makes a dataset of the given shape, a vector if none is given, and the
// groups above it. data is row-major.
func Write[T Number](f *File, dataset string, data []T, shape ...int) error {
	dims := []uint64{uint64(len(data))}
	if len(shape) > 0 {
		dims = dims[:0]
		total := 1
		for _, extent := range shape {
			dims = append(dims, uint64(extent))
			total *= extent
		}
		if total != len(data) {
			panic(fmt.Sprintf("BUG: hdf5: %d values for the shape %d of %s", len(data), shape, dataset))
		}
	}
	return f.call(func(lib *library) error {
		fail := func() error {
			return f.failed(f.wrong(dataset, fmt.Errorf("cannot be written: %w", lib.reason())))
		}
		space := lib.H5Screate_simple(int32(len(dims)), &dims[0], nil)
		if space < 0 {
			return fail()
		}
		defer lib.H5Sclose(space)
		set := lib.H5Dcreate2(f.id, dataset, native[T](lib), space, lib.link, 0, 0)
		if set < 0 {
			return fail()
		}
		defer lib.H5Dclose(set)
		if len(data) > 0 && lib.H5Dwrite(set, native[T](lib), 0, 0, 0, unsafe.Pointer(&data[0])) < 0 {
			return fail()
		}
		return nil
	})
}
