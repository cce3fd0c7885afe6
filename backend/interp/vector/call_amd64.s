#include "textflag.h"

// The frame is what code spills to and 64 bytes for its alignment. Not NOSPLIT: the prologue
// makes sure of the stack, and the code itself only pushes its return address. R14 and
// X15 are restored by the wrapper of this ABI.

// func call(entry uintptr, pointers *unsafe.Pointer, numbers unsafe.Pointer, n int)
TEXT ·call(SB), 0, $4224-32
	MOVQ entry+0(FP), AX
	MOVQ pointers+8(FP), DI
	MOVQ numbers+16(FP), SI
	MOVQ n+24(FP), DX
	MOVQ (DI), BX
	LEAQ 64(SP), R13
	ANDQ $-64, R13
	CALL AX
	RET
