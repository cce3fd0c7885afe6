package native

import (
	"fmt"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/native/exec"
	"github.com/cajal-sim/cajal/ir"
)

// New returns the back-end for this machine, or why there is none.
func New() (backend.Backend, error) {
	if exec.Detect().AVX512 {
		return NewFor(AVX512)
	}
	return NewFor(AVX2)
}

// NewFor returns the back-end that uses the given instructions, or why it cannot.
func NewFor(isa ISA) (backend.Backend, error) {
	probe, err := exec.Load([]byte{0xc3}) // return
	if err != nil {
		return nil, fmt.Errorf("native: %w", err)
	}
	probe.Close()
	f := exec.Detect()
	if isa == AVX512 && !f.AVX512 || !f.AVX2 {
		return nil, fmt.Errorf("native: the processor or its system has no %s", isa)
	}
	return native{isa}, nil
}

type native struct{ isa ISA }

func (native) Name() string { return "native" }

// Compile makes machine code of a kernel. It fails where the kernel is malformed, or
// keeps more values at once than code has room for.
func (b native) Compile(k *ir.Kernel) (backend.Program, error) {
	if err := backend.Check(k); err != nil {
		return nil, err
	}
	if k.Elem == ir.Float32 {
		return newProgram[float32](k, b.isa)
	}
	return newProgram[float64](k, b.isa)
}

type float interface{ float32 | float64 }

// program is a compiled kernel.
type program[T float] struct {
	k       *ir.Kernel
	isa     ISA
	scalars *scalars
	forms   [4]*compiled
}

// The forms of a kernel's code, to be added: of listed lanes, and with all Poisson counts
// computed in Go. Where that makes no difference, forms are the same code.
const (
	listedForm  = 1
	poissonForm = 2
)

func newProgram[T float](k *ir.Kernel, isa ISA) (backend.Program, error) {
	p := &program[T]{k: k, isa: isa}
	for n := range p.forms {
		first := p.forms[0]
		switch {
		case n&listedForm != 0 && !first.plan.random:
			p.forms[n] = p.forms[n-listedForm]
			continue
		case n&poissonForm != 0 && len(first.means) == 0:
			p.forms[n] = p.forms[n-poissonForm]
			continue
		}
		var err error
		if p.forms[n], err = compile(k, isa, n&listedForm != 0, n&poissonForm != 0); err != nil {
			return nil, err
		}
	}
	p.scalars = newScalars(p.forms[0].plan)
	return p, nil
}

// Run executes lanes lo ≤ lane < hi.
func (p *program[T]) Run(a *backend.Args, lo, hi int) {
	if lo >= hi {
		return
	}
	f := begin(p, a, false)
	for lo < hi {
		n := f.toGroup(lo, f.together(lo, min(f.c.chunk, hi-lo)))
		if width := f.width * f.c.copies; f.c.several != nil && n >= width {
			lo, n = f.whole(lo, n, width, f.c.several)
		}
		if n >= f.width {
			lo, n = f.whole(lo, n, f.width, f.c.passes)
		}
		if n > 0 {
			for i := range n {
				f.lanes[i] = int32(lo + i)
			}
			f.copied(n)
			lo += n
		}
	}
	f.end()
}

// whole runs as many of n lanes from lo as are whole iterations, and returns what is left.
func (f *frame[T]) whole(lo, n, width int, passes []*pass) (int, int) {
	done := n / width * width
	f.inPlace(lo, done, passes)
	return lo + done, n - done
}

// RunLanes executes the given lanes in order.
func (p *program[T]) RunLanes(a *backend.Args, lanes []int32) {
	if len(lanes) == 0 {
		return
	}
	f := begin(p, a, true)
	for len(lanes) > 0 {
		n := f.togetherListed(lanes[:min(copyLanes, len(lanes))])
		copy(f.lanes, lanes[:n])
		f.copied(n)
		lanes = lanes[n:]
	}
	f.end()
}
