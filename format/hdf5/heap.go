package hdf5

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// Text of variable length stands in "global heaps" of the file. libhdf5 takes
// the sizes in them on trust and crashes, and the process with it, where a file
// is damaged there. So they are checked before the first such text is read:
//
//	"GCOL" 1 0 0 0 | size of all, 8 bytes | objects …
//	object: index 2 | references 2 | 0, 4 bytes | size 8 | data, padded to 8
//
// Object 0, if there is room for one, is the free rest. What points into a heap,
// 8 bytes for each text, is out of sight here and still taken on trust.
// Source: HDF5 File Format Specification 3.0, section III.E.

const (
	heapHeader   = 16
	objectHeader = 16
	smallestHeap = 4096 // the library makes no smaller ones
	largestHeap  = 1 << 30
	// scanned at both ends of a file: where heaps stand in all but odd files
	// above twice that size, for the time that the reading takes.
	scanned = 128 << 20
)

var heapMark = []byte("GCOL\x01\x00\x00\x00")

// checkHeaps looks for heaps in the whole file, or at both ends of a large one.
func (f *File) checkHeaps() error {
	if f.heapsChecked || f.size == 0 {
		return nil
	}
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	if f.size <= 2*scanned {
		err = f.scanHeaps(file, 0, f.size)
	} else {
		err = errors.Join(f.scanHeaps(file, 0, scanned), f.scanHeaps(file, f.size-scanned, f.size))
	}
	f.heapsChecked = err == nil
	return err
}

// scanHeaps checks the heaps that begin from lo to hi.
func (f *File) scanHeaps(file io.ReaderAt, lo, hi int64) error {
	block := make([]byte, min(1<<20, hi-lo))
	for at := lo; at < hi; at += int64(len(block)) - int64(len(heapMark)-1) {
		n, err := file.ReadAt(block, at)
		if err != nil && err != io.EOF {
			return err
		}
		for from := 0; ; from++ {
			i := bytes.Index(block[from:n], heapMark)
			if i < 0 {
				break
			}
			from += i
			if err := checkHeap(file, at+int64(from), f.size); err != nil {
				return fmt.Errorf("%s: damaged HDF5 file: %w", f.path, err)
			}
		}
		if len(block) < 1<<20 {
			return nil
		}
	}
	return nil
}

// checkHeap walks the objects of one heap.
func checkHeap(file io.ReaderAt, at, end int64) error {
	wrong := fmt.Errorf("the sizes in the heap of texts at byte %d do not add up", at)
	var head [heapHeader]byte
	if _, err := file.ReadAt(head[:], at); err != nil {
		return wrong
	}
	size := binary.LittleEndian.Uint64(head[8:])
	if size < smallestHeap || size > largestHeap || int64(size) > end-at {
		return wrong
	}
	body := make([]byte, size-heapHeader)
	if _, err := file.ReadAt(body, at+heapHeader); err != nil && err != io.EOF {
		return wrong
	}
	for len(body) >= objectHeader {
		index := binary.LittleEndian.Uint16(body)
		size := binary.LittleEndian.Uint64(body[8:])
		if index == 0 {
			if size != uint64(len(body)) {
				return wrong
			}
			return nil
		}
		if size > uint64(len(body)) {
			return wrong
		}
		size = objectHeader + (size+7)/8*8
		if size > uint64(len(body)) {
			return wrong
		}
		body = body[size:]
	}
	return nil
}
