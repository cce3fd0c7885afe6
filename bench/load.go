package bench

import (
	"strconv"
	"strings"
)

// Ticks is the unit of the system's accounts of processor time on Linux, per second.
const Ticks = 100

// Busy reads from the text of /proc/stat how long all cores together have been busy
// since the system started, s.
func Busy(stat string) (seconds float64, ok bool) {
	line, _, _ := strings.Cut(stat, "\n")
	fields := strings.Fields(line) // cpu user nice system idle iowait irq softirq steal …
	if len(fields) < 9 || fields[0] != "cpu" {
		return 0, false
	}
	for i, f := range fields[1:9] {
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return 0, false
		}
		if idle := i == 3 || i == 4; !idle {
			seconds += n / Ticks
		}
	}
	return seconds, true
}

// Own reads from the text of /proc/self/stat how long the process has been
// running on a core, s.
func Own(stat string) (seconds float64, ok bool) {
	name := strings.LastIndex(stat, ")") // it may hold blanks and brackets
	fields := strings.Fields(stat[name+1:])
	if len(fields) < 13 {
		return 0, false
	}
	for _, f := range fields[11:13] { // utime, stime
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return 0, false
		}
		seconds += n / Ticks
	}
	return seconds, true
}
