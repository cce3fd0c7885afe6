//go:build linux || darwin || freebsd || windows

#include "textflag.h"

// The frame is the spill memory and 64 bytes for its alignment. Not NOSPLIT: the prologue
// makes sure of the stack, and the code itself only pushes its return address. R14 and
// X15 are restored by the wrapper of this ABI.

// func call(entry uintptr, pointers *unsafe.Pointer, numbers unsafe.Pointer, n int)
TEXT ·call(SB), 0, $4224-32
	MOVQ entry+0(FP), AX
	MOVQ pointers+8(FP), DI
	MOVQ numbers+16(FP), SI
	MOVQ n+24(FP), DX
	LEAQ 64(SP), R13
	ANDQ $-64, R13
	CALL AX
	RET

// func callLarge(entry uintptr, pointers *unsafe.Pointer, numbers unsafe.Pointer, n int)
TEXT ·callLarge(SB), 0, $32896-32
	MOVQ entry+0(FP), AX
	MOVQ pointers+8(FP), DI
	MOVQ numbers+16(FP), SI
	MOVQ n+24(FP), DX
	LEAQ 64(SP), R13
	ANDQ $-64, R13
	CALL AX
	RET

// func cpuid(leaf, sub uint32) (a, b, c, d uint32)
TEXT ·cpuid(SB), NOSPLIT, $0-24
	MOVL leaf+0(FP), AX
	MOVL sub+4(FP), CX
	CPUID
	MOVL AX, a+8(FP)
	MOVL BX, b+12(FP)
	MOVL CX, c+16(FP)
	MOVL DX, d+20(FP)
	RET

// func xgetbv() uint32
TEXT ·xgetbv(SB), NOSPLIT, $0-4
	XORL CX, CX
	XGETBV
	MOVL AX, ret+0(FP)
	RET
