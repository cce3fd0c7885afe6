package hdf5

import (
	"errors"
	"fmt"
	"reflect"
	"unsafe"
)

// HasAttr reports whether an object of the file has an attribute of this name.
func (f *File) HasAttr(object, name string) bool {
	found := false
	f.call(func(lib *library) error {
		found = f.exists(lib, object) && lib.H5Aexists_by_name(f.id, object, name, 0) > 0
		return nil
	})
	return found
}

// AttrString returns an attribute's text: of a string, or the name of an
// enumeration's value.
func (f *File) AttrString(object, name string) (string, error) {
	var out string
	err := f.attr(object, name, func(lib *library, attr, typ id, n int) error {
		if n != 1 {
			return fmt.Errorf("has %d values, want one text", n)
		}
		if lib.H5Tget_class(typ) == classEnum {
			var err error
			out, err = lib.enumName(attr, typ)
			return err
		}
		texts, err := f.texts(lib, typ, n, lib.attrReader(attr))
		if err != nil {
			return err
		}
		out = texts[0]
		return nil
	})
	return out, err
}

// Attr returns the numbers of an attribute, converted as Read converts.
func Attr[T Number](f *File, object, name string) ([]T, error) {
	var out []T
	err := f.attr(object, name, func(lib *library, attr, typ id, n int) error {
		carrier, err := carrierOf(lib, typ)
		if err != nil {
			return err
		}
		out = make([]T, n)
		switch carrier {
		case carryFloat:
			return readAttr[float64](lib, attr, out)
		case carrySigned:
			return readAttr[int64](lib, attr, out)
		}
		return readAttr[uint64](lib, attr, out)
	})
	return out, err
}

func readAttr[C, T Number](lib *library, attr id, out []T) error {
	if len(out) == 0 {
		return nil
	}
	buffer := make([]C, len(out))
	if lib.H5Aread(attr, native[C](lib), unsafe.Pointer(&buffer[0])) < 0 {
		return lib.reason()
	}
	if i := convert(out, buffer); i >= 0 {
		return fmt.Errorf("element %d is %v, which does not fit %T", i, buffer[i], out[0])
	}
	return nil
}

// attr opens an attribute and hands its type and number of values to fn.
func (f *File) attr(object, name string, fn func(lib *library, attr, typ id, n int) error) error {
	return f.call(func(lib *library) error {
		if !f.exists(lib, object) {
			return f.wrong(object, errors.New("there is no such object"+f.siblings(lib, object)))
		}
		fail := func(err error) error { return f.wrong(object, fmt.Errorf("attribute %s: %w", name, err)) }
		if lib.H5Aexists_by_name(f.id, object, name, 0) <= 0 {
			return fail(errors.New("there is none of this name"))
		}
		attr := lib.H5Aopen_by_name(f.id, object, name, 0, 0)
		if attr < 0 {
			return fail(lib.reason())
		}
		defer lib.H5Aclose(attr)
		typ, space := lib.H5Aget_type(attr), lib.H5Aget_space(attr)
		if typ < 0 || space < 0 {
			return fail(lib.reason())
		}
		defer lib.H5Tclose(typ)
		defer lib.H5Sclose(space)
		dims, err := extents(lib, space)
		if err != nil {
			return fail(err)
		}
		n := (&array{dims: dims}).rows() * (&array{dims: dims}).rowLength()
		if n > 1<<20 {
			return fail(fmt.Errorf("claims %d values", n))
		}
		if err := fn(lib, attr, typ, n); err != nil {
			return fail(err)
		}
		return nil
	})
}

func (lib *library) attrReader(attr id) func(memType id, data unsafe.Pointer) error {
	return func(memType id, data unsafe.Pointer) error {
		if lib.H5Aread(attr, memType, data) < 0 {
			return lib.reason()
		}
		return nil
	}
}

