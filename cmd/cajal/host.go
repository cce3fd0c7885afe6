package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/cajal-sim/cajal/experiment"
)

// version is that of the next or present release.
const version = "0.1.0"

// versionCommand is cajal version.
type versionCommand struct{}

// Run prints the version and what the program was built from.
func (versionCommand) Run(t *terminal) error {
	fmt.Fprintf(t.out, "cajal %s (%s, %s/%s)\n", fullVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

// fullVersion is the version with the commit the program was built from, where
// that is known.
func fullVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = "+" + s.Value[:min(len(s.Value), 12)]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "-changed"
		}
	}
	if commit == "" {
		return version
	}
	return version + commit + changed
}

// began is when the process started, but for the few milliseconds that Go and the
// packages take to set themselves up.
var began = time.Now()

// host tells an experiment what it cannot know by itself.
func (t *terminal) host() experiment.Host {
	return experiment.Host{
		Version: fullVersion(), Command: commandLine(t.args), Machine: machine(),
		Now: time.Now, Began: began, PeakMemory: peakMemory,
	}
}

// commandLine prints arguments as one would type them.
func commandLine(args []string) string {
	words := []string{"cajal"}
	for _, a := range args {
		if a == "" || strings.ContainsAny(a, " \t'\"$&|;<>()*?[]\\") {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
	}
	return strings.Join(words, " ")
}

// machine describes the processor and the system.
func machine() string {
	return fmt.Sprintf("%s, %d cores, %s/%s", processor(), runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH)
}

func processor() string {
	if name := field("/proc/cpuinfo", "model name"); name != "" {
		return name
	}
	return "processor unknown"
}

// peakMemory returns the most memory that the process has had, MB: what the
// system counted or, where it does not say, what Go took from it.
func peakMemory() float64 {
	words := strings.Fields(field("/proc/self/status", "VmHWM"))
	if len(words) == 2 {
		if kB, err := strconv.ParseFloat(words[0], 64); err == nil {
			return kB / 1024
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}

// field returns the value of the first line "name: value" of a file of the
// system, "" if there is none.
func field(path, name string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		key, value, found := strings.Cut(line, ":")
		if found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
