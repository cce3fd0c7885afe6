package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/unit"
)

// backends are those there are, by name.
var backends = map[string]func() backend.Backend{
	"interp": interp.New,
}

// defaultBackend runs on every machine.
const defaultBackend = "interp"

// backendNamed returns a back-end.
func backendNamed(name string) (backend.Backend, error) {
	names := slices.Sorted(maps.Keys(backends))
	make, ok := backends[name]
	if !ok {
		return nil, unknown("back-end", name, names)
	}
	return make(), nil
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
