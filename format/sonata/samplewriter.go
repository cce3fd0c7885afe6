package sonata

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// ReportWriter streams samples to a file: SONATA's HDF5, or NumPy's .npy if the
// name ends so, which needs no libhdf5. An .npy array says nothing about its
// columns, so each comes with a .json file of the layout; of several
// populations each has its own, NAME_POPULATION.npy. Files grow under names
// that end in .part and get their own on Close.
type ReportWriter struct {
	path    string
	layouts []Layout
	frames  []int
	sink    sampleSink
}

// sampleSink stores frames in a file format.
type sampleSink interface {
	add(part int, frames []float64) error
	flush() error
	close(frames []int) error
}

// CreateReport starts a report of one or more populations, and the folder that
// it is in.
func CreateReport(path string, layouts ...Layout) (*ReportWriter, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, err
	}
	w := &ReportWriter{path: path, layouts: layouts, frames: make([]int, len(layouts))}
	for i := range w.layouts {
		w.layouts[i].fill()
		if w.layouts[i].Elements() == 0 {
			return nil, fmt.Errorf("%s: report of no cells of population %q", path, w.layouts[i].Population)
		}
	}
	var err error
	if strings.HasSuffix(path, ".npy") {
		w.sink, err = newNPYSamples(path, w.layouts)
	} else {
		w.sink, err = newHDF5Samples(path, w.layouts)
	}
	if err != nil {
		return nil, err
	}
	return w, nil
}

// Path returns the name that the file will have.
func (w *ReportWriter) Path() string { return w.path }

// Append adds frames of the population numbered part among the layouts, shape
// (frames, elements), row-major.
func (w *ReportWriter) Append(part int, frames []float64) error {
	n := w.layouts[part].Elements()
	if len(frames)%n != 0 {
		panic(fmt.Sprintf("BUG: sonata: %d values for frames of %d elements of %s", len(frames), n, w.path))
	}
	w.frames[part] += len(frames) / n
	return named(w.path, w.sink.add(part, frames))
}

// Flush writes everything given so far to disk.
func (w *ReportWriter) Flush() error { return named(w.path, w.sink.flush()) }

// Close states the time that was reached and gives the files their names. It is
// right also when a run is cut short.
func (w *ReportWriter) Close() error {
	if w.sink == nil {
		return nil
	}
	err := w.sink.close(w.frames)
	w.sink = nil
	return named(w.path, err)
}

// time returns start, stop and step of a number of frames.
func (l *Layout) time(frames int) []float64 {
	return []float64{l.Start, l.Start + float64(frames)*l.Step, l.Step}
}

// hdf5Samples is SONATA's file of reports.
type hdf5Samples struct {
	path    string
	f       *hdf5.File
	layouts []Layout
	data    []*hdf5.Series[float64]
}

func newHDF5Samples(path string, layouts []Layout) (*hdf5Samples, error) {
	f, err := createSonata(path + ".part")
	if err != nil {
		return nil, err
	}
	h := &hdf5Samples{path: path, f: f, layouts: layouts}
	for i := range layouts {
		if err := h.create(&layouts[i]); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return h, nil
}

// create writes a population's mapping. The specification says index_pointers,
// but most files and readers say index_pointer: both names are given.
func (h *hdf5Samples) create(l *Layout) error {
	group := "/report/" + l.Population
	mapping := group + "/mapping/"
	data, err := hdf5.CreateSeries[float64](h.f, group+"/data", hdf5.SeriesOptions{Columns: l.Elements()})
	h.data = append(h.data, data)
	for _, step := range []func() error{
		func() error { return h.f.SetAttr(group+"/data", "units", l.Units) },
		func() error { return h.f.SetAttr(group+"/data", "variable", l.Variable) },
		func() error { return hdf5.Write(h.f, mapping+"node_ids", l.NodeIDs) },
		func() error { return hdf5.Write(h.f, mapping+"index_pointers", l.Pointers) },
		func() error { return h.f.Link(mapping+"index_pointers", mapping+"index_pointer") },
		func() error { return hdf5.Write(h.f, mapping+"element_ids", l.ElementIDs) },
		func() error { return hdf5.Write(h.f, mapping+"element_pos", l.ElementPos) },
	} {
		if err == nil {
			err = step()
		}
	}
	return err
}

func (h *hdf5Samples) add(part int, frames []float64) error { return h.data[part].Append(frames) }

func (h *hdf5Samples) flush() error { return h.f.Flush() }

func (h *hdf5Samples) close(frames []int) error {
	var err error
	for i, l := range h.layouts {
		time := "/report/" + l.Population + "/mapping/time"
		if err == nil {
			err = hdf5.Write(h.f, time, l.time(frames[i]))
		}
		if err == nil {
			err = h.f.SetAttr(time, "units", "ms")
		}
	}
	if err = errors.Join(err, h.f.Close()); err != nil {
		return err
	}
	return os.Rename(h.path+".part", h.path)
}

// npySamples is one .npy array and one .json layout for each population.
type npySamples struct {
	paths   []string
	layouts []Layout
	arrays  []*npyWriter
}

func newNPYSamples(path string, layouts []Layout) (*npySamples, error) {
	n := &npySamples{layouts: layouts}
	for i := range layouts {
		one := path
		if len(layouts) > 1 {
			one = strings.TrimSuffix(path, ".npy") + "_" + layouts[i].Population + ".npy"
		}
		w, err := createNPY(one+".part", layouts[i].Elements())
		if err != nil {
			return nil, err
		}
		n.paths, n.arrays = append(n.paths, one), append(n.arrays, w)
	}
	return n, nil
}

func (n *npySamples) add(part int, frames []float64) error { return n.arrays[part].add(frames) }

func (n *npySamples) flush() error {
	var err error
	for _, w := range n.arrays {
		err = errors.Join(err, w.flush())
	}
	return err
}

func (n *npySamples) close(frames []int) error {
	var err error
	for i, w := range n.arrays {
		err = errors.Join(err, w.close())
		if err == nil {
			err = n.writeLayout(i, frames[i])
		}
		if err == nil {
			err = os.Rename(n.paths[i]+".part", n.paths[i])
		}
	}
	return err
}

func (n *npySamples) writeLayout(i, frames int) error {
	l := n.layouts[i]
	text, err := json.MarshalIndent(map[string]any{
		"population": l.Population, "variable": l.Variable, "units": l.Units, "node_ids": l.NodeIDs,
		"index_pointers": l.Pointers, "element_ids": l.ElementIDs, "element_pos": l.ElementPos, "time": l.time(frames),
	}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(n.paths[i], ".npy")+".json", append(text, '\n'), 0o666)
}
