package swc

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Sample is a line of an SWC file.
type Sample struct {
	ID, Type int
	X, Y, Z  float64 // µm
	Radius   float64 // µm
	Parent   int     // id, −1 for the root
	Line     int     // of the file, from 1
}

// columns are the names of the values of a sample, in their order.
var columns = [7]string{"id", "type", "x", "y", "z", "radius", "parent"}

// parseSample reads the fields of a line. Numbers behind the seventh are counted
// as extra.
func parseSample(fields []string) (s Sample, extra int, err error) {
	if len(fields) < len(columns) {
		return s, 0, fmt.Errorf("line has %d values, want the 7 values %s", len(fields), strings.Join(columns[:], ", "))
	}
	var v [7]float64
	for i, name := range columns {
		if v[i], err = parseValue(fields[i]); err != nil {
			return s, 0, fmt.Errorf("%s is %q, want a %s%s", name, fields[i], kind(i), remedy(fields[i]))
		}
		if kind(i) == whole && (v[i] != math.Trunc(v[i]) || math.Abs(v[i]) > math.MaxInt32) {
			return s, 0, fmt.Errorf("%s is %s, want a %s", name, fields[i], whole)
		}
	}
	for _, field := range fields[len(columns):] {
		if _, err := parseValue(field); err != nil {
			return s, 0, fmt.Errorf("%q stands behind the 7 values, want nothing there: put # in front of comments", field)
		}
	}
	s = Sample{ID: int(v[0]), Type: int(v[1]), X: v[2], Y: v[3], Z: v[4], Radius: v[5], Parent: max(int(v[6]), -1)}
	return s, len(fields) - len(columns), nil
}

const (
	whole  = "whole number"
	number = "finite number"
)

func kind(column int) string {
	if column < 2 || column == 6 {
		return whole
	}
	return number
}

// remedy says how to mend a text that is no number, where there is a common reason.
func remedy(text string) string {
	if strings.Contains(text, ",") {
		return ": separate values by spaces, and write decimals with a point"
	}
	return ""
}

func parseValue(text string) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err == nil && (math.IsNaN(v) || math.Abs(v) > math.MaxFloat32) {
		err = strconv.ErrRange
	}
	return v, err
}

// check says what is wrong with a sample by itself.
func (s Sample) check() error {
	switch {
	case s.ID < 0:
		return fmt.Errorf("id is %d, want 0 or more", s.ID)
	case s.Type < 0:
		return fmt.Errorf("type is %d, want 0 or more: 1 soma, 2 axon, 3 basal and 4 apical dendrite, 5 and above as you like", s.Type)
	}
	return nil
}
