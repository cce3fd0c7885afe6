package hdf5

import (
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A limit on the size of files stands for a full disk: writing ends with an
// error that names the file, at the latest when it is closed.
func TestFullDiskIsAnError(t *testing.T) {
	need(t)
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Skip(err)
	}
	path := filepath.Join(t.TempDir(), "full.h5")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := CreateSeries[float64](f, "/x", SeriesOptions{})
	if err != nil {
		t.Fatal(err)
	}
	limit := old
	limit.Cur = 1 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Skip(err)
	}
	var written error
	for i := 0; i < 100 && written == nil; i++ {
		written = s.Append(make([]float64, 1<<15))
	}
	closed := f.Close()
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	if written == nil || !strings.Contains(written.Error(), path) || strings.Contains(written.Error(), "\n") {
		t.Errorf("writing: %v, want a one-line error with the path", written)
	}
	if closed == nil {
		t.Error("closing after that: no error")
	}
	roundTrip[int32](t, 1, 2) // the library goes on with other files
}
