// Package models is the library of mechanisms: neurons, generators, synapses,
// stimuli, channels and points, each a text in the equation language with its sources.
//
// A mechanism is the file of its name in this folder, and nothing else: adding
// one is adding a file. Texts are part of the program and are parsed when they
// are first asked for.
package models

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/cajal-sim/cajal/equation"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

//go:embed *.eq
var files embed.FS

const extension = ".eq"

// Names lists the library, in alphabetical order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("BUG: models: " + err.Error())
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), extension)
	}
	return names
}

// Text returns the text of a mechanism, or "" where there is none of that name.
func Text(name string) string {
	text, err := files.ReadFile(name + extension)
	if err != nil {
		return ""
	}
	return string(text)
}

// parsed holds a func() (*ir.Mechanism, error) per name, which parses once.
var parsed sync.Map

// Load returns the mechanism of a name. It is shared: do not change it.
func Load(name string) (*ir.Mechanism, error) {
	text := Text(name)
	if text == "" {
		return nil, unknown(name)
	}
	once, _ := parsed.LoadOrStore(name, sync.OnceValues(func() (*ir.Mechanism, error) { return parse(name, text) }))
	return once.(func() (*ir.Mechanism, error))()
}

func parse(name, text string) (*ir.Mechanism, error) {
	mechanisms, err := equation.Parse(name+extension, text)
	if err != nil {
		return nil, err
	}
	if len(mechanisms) != 1 || mechanisms[0].Name != name {
		return nil, fmt.Errorf("%s%s: want one mechanism named %s", name, extension, name)
	}
	return mechanisms[0], nil
}

func unknown(name string) error {
	if near := unit.NearestOf(name, Names()); near != "" {
		return fmt.Errorf("no model %q in the library; did you mean %q?", name, near)
	}
	return fmt.Errorf("no model %q in the library; cajal models lists it", name)
}

// All returns every mechanism of the library, in the order of [Names].
func All() []*ir.Mechanism {
	names := Names()
	all := make([]*ir.Mechanism, len(names))
	for i, name := range names {
		m, err := Load(name)
		if err != nil {
			panic("BUG: models: " + err.Error())
		}
		all[i] = m
	}
	return all
}
