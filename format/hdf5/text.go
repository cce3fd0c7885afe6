package hdf5

import (
	"errors"
	"fmt"
	"strings"
	"unsafe"
)

// Strings returns all text of a dataset, of fixed or variable length.
func (f *File) Strings(dataset string) ([]string, error) {
	var out []string
	err := f.call(func(lib *library) error {
		a, err := f.openArray(lib, dataset)
		if err != nil {
			return err
		}
		defer a.close()
		if err := a.checkClaim(a.rows(), f.size); err != nil {
			return f.wrong(dataset, err)
		}
		n := a.rows() * a.rowLength()
		out, err = f.texts(lib, a.typ, n, func(memType id, data unsafe.Pointer) error {
			return a.read(0, a.rows(), memType, data)
		})
		if err != nil {
			return f.wrong(dataset, err)
		}
		return nil
	})
	return out, err
}

// texts reads n strings of type typ with read, from a dataset or an attribute.
func (f *File) texts(lib *library, typ id, n int, read func(memType id, data unsafe.Pointer) error) ([]string, error) {
	if lib.H5Tget_class(typ) != classString {
		return nil, errors.New("holds no text")
	}
	if n == 0 {
		return []string{}, nil
	}
	if lib.H5Tis_variable_str(typ) > 0 {
		if err := f.checkHeaps(); err != nil {
			return nil, err
		}
		return lib.variableTexts(typ, n, read)
	}
	return lib.fixedTexts(typ, n, read)
}

func (lib *library) variableTexts(typ id, n int, read func(id, unsafe.Pointer) error) ([]string, error) {
	addresses := make([]uintptr, n)
	data := unsafe.Pointer(&addresses[0])
	if err := read(typ, data); err != nil {
		return nil, err
	}
	out := make([]string, n)
	for i, address := range addresses {
		out[i] = cText(address)
	}
	extent := uint64(n)
	if space := lib.H5Screate_simple(1, &extent, nil); space >= 0 {
		lib.H5Dvlen_reclaim(typ, space, 0, data)
		lib.H5Sclose(space)
	}
	return out, nil
}

func (lib *library) fixedTexts(typ id, n int, read func(id, unsafe.Pointer) error) ([]string, error) {
	size := int(lib.H5Tget_size(typ))
	if size <= 0 || size > 1<<20 {
		return nil, fmt.Errorf("claims strings of %d bytes", size)
	}
	data := make([]byte, n*size)
	if err := read(typ, unsafe.Pointer(&data[0])); err != nil {
		return nil, err
	}
	spaces := lib.H5Tget_strpad(typ) == padSpace
	out := make([]string, n)
	for i := range out {
		text, _, _ := strings.Cut(string(data[i*size:(i+1)*size]), "\x00")
		if spaces {
			text = strings.TrimRight(text, " ")
		}
		out[i] = text
	}
	return out, nil
}
