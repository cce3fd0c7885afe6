package sonata

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
)

// twoPopulations makes a file with populations a (4 nodes, two types, two
// groups with different attributes) and b (2 nodes).
func twoPopulations(t *testing.T, dir string) []*Nodes {
	need(t)
	file := fill(t, filepath.Join(dir, "nodes.h5"),
		put("/nodes/a/node_type_id", 100, 101, 100, uint32(101)),
		put("/nodes/a/node_id", 10, 11, 12, uint64(13)),
		put("/nodes/a/node_group_id", 0, 1, 1, uint16(0)),
		put("/nodes/a/node_group_index", 1, 0, 1, uint16(0)),
		put("/nodes/a/0/x", 0.5, 1.5),
		put("/nodes/a/0/layer", 0, uint8(1)),
		put("/nodes/a/1/x", 2.5, 3.5),
		put("/nodes/a/1/tau", 7, 8.0),
		put("/nodes/a/1/dynamics_params/g", 1, 2.0),
		put("/nodes/b/node_type_id", 100, uint32(100)),
	)
	types := write(t, dir, "types.csv", "node_type_id population ei tau dynamics_params\r\n"+
		"100 a e 20.5 NULL\r\n101\ta\ti  NONE\tx.json \r\n\r\n100 b \"both of them\" 3 \"\"")
	nodes, err := ReadNodes(file, types)
	if err != nil {
		t.Fatal(err)
	}
	return nodes
}

func TestNodesJoinGroupsAndTypes(t *testing.T) {
	nodes := twoPopulations(t, t.TempDir())
	a, b := nodes[0], nodes[1]
	if a.Population != "a" || b.Population != "b" || !slices.Equal(b.NodeID, []uint32{0, 1}) {
		t.Fatalf("populations %s and %s, ids %v", a.Population, b.Population, b.NodeID)
	}
	for _, tt := range []struct{ name, want string }{
		{"x", "[1.5 2.5 3.5 0.5]"},
		{"tau", "[20.5 7 8 NaN]"}, // rows 1 and 2 override their types, row 3 is missing
		{"dynamics_params/g", "[NaN 1 2 NaN]"},
		{"layer", "[1 NaN NaN 0]"},
	} {
		if got, err := a.Numbers(tt.name); fmt.Sprint(got) != tt.want {
			t.Errorf("%s is %v %v, want %s", tt.name, got, err, tt.want)
		}
	}
	if got, err := a.Texts("dynamics_params"); fmt.Sprintf("%q", got) != `["" "x.json" "" "x.json"]` {
		t.Errorf("dynamics_params %q %v", got, err)
	}
	if got, err := b.Texts("ei"); fmt.Sprintf("%q", got) != `["both of them" "both of them"]` {
		t.Errorf("ei of b %q %v", got, err)
	}
	if rows := a.Rows(); rows[12] != 2 {
		t.Errorf("node 12 is row %d, want 2", rows[12])
	}
}

