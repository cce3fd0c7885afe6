package hdf5

import (
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
)

// create makes a file with fill, closes it and opens it for reading.
func create(t *testing.T, fill func(f *File) error) *File {
	t.Helper()
	need(t)
	path := filepath.Join(t.TempDir(), "x.h5")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if f, err = Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// roundTrip writes values as T and reads them back as T.
func roundTrip[T Number](t *testing.T, values ...T) {
	f := create(t, func(f *File) error { return Write(f, "/a/b", values) })
	got, err := Read[T](f, "/a/b")
	if err != nil || !slices.Equal(got, values) {
		t.Errorf("%T: got %v %v, want %v", values, got, err, values)
	}
}

func TestNumbersComeBackAsWritten(t *testing.T) {
	roundTrip[int8](t, -128, 0, 127)
	roundTrip[int16](t, math.MinInt16, 5, math.MaxInt16)
	roundTrip[int32](t, math.MinInt32, 5, math.MaxInt32)
	roundTrip[int64](t, math.MinInt64, 5, math.MaxInt64)
	roundTrip[uint8](t, 0, 255)
	roundTrip[uint16](t, 0, math.MaxUint16)
	roundTrip[uint32](t, 0, math.MaxUint32)
	roundTrip[uint64](t, 0, math.MaxUint64)
	roundTrip[float32](t, -1.5, math.MaxFloat32)
	roundTrip(t, -0.1, math.MaxFloat64, math.Inf(1))
	roundTrip[float64](t)
}

func TestConversionChecksEveryValue(t *testing.T) {
	f := create(t, func(f *File) error {
		for name, err := range map[string]error{
			"small":    Write(f, "/small", []uint64{0, 7, 255}),
			"wide":     Write(f, "/wide", []uint64{1, math.MaxUint64}),
			"exact":    Write(f, "/exact", []uint64{1 << 53, 1<<53 + 1}),
			"negative": Write(f, "/negative", []int16{-1}),
			"whole":    Write(f, "/whole", []float64{3, -4}),
			"broken":   Write(f, "/broken", []float64{3, 0.5}),
			"nan":      Write(f, "/nan", []float64{math.NaN()}),
			"large":    Write(f, "/large", []float64{1e300}),
		} {
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
	for _, tt := range []struct {
		name string
		read func() (any, error)
		want any // nil: an error
	}{
		{"u64 → u8", func() (any, error) { return Read[uint8](f, "/small") }, []uint8{0, 7, 255}},
		{"u64 → i8", func() (any, error) { return Read[int8](f, "/small") }, nil},
		{"u64 → f64", func() (any, error) { return Read[float64](f, "/small") }, []float64{0, 7, 255}},
		{"u64 → i64 too large", func() (any, error) { return Read[int64](f, "/wide") }, nil},
		{"u64 → f64 not exact", func() (any, error) { return Read[float64](f, "/exact") }, nil},
		{"i16 → u64 negative", func() (any, error) { return Read[uint64](f, "/negative") }, nil},
		{"i16 → f32", func() (any, error) { return Read[float32](f, "/negative") }, []float32{-1}},
		{"f64 → i32", func() (any, error) { return Read[int32](f, "/whole") }, []int32{3, -4}},
		{"f64 → i32 fraction", func() (any, error) { return Read[int32](f, "/broken") }, nil},
		{"f64 → i64 NaN", func() (any, error) { return Read[int64](f, "/nan") }, nil},
		{"f64 → f32 overflow", func() (any, error) { return Read[float32](f, "/large") }, nil},
		{"f64 → i64 overflow", func() (any, error) { return Read[int64](f, "/large") }, nil},
	} {
		got, err := tt.read()
		if (tt.want == nil) != (err != nil) {
			t.Errorf("%s: %v %v, want %v", tt.name, got, err, tt.want)
		} else if tt.want != nil && !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// A block of the conversion buffer holds 65,536 values; reading across its
// border must not depend on it.
func TestLongArraysAreConvertedInBlocks(t *testing.T) {
	values := make([]uint64, 200_001)
	for i := range values {
		values[i] = uint64(i)
	}
	f := create(t, func(f *File) error { return Write(f, "/x", values, 66_667, 3) })
	got, err := ReadRows[uint32](f, "/x", 1, 66_666)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range got {
		if v != uint32(i+3) {
			t.Fatalf("element %d is %d, want %d", i, v, i+3)
		}
	}
	if len(got) != 66_665*3 {
		t.Errorf("%d elements, want %d", len(got), 66_665*3)
	}
}

func TestRowsOfMatrix(t *testing.T) {
	f := create(t, func(f *File) error { return Write(f, "/m", []int32{1, 2, 3, 4, 5, 6}, 3, 2) })
	if shape, err := f.Shape("/m"); err != nil || !slices.Equal(shape, []int{3, 2}) {
		t.Errorf("shape %v %v, want [3 2]", shape, err)
	}
	for _, tt := range []struct {
		lo, hi int
		want   []float64
	}{{0, 3, []float64{1, 2, 3, 4, 5, 6}}, {1, 2, []float64{3, 4}}, {3, 3, []float64{}}} {
		if got, err := ReadRows[float64](f, "/m", tt.lo, tt.hi); err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("rows %d to %d: %v %v, want %v", tt.lo, tt.hi, got, err, tt.want)
		}
	}
	if _, err := ReadRows[float64](f, "/m", 2, 4); err == nil {
		t.Error("rows 2 to 4 of 3: no error")
	}
}

func TestSeriesGrowsPlainAndCompressed(t *testing.T) {
	for _, gzip := range []int{0, 4} {
		const rows = 50_000 // several chunks, the last one not full
		f := create(t, func(f *File) error {
			vector, err := CreateSeries[uint64](f, "/v", SeriesOptions{Gzip: gzip})
			if err != nil {
				return err
			}
			matrix, err := CreateSeries[float64](f, "/g/m", SeriesOptions{Columns: 3, Gzip: gzip})
			if err != nil {
				return err
			}
			for i := range rows {
				vector.Append([]uint64{uint64(i)})
				matrix.Append([]float64{float64(i), -1, 0.5})
				if i == rows/3 {
					if err := f.Flush(); err != nil {
						return err
					}
				}
			}
			if vector.Rows() != rows {
				t.Errorf("vector has %d rows, want %d", vector.Rows(), rows)
			}
			return nil
		})
		v, err := Read[int64](f, "/v")
		if err != nil || len(v) != rows || v[rows-1] != rows-1 {
			t.Errorf("gzip %d: vector of %d, %v", gzip, len(v), err)
		}
		m, err := ReadRows[float64](f, "/g/m", rows-1, rows)
		if err != nil || !slices.Equal(m, []float64{rows - 1, -1, 0.5}) {
			t.Errorf("gzip %d: last row %v, %v", gzip, m, err)
		}
	}
}

func TestAttributesComeBackAsWritten(t *testing.T) {
	f := create(t, func(f *File) error {
		if err := f.CreateGroup("/spikes/v1"); err != nil {
			return err
		}
		for _, a := range []struct {
			name  string
			value any
		}{
			{"magic", uint32(0x0A7A)}, {"version", []uint32{0, 1}}, {"units", "µS"}, {"empty", ""},
			{"sorting", Enum{[]string{"none", "by_id", "by_time"}, 2}}, {"step", 0.1}, {"step", 0.2},
		} {
			if err := f.SetAttr("/spikes/v1", a.name, a.value); err != nil {
				return err
			}
		}
		return nil
	})
	for name, want := range map[string]string{"units": "µS", "empty": "", "sorting": "by_time"} {
		if got, err := f.AttrString("/spikes/v1", name); err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", name, got, err, want)
		}
	}
	for name, want := range map[string][]float64{"magic": {2682}, "version": {0, 1}, "sorting": {2}, "step": {0.2}} {
		if got, err := Attr[float64](f, "/spikes/v1", name); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v %v, want %v", name, got, err, want)
		}
	}
	if !f.HasAttr("/spikes/v1", "magic") || f.HasAttr("/spikes/v1", "magick") || f.HasAttr("/none", "magic") {
		t.Error("HasAttr is wrong")
	}
}

func TestObjects(t *testing.T) {
	f := create(t, func(f *File) error {
		if err := Write(f, "/b/a", []int8{1}); err != nil {
			return err
		}
		if err := f.CreateGroup("/b/c"); err != nil {
			return err
		}
		return f.Link("/b/a", "/b/0")
	})
	names, err := f.Children("/b")
	if err != nil || !slices.Equal(names, []string{"0", "a", "c"}) {
		t.Errorf("children %q %v, want 0, a and c", names, err)
	}
	for path, want := range map[string][2]bool{
		"/": {true, true}, "/b": {true, true}, "/b/": {true, true}, "b/a": {true, false},
		"/b/0": {true, false}, "/x/y": {false, false}, "/b\x00": {false, false},
	} {
		if f.Exists(path) != want[0] || f.IsGroup(path) != want[1] {
			t.Errorf("%q: exists %t, group %t, want %t", path, f.Exists(path), f.IsGroup(path), want)
		}
	}
}

// Files may be used from any goroutine although the library may not.
func TestFilesAreSafeForConcurrentUse(t *testing.T) {
	f := create(t, func(f *File) error { return Write(f, "/x", []float64{1, 2, 3}) })
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				if got, err := Read[int16](f, "/x"); err != nil || got[2] != 3 {
					t.Errorf("got %v %v", got, err)
				}
				if _, err := Read[int16](f, "/y"); err == nil {
					t.Error("no error")
				}
			}
		})
	}
	group.Wait()
}

