package hdf5

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unsafe"
)

// File is an open HDF5 file, made by Open for reading or Create for writing.
type File struct {
	path   string
	id     id
	size   int64     // bytes when opened for reading: bounds what datasets may claim
	series []flusher // unfinished datasets, written out by Close
	broken error     // the first failure to write

	heapsChecked bool
}

type flusher interface{ flush(lib *library) error }

// Open opens an HDF5 file for reading.
func Open(file string) (*File, error) {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", file, fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s: is a folder, want an HDF5 file", file)
	}
	f := &File{path: file, size: info.Size()}
	return f.opened(func(lib *library) error {
		if err := checkHeader(file, info.Size()); err != nil {
			return err
		}
		if f.id = lib.H5Fopen(file, readOnly, lib.access); f.id < 0 {
			return fmt.Errorf("%s: damaged HDF5 file: %w", file, lib.reason())
		}
		return nil
	})
}

// Create makes an empty HDF5 file, replacing what was there.
func Create(file string) (*File, error) {
	f := &File{path: file}
	return f.opened(func(lib *library) error {
		if f.id = lib.H5Fcreate(file, truncate, 0, lib.access); f.id < 0 {
			if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
				os.Remove(file) // a full disk leaves an empty one
			}
			return fmt.Errorf("%s: cannot be created: %w", file, lib.reason())
		}
		return nil
	})
}

func (f *File) opened(open func(lib *library) error) (*File, error) {
	if err := call(open); err != nil {
		return nil, err
	}
	return f, nil
}

// Path returns the name the file was opened by.
func (f *File) Path() string { return f.path }

// call runs fn with the library, if f is open.
func (f *File) call(fn func(lib *library) error) error {
	return call(func(lib *library) error {
		if f.id <= 0 {
			return fmt.Errorf("%s: is closed", f.path)
		}
		return fn(lib)
	})
}

// Flush writes everything given so far to disk.
func (f *File) Flush() error {
	return f.call(f.flush)
}

func (f *File) flush(lib *library) error {
	for _, s := range f.series {
		if err := s.flush(lib); err != nil {
			return f.failed(err)
		}
	}
	if lib.H5Fflush(f.id, scopeLocal) < 0 {
		return f.failed(fmt.Errorf("%s: cannot be written: %w", f.path, lib.reason()))
	}
	return nil
}

// failed keeps the first failure to write.
func (f *File) failed(err error) error {
	if f.broken == nil {
		f.broken = err
	}
	return err
}

// Close writes what is left to write and closes the file. Its error matters: it
// is where a full disk may show first. Closing twice is harmless.
//
// A file that could not be written stays open inside the library, which else
// brings the process down when it finds the rest unwritable as well. On disk it
// is as the last Flush left it.
func (f *File) Close() error {
	return call(func(lib *library) error {
		if f.id <= 0 {
			return nil
		}
		defer func() { f.id = 0 }()
		if f.size == 0 && f.broken == nil {
			f.flush(lib)
		}
		if f.broken != nil {
			return f.broken
		}
		if lib.H5Fclose(f.id) < 0 {
			return fmt.Errorf("%s: cannot be closed: %w", f.path, lib.reason())
		}
		return nil
	})
}

// Exists reports whether the file has an object of this name.
func (f *File) Exists(object string) bool {
	found := false
	f.call(func(lib *library) error {
		found = f.exists(lib, object)
		return nil
	})
	return found
}

// exists asks for one component after the other, as the library demands.
func (f *File) exists(lib *library, object string) bool {
	if strings.ContainsRune(object, 0) {
		return false
	}
	sofar := ""
	for name := range strings.SplitSeq(strings.Trim(path.Clean("/"+object), "/"), "/") {
		if name == "" {
			return true // the root
		}
		sofar += "/" + name
		if lib.H5Lexists(f.id, sofar, 0) <= 0 || lib.H5Oexists_by_name(f.id, sofar, 0) <= 0 {
			return false
		}
	}
	return true
}

// IsGroup reports whether the file has a group of this name.
func (f *File) IsGroup(object string) bool {
	kind := 0
	f.call(func(lib *library) error {
		kind = f.kind(lib, object)
		return nil
	})
	return kind == objectGroup
}

// kind returns the library's code of the kind of an object, 0 if there is none.
func (f *File) kind(lib *library, object string) int {
	if !f.exists(lib, object) {
		return 0
	}
	o := lib.H5Oopen(f.id, object, 0)
	if o < 0 {
		return 0
	}
	defer lib.H5Oclose(o)
	return int(lib.H5Iget_type(o))
}

// Children returns the names of a group's members, sorted.
func (f *File) Children(group string) ([]string, error) {
	var names []string
	err := f.call(func(lib *library) (err error) {
		if err = f.want(lib, group, objectGroup); err == nil {
			names, err = f.children(lib, group)
		}
		return err
	})
	return names, err
}

// groupInfo is H5G_info_t.
type groupInfo struct {
	storage int32
	links   uint64
	order   int64
	mounted bool
	_       [7]byte
}

// children lists what is known to be a group.
func (f *File) children(lib *library, group string) ([]string, error) {
	g := lib.H5Gopen2(f.id, group, 0)
	if g < 0 {
		return nil, f.wrong(group, lib.reason())
	}
	defer lib.H5Gclose(g)
	var info groupInfo
	if lib.H5Gget_info(g, unsafe.Pointer(&info)) < 0 {
		return nil, f.wrong(group, lib.reason())
	}
	names := []string{}
	for n := range info.links {
		name, err := f.childName(lib, g, n)
		if err != nil {
			return nil, f.wrong(group, err)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

func (f *File) childName(lib *library, g id, n uint64) (string, error) {
	size := lib.H5Lget_name_by_idx(g, ".", 0, 0, n, nil, 0, 0)
	if size < 0 || size > 1<<16 {
		return "", lib.reason()
	}
	name := make([]byte, size+1)
	if lib.H5Lget_name_by_idx(g, ".", 0, 0, n, unsafe.Pointer(&name[0]), uintptr(len(name)), 0) < 0 {
		return "", lib.reason()
	}
	return string(name[:size]), nil
}

// want returns an error unless object is there and of the kind asked for.
func (f *File) want(lib *library, object string, kind int) error {
	names := map[int]string{objectGroup: "a group", objectDataset: "a dataset"}
	switch got := f.kind(lib, object); got {
	case kind:
		return nil
	case 0:
		return f.wrong(object, errors.New("there is no such object"+f.siblings(lib, object)))
	default:
		what := names[got]
		if what == "" {
			what = "something else"
		}
		return f.wrong(object, fmt.Errorf("is %s, want %s", what, names[kind]))
	}
}

// siblings says what the nearest group above object holds instead.
func (f *File) siblings(lib *library, object string) string {
	above := path.Dir(path.Clean("/" + object))
	for above != "/" && f.kind(lib, above) != objectGroup {
		above = path.Dir(above)
	}
	names, err := f.children(lib, above)
	if err != nil {
		return ""
	}
	if len(names) == 0 {
		return "; " + above + " is empty"
	}
	if len(names) > 12 {
		names = append(names[:12], "…")
	}
	return "; " + above + " has " + strings.Join(names, ", ")
}

// wrong puts the place before what went wrong.
func (f *File) wrong(object string, err error) error {
	return fmt.Errorf("%s: %s: %w", f.path, path.Clean("/"+object), err)
}
