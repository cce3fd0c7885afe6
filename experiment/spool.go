package experiment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
)

// spool keeps sequences of numbers that grow side by side and may be read at
// any time: in memory while they are small, then in one temporary file.
type spool struct {
	dir       string // of the file; "": the system's
	limit     int    // numbers in memory
	held      int
	file      *os.File
	size      int64
	sequences []sequence
	bytes     []byte
}

// inMemory is the limit of a run: 64 MB.
const inMemory = 8 << 20

// chunkSize is how many numbers of a sequence are written together.
const chunkSize = 4096

// sequence is full chunks, and the numbers since the last of them.
type sequence struct {
	chunks []chunk
	tail   []float64
}

// chunk is chunkSize numbers in memory or, if values is nil, at a place in the file.
type chunk struct {
	values []float64
	at     int64
}

func newSpool(dir string, sequences int) *spool {
	return &spool{dir: dir, limit: inMemory, sequences: make([]sequence, sequences)}
}

// add appends numbers to a sequence.
func (s *spool) add(seq int, values ...float64) error {
	q := &s.sequences[seq]
	for len(values) > 0 {
		if q.tail == nil {
			q.tail = make([]float64, 0, min(chunkSize, max(64, len(values))))
		}
		n := min(chunkSize-len(q.tail), len(values))
		q.tail = append(q.tail, values[:n]...)
		values = values[n:]
		if len(q.tail) == chunkSize {
			q.chunks = append(q.chunks, chunk{values: q.tail})
			q.tail = nil
			s.held += chunkSize
		}
	}
	if s.held > s.limit {
		return s.spill()
	}
	return nil
}

// spill moves all full chunks to the file.
func (s *spool) spill() error {
	if s.file == nil {
		f, err := os.CreateTemp(s.dir, ".recording-*")
		if err != nil {
			return err
		}
		os.Remove(f.Name()) // it lives until it is closed, where the system allows that
		s.file = f
	}
	for i := range s.sequences {
		for j := range s.sequences[i].chunks {
			if err := s.write(&s.sequences[i].chunks[j]); err != nil {
				return fmt.Errorf("temporary file for recordings: %w", err)
			}
		}
	}
	return nil
}

func (s *spool) write(c *chunk) error {
	if c.values == nil {
		return nil
	}
	s.bytes = s.bytes[:0]
	for _, v := range c.values {
		s.bytes = binary.LittleEndian.AppendUint64(s.bytes, math.Float64bits(v))
	}
	if _, err := s.file.WriteAt(s.bytes, s.size); err != nil {
		return err
	}
	s.held -= len(c.values)
	*c = chunk{at: s.size}
	s.size += int64(len(s.bytes))
	return nil
}

// count returns the length of a sequence.
func (s *spool) count(seq int) int {
	q := &s.sequences[seq]
	return len(q.chunks)*chunkSize + len(q.tail)
}

// read returns a whole sequence.
func (s *spool) read(seq int) ([]float64, error) {
	q := &s.sequences[seq]
	all := make([]float64, 0, s.count(seq))
	buffer := make([]byte, 8*chunkSize)
	for _, c := range q.chunks {
		if c.values != nil {
			all = append(all, c.values...)
			continue
		}
		if _, err := s.file.ReadAt(buffer, c.at); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("temporary file for recordings: %w", err)
		}
		for i := range chunkSize {
			all = append(all, math.Float64frombits(binary.LittleEndian.Uint64(buffer[8*i:])))
		}
	}
	return append(all, q.tail...), nil
}

// close removes the file.
func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	os.Remove(s.file.Name())
	return err
}
