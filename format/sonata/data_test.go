package sonata

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// need skips a test where libhdf5 is not installed.
func need(t testing.TB) {
	t.Helper()
	if err := hdf5.Available(); err != nil {
		t.Skip(err)
	}
}

// example returns the folder of one of the Allen Institute's examples, which
// are found beside the repository.
func example(t testing.TB, name string) string {
	t.Helper()
	need(t)
	dir := filepath.Join("..", "..", "..", "shared", "data", "sonata", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the SONATA example %s is not at %s", name, dir)
	}
	return dir
}

// write makes a file in a folder of the test and returns its path.
func write(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// messages compares an error's lines with what is wanted, DIR standing for the
// test's folder.
func messages(t *testing.T, name, dir string, err error, want ...string) {
	t.Helper()
	got := "no error"
	if err != nil {
		got = strings.ReplaceAll(err.Error(), dir, "DIR")
	}
	if wanted := strings.Join(want, "\n"); got != wanted {
		t.Errorf("%s:\ngot  %s\nwant %s", name, got, wanted)
	}
}

// fill makes an HDF5 file.
func fill(t testing.TB, path string, steps ...func(f *hdf5.File) error) string {
	t.Helper()
	f, err := hdf5.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		if err := step(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// put is a step of fill that writes a dataset.
func put[T hdf5.Number](path string, values ...T) func(f *hdf5.File) error {
	return func(f *hdf5.File) error { return hdf5.Write(f, path, values) }
}

// mark is a step of fill that sets an attribute.
func mark(path, name string, value any) func(f *hdf5.File) error {
	return func(f *hdf5.File) error { return f.SetAttr(path, name, value) }
}
