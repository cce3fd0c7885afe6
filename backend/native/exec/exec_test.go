//go:build amd64 && (linux || darwin || freebsd || windows)

package exec

import (
	"testing"
	"unsafe"
)

// double is code that doubles the first number: mov rax,[rsi]; add rax,rax; mov [rsi],rax; ret.
var double = []byte{0x48, 0x8b, 0x06, 0x48, 0x01, 0xc0, 0x48, 0x89, 0x06, 0xc3}

func checkDouble(t *testing.T, c *Code) {
	t.Helper()
	x := uint64(21)
	for _, large := range []bool{false, true} {
		x = 21
		c.Call(nil, unsafe.Pointer(&x), 0, large)
		if x != 42 {
			t.Errorf("twice 21 is %d", x)
		}
	}
}

func TestLoad(t *testing.T) {
	c, err := Load(double)
	if err != nil {
		t.Skip(err)
	}
	checkDouble(t, c)
	c.Close()
	c.Close()
}

// The spill memory is aligned, and as large as promised: mov [rsi],r13; mov [r13+size-8],rsi; ret.
func TestSpill(t *testing.T) {
	c, err := Load([]byte{0x4c, 0x89, 0x2e, 0x49, 0x89, 0xb5, 0xf8, 0x0f, 0, 0, 0xc3})
	if err != nil {
		t.Skip(err)
	}
	var at uint64
	c.Call(nil, unsafe.Pointer(&at), 0, false)
	if at%64 != 0 || at == 0 {
		t.Errorf("spill memory at %#x, want a multiple of 64", at)
	}
}

func TestDetect(t *testing.T) {
	f := Detect()
	if f.AVX512 && !f.AVX2 {
		t.Error("AVX-512 without AVX2")
	}
	t.Logf("%+v", f)
}
