package sonata

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/hdf5"
)

func TestReportComesBackAsWritten(t *testing.T) {
	need(t)
	path := filepath.Join(t.TempDir(), "out", "v.h5")
	w, err := CreateReport(path,
		Layout{Population: "v1", Variable: "v", Units: "mV", NodeIDs: []uint64{3, 5}, Start: 1, Step: 0.5},
		Layout{
			Population: "bio", NodeIDs: []uint64{0, 9}, Pointers: []uint64{0, 2, 3},
			ElementIDs: []uint64{0, 1, 0}, ElementPos: []float64{0.5, 0.25, 0.5}, Step: 0.1,
		})
	if err != nil {
		t.Fatal(err)
	}
	const frames = 20_000 // several chunks
	for i := range frames {
		v := float64(i)
		if err := w.Append(0, []float64{v, -v}); err != nil {
			t.Fatal(err)
		}
		if i%100 == 0 {
			if err := w.Append(1, []float64{v, 1, 2}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there before it is whole")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := ReadReport(path)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	bio, v1 := list[0], list[1]
	if v1.Count != frames || v1.Stop != 1+frames*0.5 || v1.Units != "mV" || v1.Variable != "v" || !slices.Equal(v1.ElementPos, []float64{0.5, 0.5}) {
		t.Errorf("v1: %+v", v1)
	}
	if bio.Count != frames/100 || bio.Elements() != 3 || !slices.Equal(bio.Pointers, []uint64{0, 2, 3}) || bio.ElementPos[1] != 0.25 {
		t.Errorf("bio: %+v", bio)
	}
	got, err := v1.Frames(frames-2, frames)
	if err != nil || !slices.Equal(got, []float64{frames - 2, 2 - frames, frames - 1, 1 - frames}) {
		t.Errorf("last frames %v %v", got, err)
	}
}

// Files say index_pointer or index_pointers, with and without the total.
func TestReportPointersOfAllKinds(t *testing.T) {
	need(t)
	dir := t.TempDir()
	data := func(f *hdf5.File) error { return hdf5.Write(f, "/report/a/data", make([]float32, 6), 2, 3) }
	for _, tt := range []struct {
		name     string
		pointers []uint64
		ok       bool
	}{
		{"index_pointers", []uint64{0, 1}, true},
		{"index_pointer", []uint64{0, 1, 3}, true},
		{"index_pointer", []uint64{0, 4}, false},
		{"index_pointers", []uint64{0, 1, 2}, false},
		{"index_pointers", []uint64{0}, false},
	} {
		path := fill(t, filepath.Join(dir, "r.h5"), data,
			put("/report/a/mapping/node_ids", 4, uint64(7)),
			put("/report/a/mapping/"+tt.name, tt.pointers...),
			put("/report/a/mapping/time", 0, 0.2, 0.1))
		list, err := ReadReport(path)
		if (err == nil) != tt.ok || tt.ok && !slices.Equal(list[0].Pointers, []uint64{0, 1, 3}) {
			t.Errorf("%s %v: %v", tt.name, tt.pointers, err)
		}
		if !tt.ok {
			messages(t, tt.name, dir, err, "DIR/r.h5: /report/a/mapping/"+tt.name+" does not divide 3 elements among 2 nodes")
		}
	}
}

// The format is numpy.org/neps/nep-0001-npy-format, version 1.0.
func TestNPYReport(t *testing.T) {
	dir := t.TempDir()
	w, err := CreateReport(filepath.Join(dir, "v.npy"), Layout{Population: "v1", NodeIDs: []uint64{3, 5}, Step: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Append(0, []float64{1, 2, 3, 4, 5, math.Inf(-1)}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "v.npy"))
	if err != nil || len(data) != 128+6*8 {
		t.Fatal(len(data), err)
	}
	length := binary.LittleEndian.Uint16(data[8:])
	header := string(data[10 : 10+length])
	if string(data[:8]) != "\x93NUMPY\x01\x00" || 10+length != 128 || header[len(header)-1] != '\n' ||
		strings.TrimSpace(header) != "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }" {
		t.Errorf("header %q", data[:128])
	}
	if v := math.Float64frombits(binary.LittleEndian.Uint64(data[128+8:])); v != 2 {
		t.Errorf("second value %g, want 2", v)
	}
	layout, err := ReadParams(filepath.Join(dir, "v.json"))
	if err != nil || layout["population"] != "v1" || len(layout["time"].([]any)) != 3 || layout["time"].([]any)[1] != 1.5 {
		t.Errorf("layout %v %v", layout, err)
	}
}

func TestReportMessages(t *testing.T) {
	dir := t.TempDir()
	_, err := CreateReport(filepath.Join(dir, "v.npy"), Layout{Population: "v1"})
	messages(t, "no cells", dir, err, `DIR/v.npy: report of no cells of population "v1"`)
	need(t)
	_, err = ReadReport(fill(t, filepath.Join(dir, "r.h5"), put("/report/a/data", 1.0)))
	messages(t, "shape", dir, err, "DIR/r.h5: /report/a/data has the shape [1], want (frames, elements)")
}
