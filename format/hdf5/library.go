package hdf5

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

// ErrNoLibrary is the error of every function when no usable libhdf5 is found.
var ErrNoLibrary = errors.New("libhdf5 is not installed")

// id is HDF5's hid_t: a handle. It has 64 bits since libhdf5 1.10.
type id = int64

// library is the part of libhdf5 in use. Fields are named after the C functions
// they call, which is how load finds them; those tagged optional may be nil.
type library struct {
	H5dont_atexit    func() int32
	H5open           func() int32
	H5get_libversion func(major, minor, release *uint32) int32

	H5Eset_auto2 func(stack id, fn, data uintptr) int32
	H5Eclear2    func(stack id) int32
	H5Ewalk2     func(stack id, direction int32, fn, data uintptr) int32

	H5Fopen   func(name string, flags uint32, access id) id
	H5Fcreate func(name string, flags uint32, create, access id) id
	H5Fflush  func(file id, scope int32) int32
	H5Fclose  func(file id) int32

	H5Pcreate                        func(class id) id
	H5Pclose                         func(list id) int32
	H5Pset_chunk                     func(list id, rank int32, dims *uint64) int32
	H5Pset_deflate                   func(list id, level uint32) int32
	H5Pset_create_intermediate_group func(list id, on uint32) int32
	H5Pset_fclose_degree             func(list id, degree int32) int32
	H5Pset_file_locking              func(list id, use, ignoreDisabled uint8) int32 `optional:"1"`

	H5Gopen2           func(loc id, name string, access id) id
	H5Gcreate2         func(loc id, name string, link, create, access id) id
	H5Gget_info        func(group id, info unsafe.Pointer) int32
	H5Gclose           func(group id) int32
	H5Lexists          func(loc id, name string, access id) int32
	H5Lget_name_by_idx func(loc id, group string, index, order int32, n uint64, name unsafe.Pointer, size uintptr, access id) int64
	H5Lcreate_hard     func(loc id, name string, newLoc id, newName string, link, access id) int32
	H5Oexists_by_name  func(loc id, name string, access id) int32
	H5Oopen            func(loc id, name string, access id) id
	H5Oclose           func(object id) int32
	H5Iget_type        func(object id) int32

	H5Dopen2        func(loc id, name string, access id) id
	H5Dcreate2      func(loc id, name string, typ, space, link, create, access id) id
	H5Dclose        func(dataset id) int32
	H5Dget_space    func(dataset id) id
	H5Dget_type     func(dataset id) id
	H5Dset_extent   func(dataset id, size *uint64) int32
	H5Dread         func(dataset, memType, memSpace, fileSpace, transfer id, data unsafe.Pointer) int32
	H5Dwrite        func(dataset, memType, memSpace, fileSpace, transfer id, data unsafe.Pointer) int32
	H5Dvlen_reclaim func(typ, space, transfer id, data unsafe.Pointer) int32 `optional:"1"`
	H5Treclaim      func(typ, space, transfer id, data unsafe.Pointer) int32 `optional:"1"`

	H5Screate                  func(class int32) id
	H5Screate_simple           func(rank int32, dims, maxDims *uint64) id
	H5Sclose                   func(space id) int32
	H5Sget_simple_extent_type  func(space id) int32
	H5Sget_simple_extent_ndims func(space id) int32
	H5Sget_simple_extent_dims  func(space id, dims, maxDims *uint64) int32
	H5Sselect_hyperslab        func(space id, op int32, start, stride, count, block *uint64) int32

	H5Tcopy            func(typ id) id
	H5Tclose           func(typ id) int32
	H5Tget_class       func(typ id) int32
	H5Tget_size        func(typ id) uintptr
	H5Tset_size        func(typ id, size uintptr) int32
	H5Tget_sign        func(typ id) int32
	H5Tget_precision   func(typ id) uintptr
	H5Tget_offset      func(typ id) int32
	H5Tget_fields      func(typ id, sign, exponent, exponentBits, mantissa, mantissaBits *uintptr) int32
	H5Tget_super       func(typ id) id
	H5Tget_strpad      func(typ id) int32
	H5Tset_cset        func(typ id, set int32) int32
	H5Tis_variable_str func(typ id) int32
	H5Tenum_create     func(base id) id
	H5Tenum_insert     func(typ id, name string, value unsafe.Pointer) int32
	H5Tenum_nameof     func(typ id, value unsafe.Pointer, name unsafe.Pointer, size uintptr) int32

	H5Aexists_by_name func(loc id, object, name string, access id) int32
	H5Aopen_by_name   func(loc id, object, name string, access, objectAccess id) id
	H5Acreate_by_name func(loc id, object, name string, typ, space, create, access, objectAccess id) id
	H5Adelete_by_name func(loc id, object, name string, access id) int32
	H5Aget_type       func(attr id) id
	H5Aget_space      func(attr id) id
	H5Aread           func(attr, memType id, data unsafe.Pointer) int32
	H5Awrite          func(attr, memType id, data unsafe.Pointer) int32
	H5Aclose          func(attr id) int32

	version [3]uint32
	native  map[reflect.Kind]id // in-memory types of Go's numbers
	cString id                  // H5T_C_S1
	access  id                  // how files are opened
	link    id                  // links are made with their parent groups
	create  id                  // class of dataset creation lists
	walker  uintptr             // C pointer to collectReason
}

