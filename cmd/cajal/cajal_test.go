package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// outcome is what a command line led to.
type outcome struct {
	out, err string
	status   int
}

// cajal runs a command line in the present folder.
func cajal(args ...string) outcome { return cajalUntil(context.Background(), args...) }

func cajalUntil(ctx context.Context, args ...string) outcome {
	var out, err bytes.Buffer
	status := execute(ctx, &terminal{args, &out, &err})
	return outcome{out.String(), err.String(), status}
}

// in changes to an empty folder that holds the given files.
func in(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// regular is a script whose results have a closed form.
const regular = `
title("Regular")
I = param("I", 600*pA, "constant current")
E = population(10, "iaf_psc_exp", I_e=I)
record(E[:2], "V_m", every=0.5*ms)
r = run(500*ms)
expect("rate", r.rate(E), 1/(2*ms + 10*ms*log(24/(24 - 15))), tol=3*Hz, source="closed form")
`

// What users get wrong, and what they read then: a line each, no trace, and a
// status that is not 0.
func TestMistakes(t *testing.T) {
	in(t, map[string]string{
		"regular.star": regular,
		"typo.star":    "E = population(10, \"iaf_psc_exq\")\nrun(1*ms)\n",
		"unit.star":    "E = population(10, \"iaf_psc_exp\", V_th=3*nS)\nrun(1*ms)\n",
		"delay.star":   "E = population(10, \"iaf_psc_exp\")\nconnect(E, E, all_to_all(), weight=1*pA, delay=0.01*ms)\nrun(1*ms)\n",
		"nan.star": "m = model(\"\"\"neuron runaway\nparam x 0 1\nstate V 1 = 1\n      V' = V^3/ms\nspike when V < 0\n\"\"\")\n" +
			"E = population(3, m)\nrun(10*ms)\n",
		"broken.json":  "{\"run\": {\"tstop\": 100,\n",
		"broken.eq":    "neuron broken\nstate V mV = 0\n      V' = 3 mV\nspike when V > 1 nA\n",
		"broken.mod":   "NEURON { SUFFIX broken NONSPECIFIC_CURRENT i }\nASSIGNED { v (mV) i (mA/cm2) }\nINITIAL { WATCH (v > 3) 2 }\nBREAKPOINT { i = gbar*v }\n",
		"verbatim.mod": "NEURON { SUFFIX verbatim NONSPECIFIC_CURRENT i }\nASSIGNED { v (mV) i (mA/cm2) }\nBREAKPOINT {\nVERBATIM\n\t_li = pick();\nENDVERBATIM\n}\n",
		"circle.swc":   "1 1 0 0 0 6 -1\n2 3 0 6 0 1 4\n3 3 0 30 0 1 2\n4 3 0 60 0 1 3\n",
		"orphan.swc":   "1 1 0 0 0 6 -1\n2 3 0 6 0 1 1\n3 3 0 30 0 1 7\n",
		"roots.swc":    "1 1 0 0 0 6 -1\n2 3 0 6 0 1 1\n3 3 0 30 0 1 -1\n",
		"broken.h5":    "\x89HDF\r\n\x1a\n and no more",
		"text.txt":     "",
	})
	var b strings.Builder
	for _, line := range []string{
		"frobnicate",
		"rum regular.star",
		"run",
		"run missing.star",
		"run reguler.star",
		"run text.txt",
		"run regular.star --set I",
		"run regular.star --set J=3",
		"run regular.star --set I=3*mV",
		"run regular.star --backend interpp",
		"run regular.star --threads -1",
		"run regular.star --treads 2",
		"run regular.star --until 3mV",
		"run regular.star --checkpoint state",
		"run regular.star --restore state",
		"run regular.star --restore text.txt",
		"run typo.star",
		"run unit.star",
		"run delay.star",
		"run nan.star",
		"run broken.json",
		"check broken.eq",
		"check missing.eq",
		"check broken.mod",
		"check verbatim.mod",
		"explain broken.mod",
		"check missing.mod",
		"check circle.swc",
		"check orphan.swc",
		"check roots.swc",
		"check missing.swc",
		"models adx",
		"explain adex --pass integrat",
		"explain adex --method rk5",
		"compare missing.h5 text.txt",
		"reproduce nothing",
		"bench nothing",
		"bench cuba --reps 0",
	} {
		got := cajal(strings.Fields(line)...)
		if got.status == 0 {
			t.Errorf("cajal %s: status 0, want an error; output %s", line, got.out)
		}
		fmt.Fprintf(&b, "$ cajal %s\n%sstatus %d\n\n", line, got.err, got.status)
	}
	lists := regexp.MustCompile(`\(there are: .*\)`) // they grow
	golden(t, "mistakes.txt", lists.ReplaceAllString(b.String(), "(there are: …)"))
}

// here is the folder of the package, before tests leave it.
var here, _ = os.Getwd()

// golden compares with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join(here, "testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("%s, line %d (rewrite with -update, then read):\ngot  %q\nwant %q", name, i+1, line(gotLines, i), line(wantLines, i))
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}

// A mistake found before time 0 leaves no files.
func TestMistakesLeaveNothing(t *testing.T) {
	in(t, map[string]string{"delay.star": "E = population(10, \"iaf_psc_exp\")\nconnect(E, E, all_to_all(), weight=1*pA, delay=0.01*ms)\nrun(1*ms)\n"})
	if got := cajal("run", "delay.star", "-o", "results"); got.status != exitError {
		t.Fatalf("status %d: %s", got.status, got.err)
	}
	if _, err := os.Stat("results"); !os.IsNotExist(err) {
		t.Errorf("results is there: %v", err)
	}
}