// The files in testdata were written by h5py 3.7 with libhdf5 1.10.8; latest.h5
// with libver="latest", a superblock and groups of the newer kind.
func TestFilesOfH5py(t *testing.T) {
	need(t)
	f, err := Open(filepath.Join("testdata", "h5py.h5"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for name, want := range map[string][]float64{
		"big_endian": {1, 2, -3}, "half": {0.5, -2}, "enum": {2, 0}, "bool": {1, 0}, "scalar": {2.5}, "empty": {},
	} {
		if got, err := Read[float64](f, name); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v %v, want %v", name, got, err, want)
		}
	}
	for name, want := range map[string][]string{"fixed": {"ab", "cde"}, "variable": {"gAMPA", "µS", ""}} {
		if got, err := f.Strings(name); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q %v, want %q", name, got, err, want)
		}
	}
	if got, err := ReadRows[float32](f, "gzip", 498, 500); err != nil || !slices.Equal(got, []float32{996, 997, 998, 999}) {
		t.Errorf("gzip: %v %v", got, err)
	}
	if got, err := f.AttrString("/", "fixed"); err != nil || got != "ms" {
		t.Errorf("attribute: %q %v, want ms", got, err)
	}
	if f.Exists("/soft") {
		t.Error("a link to nothing exists")
	}
	for _, name := range []string{"compound", "variable", "soft"} {
		if _, err := Read[float64](f, name); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	latest, err := Open(filepath.Join("testdata", "latest.h5"))
	if err != nil {
		t.Fatal(err)
	}
	defer latest.Close()
	units, attrErr := latest.AttrString("/g", "units")
	if x, err := Read[int8](latest, "/g/x"); err != nil || attrErr != nil || x[9] != 9 || units != "ms" {
		t.Errorf("latest: %v %v, units %q %v", x, err, units, attrErr)
	}
}
