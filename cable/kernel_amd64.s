#include "textflag.h"

// Each routine is the Go function of its name in kernel.go: the same operations in the
// same order, rounded each. Those that end in 64 are for one lane. For Lanes lanes those of a
// compartment are one vector of 512 bits, or two of 256, which take two calls, the second on
// pointers to lane 4.

// A link is two int32: AX and BX become the bytes from the start of a column to its rows,
// which are 2^size bytes long.
#define LINK(size) \
	MOVLQSX (SI), AX     \
	MOVLQSX 4(SI), BX    \
	ADDQ    $8, SI       \
	SHLQ    size, AX     \
	SHLQ    size, BX

// func eliminate512(links *link, n int, q *vectors)
TEXT ·eliminate512(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 0(DI), R8       // g
	MOVQ 8(DI), R9       // u
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	VBROADCASTSD one<>(SB), Z31
loop:
	LINK($6)
	VMOVUPD (R8)(AX*1), Z0      // axial
	VMOVUPD (R11)(AX*1), Z1     // membrane
	VADDPD  Z0, Z1, Z2
	VDIVPD  Z2, Z31, Z2         // r
	VMOVUPD (R9)(BX*1), Z3
	VSUBPD  (R9)(AX*1), Z3, Z3
	VMULPD  Z3, Z0, Z3          // a
	VADDPD  (R12)(AX*1), Z3, Z4 // in
	VMULPD  Z2, Z0, Z5          // f
	VMULPD  Z5, Z1, Z6
	VADDPD  (R11)(BX*1), Z6, Z6
	VMOVUPD Z6, (R11)(BX*1)
	VMULPD  Z5, Z4, Z7
	VSUBPD  Z3, Z7, Z7
	VADDPD  (R12)(BX*1), Z7, Z7
	VMOVUPD Z7, (R12)(BX*1)
	VMOVUPD Z5, (R11)(AX*1)
	VMULPD  Z2, Z4, Z4
	VMOVUPD Z4, (R12)(AX*1)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func carry512(links *link, n int, q *vectors)
TEXT ·carry512(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 0(DI), R8       // g
	MOVQ 8(DI), R9       // u
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	MOVQ 40(DI), R13     // r
loop:
	LINK($6)
	VMOVUPD (R9)(BX*1), Z3
	VSUBPD  (R9)(AX*1), Z3, Z3
	VMULPD  (R8)(AX*1), Z3, Z3  // a
	VADDPD  (R12)(AX*1), Z3, Z4 // in
	VMULPD  (R11)(AX*1), Z4, Z7
	VSUBPD  Z3, Z7, Z7
	VADDPD  (R12)(BX*1), Z7, Z7
	VMOVUPD Z7, (R12)(BX*1)
	VMULPD  (R13)(AX*1), Z4, Z4
	VMOVUPD Z4, (R12)(AX*1)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func substitute512(links *link, n int, q *vectors)
TEXT ·substitute512(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 16(DI), R10     // v
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	VBROADCASTSD 48(DI), Z31 // gain
loop:
	LINK($6)
	VMOVUPD (R11)(AX*1), Z0
	VMULPD  (R12)(BX*1), Z0, Z0
	VADDPD  (R12)(AX*1), Z0, Z0
	VMOVUPD Z0, (R12)(AX*1)
	VMULPD  Z31, Z0, Z0
	VADDPD  (R10)(AX*1), Z0, Z0
	VMOVUPD Z0, (R10)(AX*1)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func eliminate256(links *link, n int, q *vectors)
TEXT ·eliminate256(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 0(DI), R8       // g
	MOVQ 8(DI), R9       // u
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	VBROADCASTSD one<>(SB), Y14
loop:
	LINK($6)
	VMOVUPD (R8)(AX*1), Y0      // axial
	VMOVUPD (R11)(AX*1), Y1     // membrane
	VADDPD  Y0, Y1, Y2
	VDIVPD  Y2, Y14, Y2         // r
	VMOVUPD (R9)(BX*1), Y3
	VSUBPD  (R9)(AX*1), Y3, Y3
	VMULPD  Y3, Y0, Y3          // a
	VADDPD  (R12)(AX*1), Y3, Y4 // in
	VMULPD  Y2, Y0, Y5          // f
	VMULPD  Y5, Y1, Y6
	VADDPD  (R11)(BX*1), Y6, Y6
	VMOVUPD Y6, (R11)(BX*1)
	VMULPD  Y5, Y4, Y7
	VSUBPD  Y3, Y7, Y7
	VADDPD  (R12)(BX*1), Y7, Y7
	VMOVUPD Y7, (R12)(BX*1)
	VMOVUPD Y5, (R11)(AX*1)
	VMULPD  Y2, Y4, Y4
	VMOVUPD Y4, (R12)(AX*1)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func carry256(links *link, n int, q *vectors)
TEXT ·carry256(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 0(DI), R8       // g
	MOVQ 8(DI), R9       // u
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	MOVQ 40(DI), R13     // r
loop:
	LINK($6)
	VMOVUPD (R9)(BX*1), Y3
	VSUBPD  (R9)(AX*1), Y3, Y3
	VMULPD  (R8)(AX*1), Y3, Y3  // a
	VADDPD  (R12)(AX*1), Y3, Y4 // in
	VMULPD  (R11)(AX*1), Y4, Y7
	VSUBPD  Y3, Y7, Y7
	VADDPD  (R12)(BX*1), Y7, Y7
	VMOVUPD Y7, (R12)(BX*1)
	VMULPD  (R13)(AX*1), Y4, Y4
	VMOVUPD Y4, (R12)(AX*1)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func substitute256(links *link, n int, q *vectors)
TEXT ·substitute256(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 16(DI), R10     // v
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	VBROADCASTSD 48(DI), Y14 // gain
loop:
	LINK($6)
	VMOVUPD (R11)(AX*1), Y0
	VMULPD  (R12)(BX*1), Y0, Y0
	VADDPD  (R12)(AX*1), Y0, Y0
	VMOVUPD Y0, (R12)(AX*1)
	VMULPD  Y14, Y0, Y0
	VADDPD  (R10)(AX*1), Y0, Y0
	VMOVUPD Y0, (R10)(AX*1)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func eliminate64(links *link, n int, q *vectors)
TEXT ·eliminate64(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 0(DI), R8       // g
	MOVQ 8(DI), R9       // u
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	MOVSD one<>(SB), X14
loop:
	LINK($3)
	MOVSD  (R8)(AX*1), X0  // axial
	MOVSD  (R11)(AX*1), X1 // membrane
	MOVAPD X1, X2
	ADDSD  X0, X2
	MOVAPD X14, X3
	DIVSD  X2, X3          // r
	MOVSD  (R9)(BX*1), X4
	SUBSD  (R9)(AX*1), X4
	MULSD  X0, X4          // a
	MOVSD  (R12)(AX*1), X5
	ADDSD  X4, X5          // in
	MULSD  X3, X0          // f
	MULSD  X0, X1
	ADDSD  (R11)(BX*1), X1
	MOVSD  X1, (R11)(BX*1)
	MOVAPD X5, X6
	MULSD  X0, X6
	SUBSD  X4, X6
	ADDSD  (R12)(BX*1), X6
	MOVSD  X6, (R12)(BX*1)
	MOVSD  X0, (R11)(AX*1)
	MULSD  X3, X5
	MOVSD  X5, (R12)(AX*1)
	DECQ CX
	JNZ  loop
	RET

// func carry64(links *link, n int, q *vectors)
TEXT ·carry64(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 0(DI), R8       // g
	MOVQ 8(DI), R9       // u
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	MOVQ 40(DI), R13     // r
loop:
	LINK($3)
	MOVSD  (R9)(BX*1), X4
	SUBSD  (R9)(AX*1), X4
	MULSD  (R8)(AX*1), X4  // a
	MOVSD  (R12)(AX*1), X5
	ADDSD  X4, X5          // in
	MOVAPD X5, X6
	MULSD  (R11)(AX*1), X6
	SUBSD  X4, X6
	ADDSD  (R12)(BX*1), X6
	MOVSD  X6, (R12)(BX*1)
	MULSD  (R13)(AX*1), X5
	MOVSD  X5, (R12)(AX*1)
	DECQ CX
	JNZ  loop
	RET

// func substitute64(links *link, n int, q *vectors)
TEXT ·substitute64(SB), NOSPLIT, $0-24
	MOVQ links+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ q+16(FP), DI
	MOVQ 16(DI), R10     // v
	MOVQ 24(DI), R11     // e
	MOVQ 32(DI), R12     // b
	MOVSD 48(DI), X14    // gain
loop:
	LINK($3)
	MOVSD (R11)(AX*1), X0
	MULSD (R12)(BX*1), X0
	ADDSD (R12)(AX*1), X0
	MOVSD X0, (R12)(AX*1)
	MULSD X14, X0
	ADDSD (R10)(AX*1), X0
	MOVSD X0, (R10)(AX*1)
	DECQ CX
	JNZ  loop
	RET

// The currents of the leak, n a multiple of the vector.

// func own512(drive, leak, v, b *float64, n int)
TEXT ·own512(SB), NOSPLIT, $0-40
	MOVQ drive+0(FP), R8
	MOVQ leak+8(FP), R9
	MOVQ v+16(FP), R10
	MOVQ b+24(FP), R11
	MOVQ n+32(FP), CX
	XORQ AX, AX
	SHLQ $3, CX
loop:
	VMOVUPD (R9)(AX*1), Z0
	VMULPD  (R10)(AX*1), Z0, Z0
	VMOVUPD (R8)(AX*1), Z1
	VSUBPD  Z0, Z1, Z1
	VMOVUPD Z1, (R11)(AX*1)
	ADDQ $64, AX
	CMPQ AX, CX
	JLT  loop
	VZEROUPPER
	RET

// func own256(drive, leak, v, b *float64, n int)
TEXT ·own256(SB), NOSPLIT, $0-40
	MOVQ drive+0(FP), R8
	MOVQ leak+8(FP), R9
	MOVQ v+16(FP), R10
	MOVQ b+24(FP), R11
	MOVQ n+32(FP), CX
	XORQ AX, AX
	SHLQ $3, CX
loop:
	VMOVUPD (R9)(AX*1), Y0
	VMULPD  (R10)(AX*1), Y0, Y0
	VMOVUPD (R8)(AX*1), Y1
	VSUBPD  Y0, Y1, Y1
	VMOVUPD Y1, (R11)(AX*1)
	ADDQ $32, AX
	CMPQ AX, CX
	JLT  loop
	VZEROUPPER
	RET

DATA one<>+0(SB)/8, $1.0
GLOBL one<>(SB), RODATA|NOPTR, $8
