package sonata

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
)

// npyWriter streams a float64 matrix in NumPy's .npy format, version 1.0
// (numpy.org/neps/nep-0001-npy-format). The number of rows stands in the
// header, which is rewritten in place.
type npyWriter struct {
	f       *os.File
	w       *bufio.Writer
	columns int
	values  int
}

// npyHeader is the length of the header, which must be a multiple of 64: room
// for any shape.
const npyHeader = 128

func createNPY(path string, columns int) (*npyWriter, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	n := &npyWriter{f: f, w: bufio.NewWriterSize(f, 1<<16), columns: columns}
	_, err = n.w.Write(n.header())
	return n, err
}

func (n *npyWriter) header() []byte {
	rows := n.values / max(n.columns, 1)
	text := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }", rows, n.columns)
	const prefix = 10 // magic, version, length
	head := []byte("\x93NUMPY\x01\x00")
	head = binary.LittleEndian.AppendUint16(head, npyHeader-prefix)
	head = append(head, text...)
	head = append(head, strings.Repeat(" ", npyHeader-1-len(head))...)
	return append(head, '\n')
}

func (n *npyWriter) add(values []float64) error {
	var b [8]byte
	for _, v := range values {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
		if _, err := n.w.Write(b[:]); err != nil {
			return err
		}
	}
	n.values += len(values)
	return nil
}

func (n *npyWriter) flush() error {
	if err := n.w.Flush(); err != nil {
		return err
	}
	_, err := n.f.WriteAt(n.header(), 0)
	return err
}

func (n *npyWriter) close() error { return errors.Join(n.flush(), n.f.Close()) }
