//go:build !linux

package spike

// useLargePages is left to the system.
func useLargePages(at, bytes uintptr) {}
