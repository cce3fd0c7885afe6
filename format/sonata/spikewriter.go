package sonata

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// SpikeWriter streams spikes to a file: SONATA's HDF5, or a CSV table if the
// name ends in .csv, which needs no libhdf5. The file grows under the name
// PATH.part and gets its own name on Close, so that a file of that name is
// always whole.
type SpikeWriter struct {
	path    string
	csv     bool
	order   SortOrder
	sink    spikeSink
	pops    map[string]uint32
	names   []string
	last    map[uint32]spike // the last spike of every sequence that is kept in order
	inOrder bool
	limit   int // spikes sorted in memory
	count   int
}

// sortedInMemory bounds the memory of sorting: 24 bytes a spike, 50 MB.
const sortedInMemory = 1 << 21

// CreateSpikes starts a file of spikes and the folder that it is in. Where
// libhdf5 is absent and the name does not end in .csv, the error is
// hdf5.ErrNoLibrary.
func CreateSpikes(path string, order SortOrder) (*SpikeWriter, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, err
	}
	w := &SpikeWriter{
		path: path, csv: strings.HasSuffix(path, ".csv"), order: order, inOrder: true,
		pops: map[string]uint32{}, last: map[uint32]spike{}, limit: sortedInMemory,
	}
	var err error
	if w.sink, err = newSpikeSink(w.part(), w.csv); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *SpikeWriter) part() string { return w.path + ".part" }

// Path returns the name that the file will have.
func (w *SpikeWriter) Path() string { return w.path }

// Count returns the number of spikes given so far.
func (w *SpikeWriter) Count() int { return w.count }

// Append adds spikes of a population: node ids and times in ms, of one shape.
// Spikes that come in the file's order, as far as batches go, save Close the
// sorting. An empty batch makes a population that may stay without spikes.
func (w *SpikeWriter) Append(population string, ids []uint64, times []float64) error {
	if len(ids) != len(times) {
		panic(fmt.Sprintf("BUG: sonata: %d node ids for %d times", len(ids), len(times)))
	}
	pop, known := w.pops[population]
	if !known {
		pop = uint32(len(w.names))
		w.pops[population] = pop
		w.names = append(w.names, population)
	}
	ids, times = w.sorted(ids, times)
	w.track(pop, ids, times)
	w.count += len(ids)
	return w.named(w.sink.add(population, ids, times))
}

