// Package exec holds machine code: memory that the processor may run, how to call
// it from Go, and which vector instructions it understands.
//
// Memory is never writable and executable at once: code is written to a private
// mapping that is then made executable. Where the system forbids even that (PR_SET_MDWE,
// systemd's MemoryDenyWriteExecute), Linux still grants two views of one anonymous
// file, one of them writable and the other executable.
package exec

import (
	"errors"
	"runtime"
	"unsafe"
)

// ErrUnsupported is returned where there is no way to run machine code made at run time.
var ErrUnsupported = errors.New("machine code cannot be made at run time on " + runtime.GOOS + "/" + runtime.GOARCH)

// Code is machine code in executable memory.
type Code struct {
	entry   uintptr
	release func()
	cleanup runtime.Cleanup
}

// Load makes code executable. It is released when nothing refers to it any more, or by Close.
func Load(code []byte) (*Code, error) {
	entry, release, err := load(code)
	if err != nil {
		return nil, err
	}
	c := &Code{entry: entry, release: release}
	c.cleanup = runtime.AddCleanup(c, func(release func()) { release() }, release)
	return c, nil
}

// Close releases the memory; no call may be under way, and none may follow.
func (c *Code) Close() {
	if c.entry != 0 {
		c.cleanup.Stop()
		c.release()
		c.entry = 0
	}
}

// Spill is the memory on the stack, in bytes, that Call gives to code: LargeSpill where
// large is set.
const (
	Spill      = 4096
	LargeSpill = 32768
)

// Call runs the code with pointers in DI, numbers in SI, n in DX and R13 at its
// spill memory, aligned to 64 bytes. The code may change every register but SP and BP.
// The collector does not see what it holds: pointers must keep everything alive.
func (c *Code) Call(pointers *unsafe.Pointer, numbers unsafe.Pointer, n int, large bool) {
	if large {
		callLarge(c.entry, pointers, numbers, n)
	} else {
		call(c.entry, pointers, numbers, n)
	}
	runtime.KeepAlive(c)
}
