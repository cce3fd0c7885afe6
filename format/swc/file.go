package swc

import (
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"github.com/cajal-sim/cajal/morph"
)

// File is what stands in an SWC file.
type File struct {
	Name     string
	Samples  []Sample // parents before children
	Comments []string // lines that begin with #, without it
	Notes    []string // what is unusual, and was put right if need be: place and what

	Morphology *morph.Morphology

	parents []int // index of each sample's parent, −1 for the root
	loose   []int // samples of the axon that begin pieces without a parent
	digits  int   // of the points of the sections
}

// Read reads the morphology in an SWC file.
func Read(path string) (*morph.Morphology, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	return f.Morphology, nil
}

// ReadDigits reads a morphology whose points have so many digits: NEURON's Import3d hands
// on 8, and BMTK's copy of it 6, which changes cells that are far from the origin of space.
func ReadDigits(path string, digits int) (*morph.Morphology, error) {
	f, err := open(path, digits)
	if err != nil {
		return nil, err
	}
	return f.Morphology, nil
}

// Open reads an SWC file.
func Open(path string) (*File, error) { return open(path, usualDigits) }

func open(path string, digits int) (*File, error) {
	r, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return parse(path, r, digits)
}

// Parse reads SWC text; name stands in messages. It tolerates comments on lines of
// their own and behind values, blank lines, tabs, any line ends, numbers in
// scientific notation, ids with gaps and in any order, and further columns of
// numbers.
func Parse(name string, r io.Reader) (*File, error) { return parse(name, r, usualDigits) }

func parse(name string, r io.Reader, digits int) (*File, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	f := &File{Name: name, digits: digits}
	wrong := newMistakes(name)
	wide := false // a sample with more columns came by
	for i, line := range lines(string(text)) {
		line, comment, commented := strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			if commented {
				f.Comments = append(f.Comments, strings.TrimSpace(comment))
			}
			continue
		}
		s, more, err := parseSample(fields)
		s.Line = i + 1
		if err != nil {
			wrong.At(s.Line, err)
			wrong.unread = true
			continue
		}
		wrong.At(s.Line, s.check())
		if more > 0 && !wide {
			wide = true
			f.note(s.Line, "columns behind the seventh are not used")
		}
		f.Samples = append(f.Samples, s)
	}
	f.link(wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if f.Morphology, err = f.morphology(); err != nil {
		return nil, err
	}
	return f, nil
}

// lines splits a text at the line ends of any system, and drops the mark that
// some editors put at the beginning of files.
func lines(text string) []string {
	text = strings.TrimPrefix(text, "\ufeff")
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
}

func (f *File) note(line int, format string, values ...any) {
	f.Notes = append(f.Notes, fmt.Sprintf("%s:%d: ", f.Name, line)+fmt.Sprintf(format, values...))
}

// link finds every sample's parent and puts parents before children.
func (f *File) link(wrong *mistakes) {
	sort.SliceStable(f.Samples, func(i, k int) bool { return f.Samples[i].ID < f.Samples[k].ID })
	if !f.check(wrong) {
		return
	}
	f.tieLoose()
	for i, p := range f.parents {
		if p >= i {
			f.note(f.Samples[i].Line, "parent %d comes after its child %d: samples were put in order, section ids follow the new order", f.Samples[p].ID, f.Samples[i].ID)
			f.reorder()
			break
		}
	}
	if !f.hasSoma() {
		f.note(f.Samples[0].Line, "there is no soma (type 1): the root sample %d is of type %d", f.Samples[0].ID, f.Samples[0].Type)
	}
}

func (f *File) hasSoma() bool {
	for _, s := range f.Samples {
		if s.Type == 1 {
			return true
		}
	}
	return false
}

// reorder lists samples by their ids, but each after its parent.
func (f *File) reorder() {
	place := make([]int, len(f.Samples)) // new index + 1, 0 for none yet
	var samples []Sample
	var parents, way []int
	for i := range f.Samples {
		for k := i; k >= 0 && place[k] == 0; k = f.parents[k] {
			way = append(way, k)
		}
		for ; len(way) > 0; way = way[:len(way)-1] {
			k := way[len(way)-1]
			parent := -1
			if p := f.parents[k]; p >= 0 {
				parent = place[p] - 1
			}
			samples, parents = append(samples, f.Samples[k]), append(parents, parent)
			place[k] = len(samples)
		}
	}
	for n, i := range f.loose {
		f.loose[n] = place[i] - 1
	}
	f.Samples, f.parents = samples, parents
}