func TestSelect(t *testing.T) {
	dir := t.TempDir()
	nodes := twoPopulations(t, dir)
	sets, err := ReadNodeSets(write(t, dir, "sets.json", `{
		"exc": {"ei": "e"}, "some": ["exc", "b"], "nested": ["some", "twelve"],
		"twelve": {"population": "a", "node_id": [12, 99]}, "gids": {"gids": [1, 5]}, "none": {"ei": "x"},
		"and": {"ei": ["i", "e"], "tau": 7}, "number": {"tau": 20.5}, "group": {"node_group_id": 1},
		"a": {"population": ["a"], "node_type_id": 101}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ set, want string }{
		{"all", "a[0 1 2 3] b[0 1]"},
		{"b", "b[0 1]"}, // a population's name
		{"exc", "a[0 2]"},
		{"some", "a[0 2] b[0 1]"},
		{"nested", "a[0 2] b[0 1]"},
		{"twelve", "a[2]"},
		{"gids", "a[1] b[1]"}, // 5 counts through a's four nodes
		{"none", ""},
		{"and", "a[1]"},
		{"number", "a[0]"},
		{"group", "a[1 2]"},
		{"a", "a[1 3]"}, // a set hides the population of its name
	} {
		sel, err := sets.Select(Named(tt.set), nodes)
		got := ""
		for _, s := range sel {
			got += fmt.Sprint(" ", s.Nodes.Population, s.Index)
		}
		if err != nil || (got != "" && got[1:] != tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s picks %q %v, want %q", tt.set, got, err, tt.want)
		}
	}
	if sel, err := sets.Select(NodeSet{}, nodes); err != nil || len(sel) != 2 {
		t.Errorf("the zero node set picks %v %v, want all", sel, err)
	}
}

func TestNodeSetMessages(t *testing.T) {
	dir := t.TempDir()
	read := func(text string) error {
		_, err := ReadNodeSets(write(t, dir, "s.json", text))
		return err
	}
	messages(t, "cyclic", dir, read(`{"a": ["b"], "b": ["c", "a"], "c": {"x": 1}}`), "DIR/s.json:1:7: cyclic node set a → b → a")
	messages(t, "itself", dir, read(`{"a": "a"}`), "DIR/s.json:1:7: cyclic node set a → a")
	messages(t, "several", dir, read("{\"a\": 3,\n\"b\": {\"x\": null}, \"c\": [\"d\", 1]}"),
		"DIR/s.json:1:7: node set is 3, want a name, a list of names or an object of attributes",
		"DIR/s.json:2:12: node set: x is null, want a number, text or a list of either",
		"DIR/s.json:2:30: node set has 1 in its list, want a name")
	nodes := twoPopulations(t, dir)
	sets, err := ReadNodeSets(write(t, dir, "s.json", `{"recorded_cells": ["recroded"], "wrong": {"tua": 7}}`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = sets.Select(Named("recorded_cels"), nodes)
	messages(t, "unknown", dir, err,
		`DIR/s.json: no node set or population "recorded_cels"; did you mean "recorded_cells"? (there are: recorded_cells, wrong, a, b)`)
	_, err = sets.Select(Named("recorded_cells"), nodes)
	messages(t, "unknown inside", dir, err,
		`DIR/s.json: no node set or population "recroded" (there are: recorded_cells, wrong, a, b)`)
	_, err = sets.Select(Named("wrong"), nodes)
	messages(t, "attribute", dir, err,
		`node set {tua: 7}: no population has the attribute "tua"; did you mean "tau"?`+
			` (there are: dynamics_params, dynamics_params/g, ei, layer, node_id, population, tau, x)`)
}

func TestTableMessages(t *testing.T) {
	dir := t.TempDir()
	a := twoPopulations(t, dir)[0]
	_, err := a.Numbers("taw")
	messages(t, "attribute", dir, err,
		`DIR/nodes.h5: /nodes/a: no attribute "taw"; did you mean "tau"? (there are: dynamics_params, dynamics_params/g, ei, layer, tau, x)`)
	_, err = a.Numbers("ei")
	messages(t, "text", dir, err, `DIR/types.csv:2: ei is "e", want a number`)
	types := func(text string) error {
		_, err := ReadNodes(filepath.Join(dir, "nodes.h5"), write(t, dir, "t.csv", text))
		return err
	}
	messages(t, "wrong column", dir, types("node_typ_id ei\n100 e\n"),
		`DIR/t.csv:1: no column "node_type_id"; did you mean "node_typ_id"? (there are: node_typ_id, ei)`)
	messages(t, "types missing", dir, types("node_type_id ei\n100 e\n"),
		"DIR/t.csv: no node type 101, which 2 rows of DIR/nodes.h5:/nodes/a have")
	messages(t, "rows", dir, types("node_type_id ei\n100 e f\nx e\n100 e\n101 i\n101 i\n102 \"i\n"),
		"DIR/t.csv:2: has 3 values, want 2 as the columns are node_type_id ei",
		`DIR/t.csv:3: type id "x", want a whole number from 0`,
		"DIR/t.csv:6: type 101 stands here a second time, first in line 5",
		"DIR/t.csv:7: the quote at column 5 is not closed",
	)
	messages(t, "no file", dir, func() error {
		_, err := ReadNodes(filepath.Join(dir, "none.h5"), "")
		return err
	}(), "DIR/none.h5: file does not exist")
	short := fill(t, filepath.Join(dir, "short.h5"), put("/nodes/a/node_type_id", 1, uint32(2)), put("/nodes/a/node_id", uint32(0)))
	_, err = ReadNodes(short, "")
	messages(t, "lengths", dir, err, "DIR/short.h5: /nodes/a/node_id has 1 values, want 2 as node_type_id has")
	double := fill(t, filepath.Join(dir, "double.h5"), put("/nodes/a/node_type_id", 1, uint32(2)), put("/nodes/a/node_id", 7, uint32(7)))
	_, err = ReadNodes(double, "")
	messages(t, "ids", dir, err, "DIR/double.h5: /nodes/a/node_id: rows 0 and 1 are both node 7")
	_, err = ReadEdges(double, "")
	messages(t, "kind", dir, err, "DIR/double.h5: /edges: there is no such object; / has nodes")
}

func TestEdges(t *testing.T) {
	need(t)
	dir := t.TempDir()
	file := fill(t, filepath.Join(dir, "e.h5"),
		put("/edges/x_to_y/edge_type_id", 1, 2, uint32(1)),
		put("/edges/x_to_y/source_node_id", 5, 6, uint64(7)),
		put("/edges/x_to_y/target_node_id", 0, 1, uint64(2)),
		put("/edges/x_to_y/0/delay", 1, 2, 3.0),
		put("/edges/x_to_y/0/model", 1, 0, uint8(1)),
		mark("/edges/x_to_y/source_node_id", "node_population", "xx"),
		put("/edges/old/edge_type_id", uint32(1)),
		put("/edges/old/source_node_id", uint64(0)),
		put("/edges/old/target_node_id", uint64(0)),
		mark("/edges/old/source_node_id", "network", "s"),
		mark("/edges/old/target_node_id", "network", "t"),
	)
	list, err := ReadEdges(file, "")
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	old, e := list[0], list[1]
	if old.Source != "s" || old.Target != "t" || e.Source != "xx" || e.Target != "y" {
		t.Errorf("ends %s %s, %s %s", old.Source, old.Target, e.Source, e.Target)
	}
	if delay, err := e.Numbers("delay"); err != nil || !slices.Equal(delay, []float64{1, 2, 3}) || e.SourceID[2] != 7 {
		t.Errorf("delays %v %v, sources %v", delay, err, e.SourceID)
	}
	bad := fill(t, filepath.Join(dir, "bad.h5"),
		put("/edges/a/edge_type_id", 1, uint32(1)), put("/edges/a/source_node_id", uint64(0)))
	_, err = ReadEdges(bad, "")
	messages(t, "lengths", dir, err, "DIR/bad.h5: /edges/a/source_node_id has 1 values, want 2 as edge_type_id has")
	wide := fill(t, filepath.Join(dir, "wide.h5"), put("/edges/a/edge_type_id", uint64(1<<40)))
	_, err = ReadEdges(wide, "")
	messages(t, "wide", dir, err, "DIR/wide.h5: /edges/a/edge_type_id: element 0 is 1099511627776, which does not fit uint32")
}
