package sonata

import (
	"path/filepath"
	"strings"
	"testing"
)

// minimal is a configuration in one file that is correct, given its files.
const minimal = `{
  "manifest": {"$BASE": "${configdir}", "$NET": "$BASE/net"},
  "run": {"tstop": 10, "dt": 0.1},
  "networks": {"nodes": [{"nodes_file": "${NET}/n.h5", "node_types_file": null}],
    "edges": [{"edges_file": "$NET/absent.h5", "enabled": false}]},
  "inputs": {"b": {"module": "x"}, "a": {"module": "y", "enabled": false}, "0": {"module": "z"}},
  "unheard_of": [1, 2]
}`

func TestConfigInOneFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "net/n.h5", "")
	c, err := ReadConfig(write(t, dir, "c.json", minimal))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Nodes) != 1 || c.Nodes[0] != (NetworkFile{File: filepath.Join(dir, "net", "n.h5")}) || len(c.Edges) != 0 {
		t.Errorf("files %+v %+v", c.Nodes, c.Edges)
	}
	if len(c.Inputs) != 2 || c.Inputs[0].Name != "b" || c.Inputs[1].Name != "0" {
		t.Errorf("inputs %+v, want the enabled ones in the file's order", c.Inputs)
	}
	if c.Run != (Run{Tstop: 10, Dt: 0.1, DL: 20, SpikeThreshold: -15, OverwriteOutputDir: true}) || c.Conditions.Celsius != 34 {
		t.Errorf("defaults %+v %+v", c.Run, c.Conditions)
	}
	if want := filepath.Join(dir, "output", "spikes.h5"); c.Output.SpikesFile != want {
		t.Errorf("spikes go to %s, want %s", c.Output.SpikesFile, want)
	}
}

// A file that two others name, each in its way, is read once.
func TestConfigNamedTwice(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, dir, "net/n.h5", "")
	write(t, dir, "circuit.json", `{"networks": {"nodes": [{"nodes_file": "net/n.h5", "node_types_file": null}]}}`)
	write(t, dir, "simulation.json", `{"run": {"tstop": 10, "dt": 0.1}, "network": "../`+filepath.Base(dir)+`/circuit.json"}`)
	write(t, dir, "c.json", `{"network": "circuit.json", "simulation": "simulation.json"}`)
	c, err := ReadConfig("c.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Nodes) != 1 {
		t.Errorf("%d files of nodes, want 1: %v", len(c.Nodes), c.Nodes)
	}
}

func TestConfigMessages(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "net/n.h5", "")
	change := func(old, new string) error {
		_, err := ReadConfig(write(t, dir, "c.json", strings.Replace(minimal, old, new, 1)))
		return err
	}
	_, none := ReadConfig(filepath.Join(dir, "none.json"))
	messages(t, "missing", dir, none, "open DIR/none.json: no such file or directory")
	messages(t, "syntax", dir, change(`"dt": 0.1}`, `"dt": 0.1]`),
		"DIR/c.json:3:33: invalid character ']' after object key:value pair")
	messages(t, "cut off", dir, change(`"unheard_of": [1, 2]`+"\n}", ""), "DIR/c.json:7:2: unexpected end of JSON input")
	messages(t, "cyclic alias", dir, change(`"${configdir}"`, `"$NET/.."`),
		"DIR/c.json:2:25: manifest: cyclic alias $BASE → $NET → $BASE")
	messages(t, "unknown variable", dir, change("${NET}/n.h5", "${NETT}/n.h5"),
		`DIR/c.json:4:41: networks.nodes.nodes_file: unknown variable $NETT; did you mean "NET"? (there are: BASE, NET, configdir)`)
	messages(t, "missing file", dir, change("${NET}/n.h5", "$NET/m.h5"),
		"DIR/c.json:4:41: networks.nodes.nodes_file: DIR/net/m.h5: file does not exist")
	messages(t, "several", dir, change(`"tstop": 10, "dt": 0.1`, `"tstop": "long", "dt": 0, "dL": true`),
		`DIR/c.json:3:20: run.tstop is "long", want a number`,
		"DIR/c.json:3:34: run.dt is 0, want a step in ms above 0",
		"DIR/c.json:3:43: run.dL is true, want a number")
	messages(t, "no run", dir, change(`"run"`, `"ran"`),
		"DIR/c.json: has no run block with tstop and dt; give the simulation's configuration")
	messages(t, "no tstop", dir, change(`"tstop": 10, `, ``),
		"DIR/c.json: run.tstop is missing, want an end in ms after tstart, 0 ms")
	messages(t, "twice", dir, change(`"dt": 0.1`, `"dt": 0.1, "dt": 0.2`), `DIR/c.json:3:35: key "dt" stands here a second time`)
	messages(t, "includes itself", dir, change(`"unheard_of": [1, 2]`, `"network": "c.json"`),
		"DIR/c.json:7:14: network: the file DIR/c.json includes itself")
	messages(t, "sort order", dir, change(`"unheard_of": [1, 2]`, `"output": {"spikes_sort_order": "tim"}`),
		`DIR/c.json:7:35: output.spikes_sort_order: is "tim", want none, time or id`)
}

