package spike

import "syscall"

// useLargePages advises the kernel on all pages that have a part of the array; what
// else they hold gains, too. Without them everything works, so errors do not matter.
func useLargePages(at, bytes uintptr) {
	lo := at &^ (largePage - 1)
	hi := (at + bytes + largePage - 1) &^ (largePage - 1)
	syscall.Syscall(syscall.SYS_MADVISE, lo, hi-lo, syscall.MADV_HUGEPAGE)
}
