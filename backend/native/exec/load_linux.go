//go:build amd64

package exec

import "golang.org/x/sys/unix"

var fallbacks = []func([]byte) ([]byte, error){loadShared}

// loadShared writes through one view of an anonymous file and runs through another.
func loadShared(code []byte) ([]byte, error) {
	file, err := unix.MemfdCreate("cajal", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, err
	}
	defer func() { _ = unix.Close(file) }()
	size := pages(len(code))
	if err := unix.Ftruncate(file, int64(size)); err != nil {
		return nil, err
	}
	writable, err := unix.Mmap(file, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	copy(writable, code)
	if err := unix.Munmap(writable); err != nil {
		return nil, err
	}
	return unix.Mmap(file, 0, size, unix.PROT_READ|unix.PROT_EXEC, unix.MAP_SHARED)
}
