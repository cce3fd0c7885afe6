#include "textflag.h"

// Offsets in a visit, a source and a heap.
#define visit_path  4(SI)
#define steps       8
#define visit_size  16
#define heap_size   96

// How many visits are fetched before they are copied, as bytes.
#define ahead (8*visit_size)

// The synapses of the visit at R8: from R10 to R12.
#define SYNAPSES \
	MOVL    0(R8), R10         \
	MOVWQZX 4(R8), R11         \
	MOVWQZX 6(R8), R12         \
	SHLQ    $4, R11            \
	MOVQ    8(BX)(R11*1), R13  \
	MOVQ    heap_size(R13), CX \
	SHLXQ   CX, R10, R10       \
	SHLXQ   CX, R12, R12       \
	ADDQ    0(BX)(R11*1), R10  \
	ADDQ    R10, R12           \

// A line of them, or, after the last, that again.
#define LINE \
	PREFETCHT0 (R10)  \
	ADDQ    $64, R10  \
	CMPQ    R10, R12  \
	CMOVQGT R12, R10  \

// func sortVectors(s *sorting)
//
// AX sorting, SI visit, DI last visit, BX sources.
TEXT ·sortVectors(SB), NOSPLIT, $0-8
	MOVQ s+0(FP), AX
	MOVQ 0(AX), SI
	MOVQ 8(AX), DI
	MOVQ 16(AX), BX

	// The first visits, which nothing has fetched.
	MOVQ SI, R8
	LEAQ ahead(SI), R9
	CMPQ DI, R9
	CMOVQLT DI, R9

first:
	SYNAPSES
	ANDQ $~63, R10

line:
	PREFETCHT0 (R10)
	ADDQ $64, R10
	CMPQ R10, R12
	JLT  line
	ADDQ $visit_size, R8
	CMPQ R8, R9
	JLE  first

next:
	LEAQ ahead(SI), R8
	CMPQ R8, DI
	CMOVQGT DI, R8
	SYNAPSES
	LINE
	LINE
	LINE
	LINE
	LINE
	CMPQ R10, R12
	JLT  rest

visit:
	MOVL    0(SI), R10
	MOVWQZX 4(SI), R11
	SHLQ    $4, R11
	MOVQ    8(BX)(R11*1), R13
	MOVQ    heap_size(R13), CX
	SHLXQ   CX, R10, R10
	ADDQ    0(BX)(R11*1), R10 // from
	LEAQ    steps(SI), R8
	LEAQ    visit_size(SI), R9

step:
	MOVWQZX (R8), DX
	SHLXQ   CX, DX, R12       // bytes
	MOVQ    8(R13), R14
	LEAQ    128(R14)(R12*1), R15
	CMPQ    R15, 16(R13)
	JGT     full
	MOVQ    0(R13), R15
	ADDQ    R14, R15          // to
	ADDQ    R12, R14
	MOVQ    R14, 8(R13)
	VMOVDQU 0(R10), Y0
	VMOVDQU 32(R10), Y1
	VMOVDQU 64(R10), Y2
	VMOVDQU 96(R10), Y3
	VMOVDQU Y0, 0(R15)
	VMOVDQU Y1, 32(R15)
	VMOVDQU Y2, 64(R15)
	VMOVDQU Y3, 96(R15)
	CMPQ    R12, $128
	JHI     long

copied:
	ADDQ R12, R10
	ADDQ $24, R13
	ADDQ $2, R8
	CMPQ R8, R9
	JLT  step
	ADDQ $visit_size, SI
	CMPQ SI, DI
	JLE  next

done:
	MOVQ SI, 0(AX)
	VZEROUPPER
	RET

long:
	MOVQ $128, R14

more:
	VMOVDQU 0(R10)(R14*1), Y0
	VMOVDQU 32(R10)(R14*1), Y1
	VMOVDQU Y0, 0(R15)(R14*1)
	VMOVDQU Y1, 32(R15)(R14*1)
	ADDQ $64, R14
	CMPQ R14, R12
	JLT  more
	JMP  copied

rest:
	PREFETCHT0 (R10)
	ADDQ $64, R10
	CMPQ R10, R12
	JLT  rest
	JMP  visit

full:
	// What is copied already is not to be copied again.
	SUBQ  0(BX)(R11*1), R10
	SHRXQ CX, R10, R10
	MOVL  R10, 0(SI)
	LEAQ  steps(SI), R9

clear:
	CMPQ R9, R8
	JEQ  done
	MOVW $0, (R9)
	ADDQ $2, R9
	JMP  clear
