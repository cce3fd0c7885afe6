//go:build amd64

package exec

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

func load(code []byte) (entry uintptr, release func(), err error) {
	at, err := windows.VirtualAlloc(0, uintptr(len(code)), windows.MEM_COMMIT|windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return 0, nil, fmt.Errorf("executable memory: %w", err)
	}
	release = func() { _ = windows.VirtualFree(at, 0, windows.MEM_RELEASE) }
	copy(unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&at))), len(code)), code)
	var old uint32
	if err := windows.VirtualProtect(at, uintptr(len(code)), windows.PAGE_EXECUTE_READ, &old); err != nil {
		release()
		return 0, nil, fmt.Errorf("executable memory: %w", err)
	}
	return at, release, nil
}