// enumName returns the name of an enumeration attribute's value.
func (lib *library) enumName(attr, typ id) (string, error) {
	var value [64]byte
	if size := lib.H5Tget_size(typ); size == 0 || size > uintptr(len(value)) {
		return "", errors.New("is no plain enumeration")
	}
	if lib.H5Aread(attr, typ, unsafe.Pointer(&value[0])) < 0 {
		return "", lib.reason()
	}
	var name [256]byte
	if lib.H5Tenum_nameof(typ, unsafe.Pointer(&value[0]), unsafe.Pointer(&name[0]), uintptr(len(name))) < 0 {
		return "", lib.reason()
	}
	return cText(uintptr(unsafe.Pointer(&name[0]))), nil
}

// Enum is an attribute's value among named ones: names[i] stands for i.
type Enum struct {
	Names []string
	Value uint8
}

// SetAttr gives an object an attribute, replacing one of the same name. value
// is a string, an Enum, a number (an attribute of one value) or a slice of
// numbers.
func (f *File) SetAttr(object, name string, value any) error {
	return f.call(func(lib *library) error {
		fail := func(err error) error {
			return f.wrong(object, fmt.Errorf("attribute %s: cannot be written: %w", name, err))
		}
		w, err := lib.attrValue(value)
		if err != nil {
			return fail(err)
		}
		defer w.close()
		if lib.H5Aexists_by_name(f.id, object, name, 0) > 0 && lib.H5Adelete_by_name(f.id, object, name, 0) < 0 {
			return fail(lib.reason())
		}
		attr := lib.H5Acreate_by_name(f.id, object, name, w.typ, w.space, 0, 0, 0)
		if attr < 0 {
			return fail(lib.reason())
		}
		defer lib.H5Aclose(attr)
		if w.data != nil && lib.H5Awrite(attr, w.typ, w.data) < 0 {
			return fail(lib.reason())
		}
		return nil
	})
}

// attrValue is a value with its type and shape as the library wants them.
type attrValue struct {
	typ, space id
	data       unsafe.Pointer
	close      func()
}

func (lib *library) attrValue(value any) (*attrValue, error) {
	switch v := value.(type) {
	case string:
		return lib.textValue(v)
	case Enum:
		return lib.enumValue(v)
	}
	v := reflect.ValueOf(value)
	if v.Kind() != reflect.Slice {
		one := reflect.MakeSlice(reflect.SliceOf(v.Type()), 1, 1)
		one.Index(0).Set(v)
		w := &attrValue{typ: lib.native[v.Kind()], space: lib.H5Screate(spaceScalar), data: one.UnsafePointer()}
		return lib.checked(w, value)
	}
	n := uint64(v.Len())
	w := &attrValue{typ: lib.native[v.Type().Elem().Kind()], space: lib.H5Screate_simple(1, &n, nil)}
	if n > 0 {
		w.data = v.UnsafePointer()
	}
	return lib.checked(w, value)
}

func (lib *library) checked(w *attrValue, value any) (*attrValue, error) {
	if w.typ == 0 {
		panic(fmt.Sprintf("BUG: hdf5: attribute of type %T", value))
	}
	if w.space < 0 {
		return nil, lib.reason()
	}
	w.close = func() { lib.H5Sclose(w.space) }
	return w, nil
}

func (lib *library) textValue(text string) (*attrValue, error) {
	bytes := append([]byte(text), 0)
	first := unsafe.Pointer(&bytes[0])
	typ := lib.H5Tcopy(lib.cString)
	lib.H5Tset_size(typ, variableSize)
	lib.H5Tset_cset(typ, charsetUTF8)
	return lib.scalar(typ, unsafe.Pointer(&first))
}

func (lib *library) enumValue(e Enum) (*attrValue, error) {
	typ := lib.H5Tenum_create(lib.native[reflect.Uint8])
	for i, name := range e.Names {
		value := uint8(i)
		lib.H5Tenum_insert(typ, name, unsafe.Pointer(&value))
	}
	return lib.scalar(typ, unsafe.Pointer(&e.Value))
}

func (lib *library) scalar(typ id, data unsafe.Pointer) (*attrValue, error) {
	w := &attrValue{typ: typ, space: lib.H5Screate(spaceScalar), data: data}
	w.close = func() {
		lib.H5Sclose(w.space)
		lib.H5Tclose(typ)
	}
	if typ < 0 || w.space < 0 {
		w.close()
		return nil, lib.reason()
	}
	return w, nil
}