var (
	// mu covers every call into the library, which is not thread-safe.
	mu     sync.Mutex
	loaded *library
	absent error
	once   sync.Once
)

// Available returns nil when libhdf5 can be used, and otherwise an error that
// says what was tried and how to install it.
func Available() error {
	return call(func(*library) error { return nil })
}

// call runs fn with the library to itself. In thread-safe builds of libhdf5 the
// error stack and its settings belong to the thread, hence the locked thread.
func call(fn func(lib *library) error) error {
	mu.Lock()
	defer mu.Unlock()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	once.Do(func() { loaded, absent = load() })
	if absent != nil {
		return absent
	}
	loaded.H5Eset_auto2(0, 0, 0)
	return fn(loaded)
}

// load tries the platform's names of the library in turn.
func load() (*library, error) {
	var tried []string
	for _, name := range libraryNames() {
		handle, err := openLibrary(name)
		if err != nil {
			continue
		}
		lib, err := bind(handle)
		if err == nil {
			return lib, nil
		}
		tried = append(tried, fmt.Sprintf("%s: %v", name, err))
	}
	return nil, noLibrary(tried)
}

// noLibrary is the error where no library could be used; tried says why not,
// for those that were found.
func noLibrary(tried []string) error {
	if len(tried) > 0 {
		return fmt.Errorf("%w in a usable version (%s); %s", ErrNoLibrary, strings.Join(tried, "; "), remedy())
	}
	return fmt.Errorf("%w; %s", ErrNoLibrary, remedy())
}

func remedy() string {
	switch runtime.GOOS {
	case "darwin":
		return "install it with: brew install hdf5"
	case "windows":
		return "install HDF5 from https://www.hdfgroup.org/download-hdf5/ and put the folder of hdf5.dll on PATH"
	}
	return "install it with: apt-get install libhdf5-103-1 (newer Debian: libhdf5-310; Fedora: dnf install hdf5; conda install hdf5)"
}

func libraryNames() []string {
	// so-versions of HDF5 2.0, 1.14, 1.12 and 1.10
	versions := []string{"320", "310", "200", "103"}
	var names []string
	switch runtime.GOOS {
	case "windows":
		return []string{"hdf5.dll", "libhdf5.dll", `C:\Program Files\HDF_Group\HDF5\bin\hdf5.dll`}
	case "darwin":
		for _, dir := range []string{"", "/opt/homebrew/lib/", "/usr/local/lib/", "/opt/local/lib/"} {
			names = append(names, dir+"libhdf5.dylib")
		}
		return names
	}
	for _, base := range []string{"libhdf5_serial.so", "libhdf5.so"} {
		for i := len(versions) - 1; i >= 0; i-- {
			names = append(names, base+"."+versions[i])
		}
		names = append(names, base)
	}
	return names
}

// bind connects the fields of a library to the functions behind handle.
func bind(handle uintptr) (*library, error) {
	lib := &library{}
	fields := reflect.ValueOf(lib).Elem()
	for i := range fields.NumField() {
		field := fields.Type().Field(i)
		if field.Type.Kind() != reflect.Func {
			continue
		}
		address, err := symbol(handle, field.Name)
		if err != nil {
			if field.Tag.Get("optional") != "" {
				continue
			}
			return nil, fmt.Errorf("has no function %s", field.Name)
		}
		purego.RegisterFunc(fields.Field(i).Addr().Interface(), address)
	}
	return lib, lib.start(handle)
}

