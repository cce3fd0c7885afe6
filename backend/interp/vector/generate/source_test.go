package main

import (
	"bytes"
	"os"
	"testing"
)

// The assembly of package vector is what package native makes now.
func TestCurrent(t *testing.T) {
	want, err := source()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../" + path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what package native makes now: run go generate ./backend/interp/vector", path)
	}
}
