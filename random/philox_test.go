package random

import "testing"

// Known answers of the authors' library Random123, file kat_vectors, philox4x32 with 10 rounds.
func TestKnownAnswers(t *testing.T) {
	for _, tt := range []struct {
		name string
		c    [4]uint32
		k    [2]uint32
		want [4]uint32
	}{
		{"zeros", [4]uint32{}, [2]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{
			"ones",
			[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
			[2]uint32{0xffffffff, 0xffffffff},
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
		},
		{
			"pi",
			[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
			[2]uint32{0xa4093822, 0x299f31d0},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got [4]uint32
			got[0], got[1], got[2], got[3] = philox(tt.c[0], tt.c[1], tt.c[2], tt.c[3], tt.k[0], tt.k[1])
			if got != tt.want {
				t.Errorf("philox(%08x, %08x) = %08x, want %08x", tt.c, tt.k, got, tt.want)
			}
		})
	}
}

// The counter of the third known answer, spelt as the names of a number.
func TestBlockLayout(t *testing.T) {
	const (
		seed   = 0x299f31d0_a4093822
		entity = 0x1319_85a308d3
		step   = 0x8a2e_243f6a88
		stream = 0x037073
		draw   = 0x44
	)
	want := [4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}
	if got := Block(seed, entity, step, stream, draw); got != want {
		t.Errorf("Block = %08x, want %08x", got, want)
	}
}

// Entities that differ in bit 3 have the halves of one block.
func TestHalves(t *testing.T) {
	for _, entity := range []uint64{0, 7, 16, 0x1000_00ff_fff7} {
		b := Block(1, entity, 2, 3, 0)
		for half, e := range []uint64{entity, entity + Partner} {
			bits := uint64(b[2*half])<<32 | uint64(b[2*half+1])
			if got, want := Uniform(1, e, 2, 3), unit(bits); got != want {
				t.Errorf("Uniform of entity %d = %g, want %g", e, got, want)
			}
			if got, want := Uniform32(1, e, 2, 3), (float32(bits>>41)+0.5)*0x1p-23; got != want {
				t.Errorf("Uniform32 of entity %d = %g, want %g", e, got, want)
			}
		}
	}
}
