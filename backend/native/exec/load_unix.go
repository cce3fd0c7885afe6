//go:build (linux || darwin || freebsd) && amd64

package exec

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// attempts are the ways to executable memory, the best first.
var attempts = append([]func([]byte) ([]byte, error){loadPrivate}, fallbacks...)

func load(code []byte) (entry uintptr, release func(), err error) {
	for _, attempt := range attempts {
		memory, failed := attempt(code)
		if failed == nil {
			return uintptr(unsafe.Pointer(&memory[0])), func() { _ = unix.Munmap(memory) }, nil
		}
		err = failed
	}
	return 0, nil, fmt.Errorf("executable memory: %w", err)
}

// pages rounds a size up to whole pages.
func pages(n int) int {
	page := os.Getpagesize()
	return (n + page - 1) / page * page
}

// loadPrivate writes to private memory and then makes it executable.
func loadPrivate(code []byte) ([]byte, error) {
	memory, err := unix.Mmap(-1, 0, pages(len(code)), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil, err
	}
	copy(memory, code)
	if err := unix.Mprotect(memory, unix.PROT_READ|unix.PROT_EXEC); err != nil {
		_ = unix.Munmap(memory)
		return nil, err
	}
	return memory, nil
}
