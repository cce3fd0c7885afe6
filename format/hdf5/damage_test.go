package hdf5

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// damaged writes a file like SONATA's nodes and returns its bytes.
func damaged(t *testing.T) []byte {
	f := create(t, func(f *File) error {
		if err := f.SetAttr("/", "version", []uint32{0, 1}); err != nil {
			return err
		}
		if err := Write(f, "/nodes/v1/0/x", []float64{1, 2, 3}); err != nil {
			return err
		}
		return Write(f, "/nodes/v1/node_id", []uint64{0, 1, 2})
	})
	data, err := os.ReadFile(f.Path())
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// readAll opens a file and reads all that it claims to have.
func readAll(path string) error {
	f, err := Open(path)
	if err != nil {
		return err
	}
	err = errors.Join(readTree(f, "/", 0), f.Close())
	return err
}

func readTree(f *File, group string, depth int) error {
	if depth > 8 { // damage can make a group contain itself
		return errors.New("too deep")
	}
	names, err := f.Children(group)
	for _, name := range names {
		path := group + "/" + name
		if f.IsGroup(path) {
			err = errors.Join(err, readTree(f, path, depth+1))
			continue
		}
		_, problem := Read[float64](f, path)
		err = errors.Join(err, problem)
		f.Strings(path)
		Attr[float64](f, path, "version")
	}
	return err
}

func TestTruncatedFileIsAnError(t *testing.T) {
	data := damaged(t)
	path := filepath.Join(t.TempDir(), "t.h5")
	for length := 0; length < len(data); length += 1 + length/64 {
		os.WriteFile(path, data[:length], 0o666)
		err := readAll(path)
		if err == nil || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "\n") {
			t.Fatalf("%d of %d bytes: %v, want a one-line error with the path", length, len(data), err)
		}
	}
}

// Whatever bits flip in the superblock, the groups and the object headers,
// reading ends, with an error or without.
func TestDamagedFileDoesNotCrash(t *testing.T) {
	data := damaged(t)
	path := filepath.Join(t.TempDir(), "d.h5")
	flips := []byte{0xFF, 0x01, 0x40}
	for i := 0; i < len(data); i += 1 + i/1024*2 {
		flip := flips[i%len(flips)]
		data[i] ^= flip
		os.WriteFile(path, data, 0o666)
		readAll(path)
		data[i] ^= flip
	}
	os.WriteFile(path, data, 0o666)
	if err := readAll(path); err != nil {
		t.Errorf("undamaged: %v", err)
	}
}

func TestDamagedTextHeapIsFound(t *testing.T) {
	f := create(t, func(f *File) error { return f.SetAttr("/", "units", "ms") })
	data, err := os.ReadFile(f.Path())
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(data), string(heapMark))
	data[at+heapHeader+15] ^= 0xFF // the highest byte of the first text's size
	path := filepath.Join(t.TempDir(), "heap.h5")
	os.WriteFile(path, data, 0o666)
	bad, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer bad.Close()
	if _, err := bad.AttrString("/", "units"); err == nil || !strings.Contains(err.Error(), "do not add up") {
		t.Errorf("error %v", err)
	}
}

func TestMessages(t *testing.T) {
	need(t)
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		os.WriteFile(path, content, 0o666)
		return path
	}
	good := create(t, func(f *File) error {
		if err := f.SetAttr("/", "units", "ms"); err != nil {
			return err
		}
		if err := Write(f, "/spikes/v1/node_ids", []uint64{300}); err != nil {
			return err
		}
		return Write(f, "/spikes/v1/timestamps", []float64{1})
	})
	whole, _ := os.ReadFile(good.Path())
	open := func(path string) error { _, err := Open(path); return err }
	_, noObject := Read[float64](good, "/spikes/v1/timestamp")
	_, noGroup := good.Children("/spikes/v1/node_ids")
	_, tooWide := Read[uint8](good, "/spikes/v1/node_ids")
	_, text := good.Strings("/spikes/v1/node_ids")
	_, noAttr := good.AttrString("/spikes", "sorting")
	closed := create(t, func(f *File) error { return nil })
	closed.Close()
	for _, tt := range []struct {
		name string
		err  error
		want string // after the path
	}{
		{"missing", open(filepath.Join(dir, "none.h5")), "file does not exist"},
		{"empty", open(file("empty.h5", nil)), "is empty, want an HDF5 file"},
		{"text", open(file("text.h5", []byte("timestamps node_ids\n"))), "is not an HDF5 file (its signature is missing)"},
		{"folder", open(dir), "is a folder, want an HDF5 file"},
		{"truncated", open(file("cut.h5", whole[:1500])), "damaged HDF5 file: it is cut off after 1500 of 8208 bytes"},
		{"no object", noObject, "/spikes/v1/timestamp: there is no such object; /spikes/v1 has node_ids, timestamps"},
		{"no group", noGroup, "/spikes/v1/node_ids: is a dataset, want a group"},
		{"too wide", tooWide, "/spikes/v1/node_ids: element 0 is 300, which does not fit uint8"},
		{"no text", text, "/spikes/v1/node_ids: holds no text"},
		{"no attribute", noAttr, "/spikes: attribute sorting: there is none of this name"},
		{"closed", closed.Flush(), "is closed"},
	} {
		if tt.err == nil {
			t.Errorf("%s: no error", tt.name)
			continue
		}
		_, got, _ := strings.Cut(tt.err.Error(), ".h5: ")
		if tt.name == "folder" {
			_, got, _ = strings.Cut(tt.err.Error(), ": ")
		}
		if !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, tt.err, tt.want)
		}
	}
	if !errors.Is(open(filepath.Join(dir, "none.h5")), fs.ErrNotExist) {
		t.Error("a missing file is not fs.ErrNotExist")
	}
}