// sorted returns the batch in the file's order, a copy if it was not.
func (w *SpikeWriter) sorted(ids []uint64, times []float64) ([]uint64, []float64) {
	before := func(i, j int) int {
		return w.order.compare(spike{times[i], ids[i], 0}, spike{times[j], ids[j], 0})
	}
	inOrder := true
	for i := 1; i < len(ids) && inOrder; i++ {
		inOrder = before(i-1, i) <= 0
	}
	if inOrder {
		return ids, times
	}
	order := make([]int, len(ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, before)
	sortedIDs, sortedTimes := make([]uint64, len(ids)), make([]float64, len(ids))
	for to, from := range order {
		sortedIDs[to], sortedTimes[to] = ids[from], times[from]
	}
	return sortedIDs, sortedTimes
}

// track notes whether the file is in order so far.
func (w *SpikeWriter) track(pop uint32, ids []uint64, times []float64) {
	if len(ids) == 0 {
		return
	}
	sequence := pop
	if w.csv {
		sequence = 0 // populations share one table
	}
	first, last := spike{times[0], ids[0], pop}, spike{times[len(ids)-1], ids[len(ids)-1], pop}
	if before, any := w.last[sequence]; any && w.compare(before, first) > 0 {
		w.inOrder = false
	}
	w.last[sequence] = last
}

// compare is the order of the whole file: one population after the other in
// HDF5, where they are apart; mixed in a table.
func (w *SpikeWriter) compare(a, b spike) int {
	if w.csv {
		return cmp.Or(w.order.compare(a, b), cmp.Compare(a.pop, b.pop))
	}
	return cmp.Or(cmp.Compare(a.pop, b.pop), w.order.compare(a, b))
}

// Flush writes everything given so far to disk.
func (w *SpikeWriter) Flush() error { return w.named(w.sink.flush()) }

// Close sorts the spikes if they were not given in order, within bounded
// memory, and gives the file its name. It is right also when a run is cut
// short: what was given until then is kept. If it does not succeed, the spikes
// stay in PATH.part.
func (w *SpikeWriter) Close() error {
	if w.sink == nil {
		return nil
	}
	written := w.order
	if !w.inOrder {
		written = Unsorted
	}
	err := w.sink.close(written)
	w.sink = nil
	if err == nil && !w.inOrder && w.order != Unsorted {
		err = w.sort()
	}
	if err == nil {
		err = os.Rename(w.part(), w.path)
	}
	if err != nil {
		return fmt.Errorf("%w; what was written is in %s", w.named(err), w.part())
	}
	return nil
}

// sort replaces the part by a sorted one.
func (w *SpikeWriter) sort() error {
	s := &sorter{compare: w.compare, limit: w.limit, spool: w.path + ".runs.part"}
	defer s.close()
	if err := w.scan(s.add); err != nil {
		return err
	}
	sorted := w.path + ".sorted.part"
	if err := w.write(sorted, s); err != nil {
		os.Remove(sorted)
		return err
	}
	return os.Rename(sorted, w.part())
}

// batchSize is the number of spikes that are read or written at a time.
const batchSize = 1 << 15

func (w *SpikeWriter) write(path string, s *sorter) error {
	sink, err := newSpikeSink(path, w.csv)
	if err != nil {
		return err
	}
	for _, name := range w.names {
		err = errors.Join(err, sink.add(name, nil, nil))
	}
	var ids []uint64
	var times []float64
	pop := uint32(0)
	flush := func() error {
		if len(ids) == 0 {
			return nil
		}
		err := sink.add(w.names[pop], ids, times)
		ids, times = ids[:0], times[:0]
		return err
	}
	if err == nil {
		err = s.each(func(one spike) error {
			if one.pop != pop || len(ids) == batchSize {
				if err := flush(); err != nil {
					return err
				}
			}
			pop = one.pop
			ids, times = append(ids, one.id), append(times, one.t)
			return nil
		})
	}
	if err == nil {
		err = flush()
	}
	return errors.Join(err, sink.close(w.order))
}

// scan reads the part back.
func (w *SpikeWriter) scan(visit func(spike) error) error {
	if w.csv {
		return scanSpikesCSV(w.part(), func(population string, id uint64, t float64) error {
			return visit(spike{t, id, w.pops[population]})
		})
	}
	f, err := hdf5.Open(w.part())
	if err != nil {
		return err
	}
	for pop, name := range w.names {
		if err == nil {
			err = scanGroup(f, "/spikes/"+name, uint32(pop), visit)
		}
	}
	return errors.Join(err, f.Close())
}

func scanGroup(f *hdf5.File, group string, pop uint32, visit func(spike) error) error {
	shape, err := f.Shape(group + "/timestamps")
	if err != nil {
		return err
	}
	for lo := 0; lo < shape[0]; lo += batchSize {
		hi := min(lo+batchSize, shape[0])
		ids, err := hdf5.ReadRows[uint64](f, group+"/node_ids", lo, hi)
		if err != nil {
			return err
		}
		times, err := hdf5.ReadRows[float64](f, group+"/timestamps", lo, hi)
		if err != nil {
			return err
		}
		for i, t := range times {
			if err := visit(spike{t, ids[i], pop}); err != nil {
				return err
			}
		}
	}
	return nil
}

// named puts the file's name before an error that lacks it.
func (w *SpikeWriter) named(err error) error { return named(w.path, err) }

func named(path string, err error) error {
	if err == nil || strings.Contains(err.Error(), path) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
