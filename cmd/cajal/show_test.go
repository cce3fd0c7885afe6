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

// leak is a mechanism of NEURON with a unit that does not fit.
const leak = `TITLE a leak that closes
NEURON { SUFFIX closing NONSPECIFIC_CURRENT i RANGE g, e }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER { g = 0.001 (S/cm2) e = -70 (mV) tau = 10 (ms) }
STATE { m }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { m = 1 }
BREAKPOINT { SOLVE s METHOD cnexp i = g*m*(v - e + tau) }
DERIVATIVE s { m' = -m/tau }
`

// tree is a cell with a sample out of order.
const tree = `1 1 0 0 0 6 -1
2 3 0 6 0 1 1
3 3 0 60 0 0.5 4
4 3 0 30 0 0.8 2
`

// What there is in files of other programs.
func TestForeignFiles(t *testing.T) {
	in(t, map[string]string{"closing.mod": leak, "cell.swc": tree})
	text := ""
	for _, line := range []string{"check closing.mod", "check cell.swc", "explain closing.mod"} {
		got := cajal(strings.Fields(line)...)
		if got.status != 0 {
			t.Errorf("cajal %s: %+v", line, got)
		}
		text += "$ cajal " + line + "\n" + got.out + got.err + "\n"
	}
	golden(t, "foreign.txt", text)
}

// Of a network everything is explained that has equations.
func TestExplainNetwork(t *testing.T) {
	in(t, map[string]string{"plastic.star": `
E = population(10, "iaf_psc_exp")
P = population(5, "poisson", rate=10*Hz)
connect(P, E, all_to_all(), synapse="stdp", weight=10*pA, delay=1*ms)
stimulate(E, "noise_current", std=10*pA)
run(10*ms)
`})
	headings := func(model string) string {
		got := cajal("explain", model, "--pass", "equations")
		if got.status != 0 {
			t.Fatal(got.err)
		}
		var list []string
		lines := strings.Split(got.out, "\n")
		for i, line := range lines[1:] {
			if strings.HasPrefix(line, "===") {
				list = append(list, lines[i])
			}
		}
		return strings.Join(list, "; ")
	}
	want := "neuron iaf_psc_exp, in population E; generator poisson, in population P; synapse stdp, in projection P to E; stimulus noise_current, in stimulus noise_current of E"
	if got := headings("plastic.star"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	needHDF5(t)
	config := filepath.Join(here, "..", "..", "..", "shared", "data", "sonata", "9_cells", "config.json")
	if _, err := os.Stat(config); err != nil {
		t.Skip("the SONATA example circuits are not beside the repository")
	}
	got := headings(config)
	for _, want := range []string{"point process Exp2Syn, in projection excvirt_to_cortex; ", "; channel NaTs, in membranes of population cortex; "} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q among it", got, want)
		}
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
