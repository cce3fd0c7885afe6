package script

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/cajal-sim/cajal/format/neurolucida"
	"github.com/cajal-sim/cajal/format/swc"
	"github.com/cajal-sim/cajal/morph"
	"go.starlark.net/starlark"
)

// This file finds the form of a cell: in a file, or in sections that the script has made.

// morphology reads what a cell is to be made of.
func (s *session) morphology(c *call, to *Cell, v starlark.Value) (*morph.Morphology, error) {
	switch v := v.(type) {
	case starlark.String:
		to.name = filepath.Base(string(v))
		return s.morphologyFile(c, string(v))
	case *Section:
		return s.assemble(c, to, []starlark.Value{v})
	case starlark.Sequence:
		return s.assemble(c, to, elements(v))
	}
	return nil, c.wrong("morphology", "is %s, want the path of a file, or a list of sections", described(v))
}

// morphologyReaders read files by their endings; notes tell what is unusual in one.
var morphologyReaders = map[string]func(path string) (m *morph.Morphology, notes []string, err error){
	".asc": func(path string) (*morph.Morphology, []string, error) {
		f, err := neurolucida.Open(path)
		if err != nil {
			return nil, nil, err
		}
		return f.Morphology, f.Notes, nil
	},
	".swc": func(path string) (*morph.Morphology, []string, error) {
		f, err := swc.Open(path)
		if err != nil {
			return nil, nil, err
		}
		return f.Morphology, f.Notes, nil
	},
}

// morphologyFile reads a file, whose path is relative to the script.
func (s *session) morphologyFile(c *call, name string) (*morph.Morphology, error) {
	read := morphologyReaders[strings.ToLower(filepath.Ext(name))]
	if read == nil {
		return nil, c.wrong("morphology", "is %q, want a file that ends in %s", name, strings.Join(sortedKeys(morphologyReaders), " or "))
	}
	m, notes, err := read(s.beside(c, name))
	if err != nil {
		return nil, c.ofFile("morphology", name, err)
	}
	s.warnings = append(s.warnings, notes...)
	return m, nil
}

// beside is the path of a file that is named relative to the file of the call.
func (s *session) beside(c *call, name string) string {
	path := filepath.FromSlash(name)
	if filepath.IsAbs(path) {
		return path
	}
	from := s.path
	if c.thread.CallStackDepth() > 1 {
		from = c.thread.CallFrame(1).Pos.Filename()
	}
	return filepath.Join(filepath.Dir(from), path)
}

// ofFile is the mistake that a file is missing, or those in it, which have their own places.
func (c *call) ofFile(parameter, name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		reason := path.Err.Error()
		if errors.Is(err, os.ErrNotExist) {
			reason = "there is no such file; paths are relative to the script"
		}
		return c.wrong(parameter, "is %q: %s", name, reason)
	}
	return &fileMistakes{err}
}

// fileMistakes are mistakes in a file that the script reads, a line each with its place.
type fileMistakes struct{ error }

// Unwrap is the reader's error.
func (m *fileMistakes) Unwrap() error { return m.error }

// assemble joins sections that the script made.
func (s *session) assemble(c *call, to *Cell, list []starlark.Value) (*morph.Morphology, error) {
	to.name = "by hand"
	if site := s.here(c); site != nil && site.variable != "" {
		to.name = site.variable
	}
	for _, v := range list {
		d, ok := v.(*Section)
		if !ok {
			return nil, c.wrong("morphology", "has %s in its list, want sections", described(v))
		}
		if _, twice := to.number[d]; twice {
			return nil, c.wrong("morphology", "has the section %s twice", d)
		}
		to.number[d] = len(to.sections)
		to.sections = append(to.sections, d)
	}
	var roots []string
	for i, d := range to.sections {
		if d.parent == nil {
			roots = append(roots, d.name)
		}
		if _, here := to.number[d.parent]; d.parent != nil && !here {
			return nil, c.wrong("morphology", "lacks the parent of its section %d, %s: list all sections of the cell", i, d)
		}
	}
	if len(roots) != 1 {
		return nil, c.wrong("morphology", "has %d sections without a parent (%s), want 1; say parent = … of the others", len(roots), strings.Join(roots, ", "))
	}
	m, err := morph.New(layOut(to.sections, to.number))
	if err != nil {
		return nil, c.wrong("morphology", ": %s", strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	return m, nil
}
