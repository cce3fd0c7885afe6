package sonata

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// Layout says what the columns of a population's samples are. A column is an
// element: a compartment, or the node itself in reports of point neurons.
type Layout struct {
	Population      string
	Variable, Units string    // "v" and "mV"; may be empty
	NodeIDs         []uint64  // shape (nodes)
	Pointers        []uint64  // first element of each node and their number, shape (nodes+1); nil if each has one
	ElementIDs      []uint64  // compartment or section, shape (elements); nil if all are 0
	ElementPos      []float64 // place along the section, shape (elements); nil if all are 0.5
	Start, Step     float64   // ms: time of the first frame and between frames
}

// Elements returns the number of columns.
func (l *Layout) Elements() int {
	if l.Pointers == nil {
		return len(l.NodeIDs)
	}
	return int(l.Pointers[len(l.Pointers)-1])
}

// fill writes out the columns that nil stands for.
func (l *Layout) fill() {
	n := l.Elements()
	if l.Pointers == nil {
		l.Pointers = make([]uint64, n+1)
		for i := range l.Pointers {
			l.Pointers[i] = uint64(i)
		}
	}
	if l.ElementIDs == nil {
		l.ElementIDs = make([]uint64, n)
	}
	if l.ElementPos == nil {
		l.ElementPos = slices.Repeat([]float64{0.5}, n)
	}
}

// Samples is the recording of one population in a file of reports. The data
// stay in the file until Frames reads them.
type Samples struct {
	Layout
	Stop   float64 // ms, the end that the file states
	Count  int     // frames
	file   string
	dataAt string
}

// ReadReport opens a file of reports and returns its populations, in the order
// of their names.
func ReadReport(path string) ([]*Samples, error) {
	return populations(path, "/report", readSamples)
}

func readSamples(f *hdf5.File, group string) (*Samples, error) {
	s := &Samples{file: f.Path(), dataAt: group + "/data"}
	s.Population = group[len("/report/"):]
	shape, err := f.Shape(s.dataAt)
	if err != nil {
		return nil, err
	}
	if len(shape) != 2 {
		return nil, fmt.Errorf("%s: %s has the shape %d, want (frames, elements)", s.file, s.dataAt, shape)
	}
	s.Count = shape[0]
	if s.Variable, err = textAttr(f, s.dataAt, "variable"); err != nil {
		return nil, err
	}
	if s.Units, err = textAttr(f, s.dataAt, "units"); err != nil {
		return nil, err
	}
	return s, s.readMapping(f, group+"/mapping", shape[1])
}

// textAttr returns an attribute that may be missing.
func textAttr(f *hdf5.File, object, name string) (string, error) {
	if !f.HasAttr(object, name) {
		return "", nil
	}
	return f.AttrString(object, name)
}

func (s *Samples) readMapping(f *hdf5.File, group string, elements int) error {
	ids := group + "/node_ids"
	if old := group + "/gids"; !f.Exists(ids) && f.Exists(old) {
		ids = old
	}
	var err error
	if s.NodeIDs, err = hdf5.Read[uint64](f, ids); err != nil {
		return err
	}
	if err = s.readPointers(f, group, elements); err != nil {
		return err
	}
	if f.Exists(group + "/element_ids") {
		if s.ElementIDs, err = hdf5.Read[uint64](f, group+"/element_ids"); err != nil {
			return err
		}
	}
	if f.Exists(group + "/element_pos") {
		if s.ElementPos, err = hdf5.Read[float64](f, group+"/element_pos"); err != nil {
			return err
		}
	}
	s.fill()
	if len(s.ElementIDs) != elements || len(s.ElementPos) != elements {
		return fmt.Errorf("%s: %s maps %d elements at %d places, but %s has %d", s.file, group, len(s.ElementIDs), len(s.ElementPos), s.dataAt, elements)
	}
	time, err := hdf5.Read[float64](f, group+"/time")
	if err != nil {
		return err
	}
	if len(time) != 3 {
		return fmt.Errorf("%s: %s/time has %d values, want start, stop and step", s.file, group, len(time))
	}
	s.Start, s.Stop, s.Step = time[0], time[1], time[2]
	return nil
}

// readPointers reads the first element of each node, which files write with and
// without the total at the end.
func (s *Samples) readPointers(f *hdf5.File, group string, elements int) error {
	path := group + "/index_pointers"
	if !f.Exists(path) {
		path = group + "/index_pointer"
	}
	var err error
	if s.Pointers, err = hdf5.Read[uint64](f, path); err != nil {
		return err
	}
	if len(s.Pointers) == len(s.NodeIDs) {
		s.Pointers = append(s.Pointers, uint64(elements))
	}
	if len(s.Pointers) != len(s.NodeIDs)+1 || !slices.IsSorted(s.Pointers) || s.Pointers[len(s.NodeIDs)] != uint64(elements) {
		return fmt.Errorf("%s: %s does not divide %d elements among %d nodes", s.file, path, elements, len(s.NodeIDs))
	}
	return nil
}

// Frames reads the frames lo to hi (exclusive), shape (hi−lo, elements),
// row-major.
func (s *Samples) Frames(lo, hi int) (data []float64, err error) {
	f, err := hdf5.Open(s.file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return hdf5.ReadRows[float64](f, s.dataAt, lo, hi)
}
