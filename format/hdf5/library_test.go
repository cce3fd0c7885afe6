package hdf5

import (
	"errors"
	"runtime"
	"strings"
	"testing"
)

// need skips a test where libhdf5 is not installed.
func need(t testing.TB) {
	t.Helper()
	if err := Available(); err != nil {
		t.Skip(err)
	}
}

func TestAbsentLibrarySaysHowToInstallIt(t *testing.T) {
	saved, savedErr := loaded, absent
	once.Do(func() {})
	loaded, absent = nil, noLibrary(nil)
	defer func() { loaded, absent = saved, savedErr }()
	if saved == nil && savedErr == nil {
		// This test ran first and used up the once.
		defer func() { loaded, absent = load() }()
	}
	_, err := Create("/nonexistent/x.h5")
	if !errors.Is(err, ErrNoLibrary) {
		t.Fatalf("error %v, want ErrNoLibrary", err)
	}
	if runtime.GOOS == "linux" && !strings.Contains(err.Error(), "apt-get install libhdf5") {
		t.Errorf("error %q does not say how to install the library", err)
	}
}

func TestUnusableLibraryIsNamed(t *testing.T) {
	err := noLibrary([]string{"libhdf5.so: is version 1.8.20, want 1.10 or newer"})
	if !errors.Is(err, ErrNoLibrary) || !strings.Contains(err.Error(), "1.8.20") {
		t.Errorf("error %q", err)
	}
}
