package sonata

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// spikeSink stores spikes in a file format, in the order given.
type spikeSink interface {
	add(population string, ids []uint64, times []float64) error
	flush() error
	close(order SortOrder) error
}

func newSpikeSink(path string, csv bool) (spikeSink, error) {
	if csv {
		return newCSVSpikes(path)
	}
	return newHDF5Spikes(path)
}

// hdf5Spikes is SONATA's file of spikes: a group for each population.
type hdf5Spikes struct {
	f           *hdf5.File
	names       []string
	populations map[string]*spikeSeries
}

type spikeSeries struct {
	ids   *hdf5.Series[uint64]
	times *hdf5.Series[float64]
}

func newHDF5Spikes(path string) (*hdf5Spikes, error) {
	f, err := createSonata(path)
	if err != nil {
		return nil, err
	}
	if err := f.CreateGroup("/spikes"); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &hdf5Spikes{f: f, populations: map[string]*spikeSeries{}}, nil
}

// createSonata makes an HDF5 file with the marks of every SONATA file.
func createSonata(path string) (*hdf5.File, error) {
	f, err := hdf5.Create(path)
	if err != nil {
		return nil, err
	}
	err = f.SetAttr("/", "magic", uint32(0x0A7A))
	if err == nil {
		err = f.SetAttr("/", "version", []uint32{0, 1})
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (h *hdf5Spikes) add(population string, ids []uint64, times []float64) error {
	s := h.populations[population]
	if s == nil {
		var err error
		if s, err = h.create("/spikes/" + population); err != nil {
			return err
		}
		h.names = append(h.names, population)
		h.populations[population] = s
	}
	if err := s.ids.Append(ids); err != nil {
		return err
	}
	return s.times.Append(times)
}

func (h *hdf5Spikes) create(group string) (*spikeSeries, error) {
	ids, err := hdf5.CreateSeries[uint64](h.f, group+"/node_ids", hdf5.SeriesOptions{})
	if err != nil {
		return nil, err
	}
	times, err := hdf5.CreateSeries[float64](h.f, group+"/timestamps", hdf5.SeriesOptions{})
	if err != nil {
		return nil, err
	}
	return &spikeSeries{ids, times}, h.f.SetAttr(group+"/timestamps", "units", "ms")
}

func (h *hdf5Spikes) flush() error { return h.f.Flush() }

func (h *hdf5Spikes) close(order SortOrder) error {
	var err error
	for _, name := range h.names {
		if err == nil {
			err = h.f.SetAttr("/spikes/"+name, "sorting", hdf5.Enum{Names: sortings, Value: uint8(order)})
		}
	}
	return errors.Join(err, h.f.Close())
}

// csvSpikes is a table with the columns timestamps, population and node_ids.
type csvSpikes struct {
	f *os.File
	w *bufio.Writer
}

func newCSVSpikes(path string) (*csvSpikes, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	c := &csvSpikes{f, bufio.NewWriterSize(f, 1<<16)}
	fmt.Fprintln(c.w, "timestamps population node_ids")
	return c, nil
}

func (c *csvSpikes) add(population string, ids []uint64, times []float64) error {
	if strings.ContainsAny(population, " \t\"") || missing(population) {
		population = `"` + strings.ReplaceAll(population, `"`, `""`) + `"`
	}
	var line []byte
	for i, t := range times {
		line = strconv.AppendFloat(line[:0], t, 'g', -1, 64)
		line = append(line, ' ')
		line = append(line, population...)
		line = append(line, ' ')
		line = strconv.AppendUint(line, ids[i], 10)
		if _, err := c.w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

func (c *csvSpikes) flush() error { return c.w.Flush() }

func (c *csvSpikes) close(SortOrder) error {
	return errors.Join(c.w.Flush(), c.f.Close())
}
