package neurolucida

import (
	"fmt"
	"io"
	"os"

	"github.com/cajal-sim/cajal/morph"
)

// File is what stands in a Neurolucida file.
type File struct {
	Name       string
	Notes      []string // what is unusual, and was put right if need be: place and what
	Morphology *morph.Morphology

	contours []*contour // of the cell body, in the order of the file
	branches []*branch  // parents before children
}

// vertex is a point of the file, in double precision.
type vertex struct {
	morph.Point
	line int
}

// contour is an outline of the cell body at one depth, or nearly so.
type contour struct {
	points []vertex
	line   int
}

// branch is a run of points between two forks of a tree.
type branch struct {
	typ    morph.Type
	parent *branch // nil for the first branch of a tree
	points []vertex
	forked bool // other branches begin at its end
}

// Read reads the morphology in a Neurolucida file.
func Read(path string) (*morph.Morphology, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	return f.Morphology, nil
}

// Open reads a Neurolucida file.
func Open(path string) (*File, error) {
	r, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return Parse(path, r)
}

// Parse reads Neurolucida's text; name stands in messages.
func Parse(name string, r io.Reader) (*File, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	f := &File{Name: name}
	wrong := &morph.Mistakes{File: name}
	p := &parser{File: f, tokens: scan(string(text)), wrong: wrong}
	p.objects()
	if len(f.branches)+len(f.contours)+wrong.Len() == 0 {
		wrong.Addf(0, `there is no cell, want trees of points, ((Dendrite) (x y z diameter) …), and a contour, ("CellBody" (x y z diameter) …)`)
	}
	f.check(wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	f.Morphology, err = f.morphology()
	return f, err
}

func (f *File) note(line int, format string, values ...any) {
	f.Notes = append(f.Notes, fmt.Sprintf("%s:%d: ", f.Name, line)+fmt.Sprintf(format, values...))
}
