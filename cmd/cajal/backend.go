package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/backend/native"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// backends make the back-ends there are, by name.
var backends = map[string]func() (backend.Backend, error){
	"auto":   best,
	"interp": func() (backend.Backend, error) { return interp.New(), nil },
	"native": machineCode,
}

// defaultBackend is machine code where it can be made, else the interpreter.
const defaultBackend = "auto"

// best is the fastest back-end of this machine.
func best() (backend.Backend, error) {
	if b, err := machineCode(); err == nil {
		return b, nil
	}
	return interp.New(), nil
}

// machineCode compiles kernels, and leaves those that do not fit the processor's
// registers to the interpreter.
func machineCode() (backend.Backend, error) {
	b, err := native.New()
	if err != nil {
		return nil, err
	}
	return compiling{b, interp.New()}, nil
}

// compiling is a back-end with another one behind it.
type compiling struct {
	backend.Backend
	behind backend.Backend
}

// Compile makes a program of a kernel with the first back-end that can.
func (c compiling) Compile(k *ir.Kernel) (backend.Program, error) {
	if p, err := c.Backend.Compile(k); err == nil {
		return p, nil
	}
	return c.behind.Compile(k)
}

// backendNamed returns a back-end.
func backendNamed(name string) (backend.Backend, error) {
	make, ok := backends[name]
	if !ok {
		return nil, unknown("back-end", name, slices.Sorted(maps.Keys(backends)))
	}
	return make()
}

// unknown complains about a name and offers the nearest spelling.
func unknown(what, name string, known []string) error {
	if near := nearest(name, known); near != "" {
		return fmt.Errorf("unknown %s %q; did you mean %q? (there are: %s)", what, name, near, strings.Join(known, ", "))
	}
	return fmt.Errorf("unknown %s %q (there are: %s)", what, name, strings.Join(known, ", "))
}

// nearest returns the name that is spelt most alike, "" if none is close.
func nearest(name string, known []string) string { return unit.NearestOf(name, known) }
