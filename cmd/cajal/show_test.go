package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/bench"
	"github.com/cajal-sim/cajal/examples"
	"github.com/cajal-sim/cajal/gallery"
	"github.com/cajal-sim/cajal/models"
)

// The library's models can be shown, cited and explained, each of them.
func TestLibrary(t *testing.T) {
	if list := cajal("models"); list.status != 0 || strings.Count(list.out, "\n") != len(models.All()) {
		t.Errorf("cajal models: %+v, want %d", list, len(models.All()))
	}
	for _, m := range models.All() {
		name := m.Name
		for _, command := range []string{"models", "explain", "cite"} {
			if got := cajal(command, name); got.status != 0 || command != "cite" && got.out == "" {
				t.Errorf("cajal %s %s: %+v", command, name, got)
			}
		}
	}
}

// What explain shows is read by people: a small model in full.
func TestExplain(t *testing.T) {
	in(t, map[string]string{"lif.eq": `neuron lif "Leaky integrate-and-fire"
source  Lapicque 1907, J Physiol Pathol Gen 9:620
param   tau 20 ms   membrane time constant
        E   20 mV   drive
state   V mV = 0 mV membrane potential
        tau V' = E - V
spike when V > 15 mV { V = 0 mV }
`})
	golden(t, "explain.txt", cajal("explain", "lif.eq").out+"\n# jacobian\n"+cajal("explain", "lif.eq", "--pass", "jacobian").out)
}

func TestCheck(t *testing.T) {
	in(t, map[string]string{"regular.star": regular})
	got := cajal("check", "regular.star")
	if want := "regular.star is correct: 1 population, 10 neurons, 0 synapses\n"; got.out != want || got.status != 0 {
		t.Errorf("got %+v, want %q", got, want)
	}
	if _, err := os.Stat("out"); err == nil {
		t.Error("checking wrote files")
	}
}

// Every script that comes with the program is correct up to its first run; what
// it gives, cajal reproduce checks.
func TestScripts(t *testing.T) {
	for folder, scripts := range map[string]fs.FS{"gallery": gallery.Scripts, "examples": examples.Scripts, "bench": bench.Scripts} {
		names, err := fs.Glob(scripts, "*"+scriptEnding)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v, %v", folder, names, err)
		}
		for _, name := range names {
			t.Run(folder+"/"+name, func(t *testing.T) {
				if got := cajal("check", filepath.Join(here, "..", "..", folder, name)); got.status != 0 {
					t.Error(got.err)
				}
			})
		}
	}
}

func TestVersion(t *testing.T) {
	if got := cajal("version"); !strings.HasPrefix(got.out, "cajal "+version) {
		t.Errorf("got %+v", got)
	}
}