// start checks the version and fetches the handles that libhdf5 makes when it
// is initialised.
func (lib *library) start(handle uintptr) error {
	v := &lib.version
	lib.H5get_libversion(&v[0], &v[1], &v[2])
	if v[0] < 1 || v[0] == 1 && v[1] < 10 {
		return fmt.Errorf("is version %d.%d.%d, want 1.10 or newer", v[0], v[1], v[2])
	}
	if lib.H5Dvlen_reclaim == nil {
		lib.H5Dvlen_reclaim = lib.H5Treclaim
	}
	lib.H5dont_atexit() // nothing is left to clean up but files that could not be written
	if lib.H5open() < 0 || lib.H5Dvlen_reclaim == nil {
		return errors.New("cannot be initialised")
	}
	var err error
	global := func(name string) id {
		address, e := symbol(handle, name)
		if e != nil {
			err = fmt.Errorf("has no variable %s", name)
			return 0
		}
		return *(*id)(cPointer(address))
	}
	lib.native = map[reflect.Kind]id{
		reflect.Int8:    global("H5T_NATIVE_INT8_g"),
		reflect.Int16:   global("H5T_NATIVE_INT16_g"),
		reflect.Int32:   global("H5T_NATIVE_INT32_g"),
		reflect.Int64:   global("H5T_NATIVE_INT64_g"),
		reflect.Uint8:   global("H5T_NATIVE_UINT8_g"),
		reflect.Uint16:  global("H5T_NATIVE_UINT16_g"),
		reflect.Uint32:  global("H5T_NATIVE_UINT32_g"),
		reflect.Uint64:  global("H5T_NATIVE_UINT64_g"),
		reflect.Float32: global("H5T_NATIVE_FLOAT_g"),
		reflect.Float64: global("H5T_NATIVE_DOUBLE_g"),
	}
	lib.cString = global("H5T_C_S1_g")
	lib.create = global("H5P_CLS_DATASET_CREATE_ID_g")
	access, link := global("H5P_CLS_FILE_ACCESS_ID_g"), global("H5P_CLS_LINK_CREATE_ID_g")
	if err != nil {
		return err
	}
	lib.access = lib.H5Pcreate(access)
	lib.H5Pset_fclose_degree(lib.access, closeStrong)
	if lib.H5Pset_file_locking != nil {
		// As everyone does: lock where the file system can, and read on where it cannot.
		lib.H5Pset_file_locking(lib.access, 1, 1)
	}
	lib.link = lib.H5Pcreate(link)
	lib.H5Pset_create_intermediate_group(lib.link, 1)
	lib.walker = purego.NewCallback(collectReason)
	return nil
}

// cPointer turns an address outside Go's memory into a pointer.
func cPointer(address uintptr) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&address))
}

// cText copies the C string at address.
func cText(address uintptr) string {
	if address == 0 {
		return ""
	}
	p := (*byte)(cPointer(address))
	n := 0
	for *(*byte)(unsafe.Add(unsafe.Pointer(p), n)) != 0 {
		n++
	}
	return string(unsafe.Slice(p, n))
}

// Constants of hdf5.h and its parts; their values have not changed since 1.8.
const (
	readOnly    = 0 // H5F_ACC_RDONLY
	truncate    = 2 // H5F_ACC_TRUNC
	scopeLocal  = 0 // H5F_SCOPE_LOCAL
	closeStrong = 3 // H5F_CLOSE_STRONG

	objectGroup   = 2 // H5I_GROUP
	objectDataset = 5 // H5I_DATASET

	spaceScalar = 0          // H5S_SCALAR
	spaceNull   = 2          // H5S_NULL
	unlimited   = ^uint64(0) // H5S_UNLIMITED

	classInteger = 0 // H5T_INTEGER
	classFloat   = 1 // H5T_FLOAT
	classString  = 3 // H5T_STRING
	classEnum    = 8 // H5T_ENUM

	signNone       = 0           // H5T_SGN_NONE
	variableSize   = ^uintptr(0) // H5T_VARIABLE
	charsetUTF8    = 1           // H5T_CSET_UTF8
	padSpace       = 2           // H5T_STR_SPACEPAD
	maximumRank    = 32          // H5S_MAX_RANK
	walkFromInside = 0           // H5E_WALK_UPWARD
)
