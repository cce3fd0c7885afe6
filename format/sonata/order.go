package sonata

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
)

// SortOrder is the order of spikes in a file.
type SortOrder uint8

// The orders of SONATA. Equal times are sorted by node id, and equal ids by
// time, so that the order is complete.
const (
	Unsorted SortOrder = iota // as written
	ByID
	ByTime
)

// sortings are the names of the orders in files.
var sortings = []string{"none", "by_id", "by_time"}

// String returns the name that files use: "none", "by_id" or "by_time".
func (o SortOrder) String() string { return sortings[o] }

// ParseSortOrder reads spikes_sort_order: "none", "id" or "time", with or
// without "by_"; nothing is "none".
func ParseSortOrder(text string) (SortOrder, error) {
	switch text {
	case "", "none":
		return Unsorted, nil
	case "time", "by_time":
		return ByTime, nil
	case "id", "by_id", "gid", "by_gid":
		return ByID, nil
	}
	return 0, fmt.Errorf("is %q, want none, time or id", text)
}

// spike is one spike of the population numbered pop.
type spike struct {
	t   float64 // ms
	id  uint64
	pop uint32
}

// compare orders two spikes. Unsorted leaves all where they are.
func (o SortOrder) compare(a, b spike) int {
	switch o {
	case ByID:
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.t, b.t))
	case ByTime:
		return cmp.Or(cmp.Compare(a.t, b.t), cmp.Compare(a.id, b.id))
	}
	return 0
}

// sorter sorts any number of spikes within bounded memory: runs of up to limit
// spikes are sorted and put on disk, then merged.
type sorter struct {
	compare func(a, b spike) int
	limit   int    // spikes in memory; 24 bytes each
	spool   string // file for the runs, removed by close
	run     []spike
	file    *os.File
	ends    []int // spikes in the spool up to the end of each run
}

// spikeBytes is the size of a spike in the spool.
const spikeBytes = 20

func (s *sorter) add(one spike) error {
	s.run = append(s.run, one)
	if len(s.run) < s.limit {
		return nil
	}
	return s.spill()
}

// spill sorts the run in memory and appends it to the spool.
func (s *sorter) spill() error {
	slices.SortFunc(s.run, s.compare)
	if s.file == nil {
		var err error
		if s.file, err = os.Create(s.spool); err != nil {
			return err
		}
		s.ends = []int{0}
	}
	w := bufio.NewWriterSize(s.file, 1<<18)
	var b [spikeBytes]byte
	for _, one := range s.run {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(one.t))
		binary.LittleEndian.PutUint64(b[8:], one.id)
		binary.LittleEndian.PutUint32(b[16:], one.pop)
		w.Write(b[:]) // the error stays in w until Flush
	}
	s.ends = append(s.ends, s.ends[len(s.ends)-1]+len(s.run))
	s.run = s.run[:0]
	return w.Flush()
}

// each hands all spikes to visit, in order.
func (s *sorter) each(visit func(spike) error) error {
	if s.file == nil {
		slices.SortFunc(s.run, s.compare)
		for _, one := range s.run {
			if err := visit(one); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.spill(); err != nil {
		return err
	}
	return s.merge(visit)
}

func (s *sorter) merge(visit func(spike) error) error {
	m := &merger{compare: s.compare}
	for i := range s.ends[1:] {
		lo, hi := int64(s.ends[i])*spikeBytes, int64(s.ends[i+1])*spikeBytes
		c := &cursor{run: i, r: bufio.NewReaderSize(io.NewSectionReader(s.file, lo, hi-lo), 1<<16)}
		if err := m.advance(c); err != nil {
			return err
		}
	}
	for m.Len() > 0 {
		c := heap.Pop(m).(*cursor)
		if err := visit(c.head); err != nil {
			return err
		}
		if err := m.advance(c); err != nil {
			return err
		}
	}
	return nil
}

// close removes the spool.
func (s *sorter) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.spool)
	}
}

// cursor reads one run of the spool.
type cursor struct {
	run  int
	r    io.Reader
	head spike
}

// merger is a heap of runs by their next spike, then by their number.
type merger struct {
	compare func(a, b spike) int
	cursors []*cursor
}

// advance reads the cursor's next spike and puts it back into the heap, unless
// its run has ended.
func (m *merger) advance(c *cursor) error {
	var b [spikeBytes]byte
	if _, err := io.ReadFull(c.r, b[:]); err == io.EOF {
		return nil
	} else if err != nil {
		return err
	}
	c.head = spike{
		t:   math.Float64frombits(binary.LittleEndian.Uint64(b[:])),
		id:  binary.LittleEndian.Uint64(b[8:]),
		pop: binary.LittleEndian.Uint32(b[16:]),
	}
	heap.Push(m, c)
	return nil
}

func (m *merger) Len() int { return len(m.cursors) }
func (m *merger) Less(i, j int) bool {
	a, b := m.cursors[i], m.cursors[j]
	return cmp.Or(m.compare(a.head, b.head), cmp.Compare(a.run, b.run)) < 0
}
func (m *merger) Swap(i, j int) { m.cursors[i], m.cursors[j] = m.cursors[j], m.cursors[i] }
func (m *merger) Push(c any)    { m.cursors = append(m.cursors, c.(*cursor)) }
func (m *merger) Pop() any {
	last := len(m.cursors) - 1
	c := m.cursors[last]
	m.cursors = m.cursors[:last]
	return c
}
