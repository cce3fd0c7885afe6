package sonata

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// Spikes is the spikes of one population, in the file's order.
type Spikes struct {
	Population string    // empty in files of the old layout, which do not say
	NodeIDs    []uint64  // shape (spikes)
	Times      []float64 // ms, shape (spikes)
	Sorting    string    // what the file claims: "by_time", "by_id", "none", …; may be empty
}

// ReadSpikes reads a file of spikes: HDF5 with a group for each population,
// HDF5 of the old layout with gids for one unnamed population, or CSV with the
// columns timestamps, population and node_ids. Populations come in the order of
// their names, in CSV in that of their first spikes.
func ReadSpikes(path string) ([]Spikes, error) {
	if text, err := isText(path); err != nil || text {
		if err != nil {
			return nil, err
		}
		return readSpikesCSV(path)
	}
	f, err := hdf5.Open(path)
	if err != nil {
		return nil, err
	}
	list, err := readSpikesHDF5(f)
	return list, errors.Join(err, f.Close())
}

// isText tells a table from HDF5 by its name, and by its first bytes where
// somebody gave an HDF5 file such a name.
func isText(path string) (bool, error) {
	if !strings.HasSuffix(path, ".csv") && !strings.HasSuffix(path, ".txt") {
		return false, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, 4)
	n, _ := io.ReadFull(f, head)
	return !bytes.Equal(head[:n], []byte("\x89HDF")), nil
}

func readSpikesHDF5(f *hdf5.File) ([]Spikes, error) {
	if f.Exists("/spikes/timestamps") {
		one, err := readSpikeGroup(f, "/spikes", "")
		return []Spikes{one}, err
	}
	names, err := f.Children("/spikes")
	if err != nil {
		return nil, err
	}
	list := []Spikes{}
	for _, name := range names {
		one, err := readSpikeGroup(f, "/spikes/"+name, name)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

func readSpikeGroup(f *hdf5.File, group, population string) (Spikes, error) {
	s := Spikes{Population: population}
	ids := group + "/node_ids"
	if old := group + "/gids"; !f.Exists(ids) && f.Exists(old) {
		ids = old
	}
	var err error
	if s.NodeIDs, err = hdf5.Read[uint64](f, ids); err != nil {
		return s, err
	}
	if s.Times, err = hdf5.Read[float64](f, group+"/timestamps"); err != nil {
		return s, err
	}
	if len(s.NodeIDs) != len(s.Times) {
		return s, fmt.Errorf("%s: %s has %d node ids but %d timestamps", f.Path(), group, len(s.NodeIDs), len(s.Times))
	}
	if s.Sorting, err = textAttr(f, group, "sorting"); err != nil {
		return s, err
	}
	return s, s.toMs(f, group+"/timestamps")
}

// toMs converts the times by the units attribute and checks that they are times.
func (s *Spikes) toMs(f *hdf5.File, dataset string) error {
	factor := 1.0
	units, err := textAttr(f, dataset, "units")
	if err != nil {
		return err
	}
	switch units {
	case "", "ms", "milliseconds", "millisecond", "msec":
	case "s", "sec", "seconds", "second":
		factor = 1000
	default:
		return fmt.Errorf("%s: %s: units are %q, want ms or s", f.Path(), dataset, units)
	}
	for i := range s.Times {
		s.Times[i] *= factor
		if math.IsNaN(s.Times[i]) || math.IsInf(s.Times[i], 0) {
			return fmt.Errorf("%s: %s: spike %d is at %g", f.Path(), dataset, i, s.Times[i])
		}
	}
	return nil
}

func readSpikesCSV(path string) ([]Spikes, error) {
	var list []Spikes
	at := map[string]int{}
	err := scanSpikesCSV(path, func(population string, id uint64, t float64) error {
		i, ok := at[population]
		if !ok {
			i = len(list)
			at[population] = i
			list = append(list, Spikes{Population: population})
		}
		list[i].NodeIDs = append(list[i].NodeIDs, id)
		list[i].Times = append(list[i].Times, t)
		return nil
	})
	return list, err
}

// scanSpikesCSV hands every spike of a table to visit.
func scanSpikesCSV(path string, visit func(population string, id uint64, t float64) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return scanSpikes(path, f, visit)
}

func scanSpikes(path string, r io.Reader, visit func(population string, id uint64, t float64) error) error {
	c, err := newCSVReader(path, r)
	if err != nil {
		return err
	}
	timeAt, err := c.column("timestamps", "timestamp", "times", "time")
	if err != nil {
		return err
	}
	idAt, err := c.column("node_ids", "node_id", "gids", "gid")
	if err != nil {
		return err
	}
	populationAt, err := c.column("population", "populations")
	if err != nil {
		populationAt = -1
	}
	for {
		row, err := c.row()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		t, err := strconv.ParseFloat(row[timeAt], 64)
		if err != nil || math.IsNaN(t) || math.IsInf(t, 0) {
			return c.errorf("time %q, want a number in ms", row[timeAt])
		}
		id, err := strconv.ParseUint(row[idAt], 10, 64)
		if err != nil {
			return c.errorf("node id %q, want a whole number from 0", row[idAt])
		}
		population := ""
		if populationAt >= 0 {
			population = row[populationAt]
		}
		if err := visit(population, id, t); err != nil {
			return err
		}
	}
}
