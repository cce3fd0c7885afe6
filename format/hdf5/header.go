package hdf5

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

var signature = []byte("\x89HDF\r\n\x1a\n")

// checkHeader looks for HDF5's signature, which stands at byte 0 or, behind a
// user's own header, at 512, 1024, 2048 and so on.
func checkHeader(file string, size int64) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if size == 0 {
		return fmt.Errorf("%s: is empty, want an HDF5 file", file)
	}
	for at := int64(0); at < size; at = max(512, 2*at) {
		head := make([]byte, len(signature))
		if _, err := f.ReadAt(head, at); err != nil && err != io.EOF {
			return err
		}
		if bytes.Equal(head, signature) {
			return nil
		}
	}
	return fmt.Errorf("%s: is not an HDF5 file (its signature is missing)", file)
}
