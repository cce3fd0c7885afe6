package hdf5

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// errorRecord is H5E_error2_t: one entry of libhdf5's error stack.
type errorRecord struct {
	_           [3]id // class, major and minor number
	_           uint32
	_           [2]uintptr // function and file
	description uintptr
}

// reasons is filled by collectReason while H5Ewalk2 runs, under mu.
var reasons []string

func collectReason(_ uint32, record *errorRecord, _ uintptr) uintptr {
	reasons = append(reasons, cText(record.description))
	return 0
}

// noisy matches what libhdf5 adds to the system's reason: time, buffers, sizes.
var noisy = regexp.MustCompile(`: time = .*error message = '([^']*)'.*`)

// cutOff matches what libhdf5 says of a file that is shorter than its header says.
var cutOff = regexp.MustCompile(`truncated file: eof = (\d+),.* stored_eof = (\d+)`)

// reason returns why the last call into the library did not succeed, in the
// library's own words, innermost cause first, on one line.
func (lib *library) reason() error {
	reasons = reasons[:0]
	lib.H5Ewalk2(0, walkFromInside, lib.walker, 0)
	lib.H5Eclear2(0)
	for _, text := range reasons {
		if m := cutOff.FindStringSubmatch(text); m != nil {
			return fmt.Errorf("it is cut off after %s of %s bytes", m[1], m[2])
		}
		if text = noisy.ReplaceAllString(strings.Join(strings.Fields(text), " "), ": $1"); text != "" {
			return errors.New(text)
		}
	}
	return errors.New("libhdf5 gives no reason")
}