func TestComponentMessages(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "models/IntFire1_exc.json", "{}")
	c := &Config{Path: "c.json", Components: map[string]string{"m": filepath.Join(dir, "models")}}
	_, err := c.Component("m", "IntFire1_ecx.json")
	messages(t, "name", dir, err,
		`components.m: DIR/models has no file IntFire1_ecx.json; did you mean "IntFire1_exc.json"? (there are: IntFire1_exc.json)`)
	_, err = c.Component("n", "IntFire1_exc.json")
	messages(t, "key", dir, err, "c.json: components.n is missing, where IntFire1_exc.json should be")
}

// Whatever the manifest says, expansion ends and stays short, and a variable
// without a meaning has no text and a message.
func FuzzManifest(f *testing.F) {
	f.Add(`{"$A": "x", "$B": "$A/y", "C": "${B}${A}"}`, "$C")
	f.Add(`{"$A": "$B", "$B": "$C", "$C": "$A"}`, "$A$B")
	f.Add(`{"$A": "$A"}`, "${A}")
	f.Add(`{"$A": "$B$B$B", "$B": "$C$C$C", "$C": "$D$D$D", "$D": "0123456789"}`, "$A")
	f.Add(`{"A": "${configdir}$", "${B}": 1}`, "$B${")
	f.Fuzz(func(t *testing.T, text, use string) {
		d, top, err := parseDocument("f.json", []byte(text))
		if err != nil {
			return
		}
		var m mistakes
		vars := readManifest(d, top, nil, &m)
		if out, _, _ := vars.expand(use); len(out) > len(use)*(longestPath+len(text)) {
			t.Errorf("%q expands to %d bytes", use, len(out))
		}
		for name, text := range vars.text {
			if vars.failed[name] && (text != "" || len(m.list) == 0) {
				t.Errorf("%s failed and is %q", name, text)
			}
		}
	})
}

// A configuration is read or refused; it never panics, and a refusal names the
// file.
func FuzzConfig(f *testing.F) {
	f.Add(minimal)
	f.Add(`{"network": {"networks": {"nodes": 3}}, "simulation": {"run": []}}`)
	f.Add(`{"inputs": {"a": {"node_set": [1, "x"], "amp": 1e400}}, "node_sets": {"a": ["a"]}}`)
	f.Add(`{"reports": {"a": {"cells": {"x": [null]}, "file_name": 3}}, "output": {"output_dir": "$X"}}`)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		path := write(t, dir, "c.json", text)
		if _, err := ReadConfig(path); err != nil && !strings.Contains(err.Error(), "c.json") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
