package sonata

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// batch is spikes as they are given to a SpikeWriter.
type batch struct {
	population string
	ids        []uint64
	times      []float64
}

// random makes batches of spikes of two populations, with equal times and ids.
func random(n int) []batch {
	r := rand.New(rand.NewPCG(1, 2))
	var list []batch
	for n > 0 {
		size := min(n, 1+r.IntN(50))
		b := batch{population: []string{"v1", "lgn"}[r.IntN(2)]}
		for range size {
			b.ids = append(b.ids, r.Uint64N(20))
			b.times = append(b.times, float64(r.IntN(1000))/10)
		}
		list = append(list, b)
		n -= size
	}
	return list
}

// sortedBy returns all spikes of a population in an order.
func sortedBy(order SortOrder, list []batch, population string) []spike {
	var all []spike
	for _, b := range list {
		for i := range b.ids {
			if b.population == population {
				all = append(all, spike{b.times[i], b.ids[i], 0})
			}
		}
	}
	slices.SortStableFunc(all, order.compare)
	return all
}

// Whatever the order of spikes, the file's format and the memory for sorting,
// a file holds the same spikes in the order asked for.
func TestSpikesComeBackSorted(t *testing.T) {
	list := random(3000)
	for _, name := range []string{"s.h5", "s.csv"} {
		for _, order := range []SortOrder{Unsorted, ByID, ByTime} {
			for _, limit := range []int{sortedInMemory, 100} {
				if name == "s.h5" {
					need(t)
				}
				path := filepath.Join(t.TempDir(), "out", name)
				writeSpikes(t, path, order, limit, list)
				checkSpikes(t, fmt.Sprintf("%s %v in memory of %d", name, order, limit), path, order, list)
			}
		}
	}
}

func writeSpikes(t *testing.T, path string, order SortOrder, limit int, list []batch) {
	t.Helper()
	w, err := CreateSpikes(path, order)
	if err != nil {
		t.Fatal(err)
	}
	w.limit = limit
	w.Append("silent", nil, nil)
	for _, b := range list {
		if err := w.Append(b.population, b.ids, b.times); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(path); err == nil || w.Flush() != nil {
		t.Errorf("%s is there before it is whole", path)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if rest, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*part*")); len(rest) > 0 || w.Close() != nil {
		t.Errorf("left behind: %q", rest)
	}
}

func checkSpikes(t *testing.T, name, path string, order SortOrder, list []batch) {
	t.Helper()
	read, err := ReadSpikes(path)
	if err != nil {
		t.Fatal(err)
	}
	hdf := strings.HasSuffix(path, ".h5")
	if hdf && len(read) != 3 || !hdf && len(read) != 2 { // a table cannot say that a population is silent
		t.Errorf("%s: %d populations", name, len(read))
	}
	for _, s := range read {
		want := sortedBy(order, list, s.Population)
		same := len(want) == len(s.Times)
		for i := range want {
			same = same && want[i] == spike{s.Times[i], s.NodeIDs[i], 0}
		}
		if !same {
			t.Errorf("%s: %d spikes of %s are not the %d given", name, len(s.Times), s.Population, len(want))
		}
		if hdf && s.Sorting != order.String() {
			t.Errorf("%s: sorting is %q, want %v", name, s.Sorting, order)
		}
	}
}

func TestMixedTableIsSortedAcrossPopulations(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.csv")
	writeSpikes(t, path, ByTime, 2, []batch{
		{"a b", []uint64{1, 2}, []float64{0.1, 3}}, {"v1", []uint64{7}, []float64{2.5}}, {"v1", []uint64{7}, []float64{3}},
	})
	text, _ := os.ReadFile(path)
	want := "timestamps population node_ids\n0.1 \"a b\" 1\n2.5 v1 7\n3 \"a b\" 2\n3 v1 7\n"
	if string(text) != want {
		t.Errorf("got\n%swant\n%s", text, want)
	}
}

// Spikes of simulators come batch by batch in time and need no sorting: the
// part becomes the file.
func TestSpikesInOrderAreNotSortedAgain(t *testing.T) {
	w, err := CreateSpikes(filepath.Join(t.TempDir(), "s.csv"), ByTime)
	if err != nil {
		t.Fatal(err)
	}
	w.Append("v1", []uint64{3, 1, 2}, []float64{0.2, 0.1, 0.2})
	w.Append("v1", []uint64{5, 0}, []float64{0.2, 0.3})
	if !w.inOrder {
		t.Error("batches in order are taken for disorder")
	}
	w.Append("v1", []uint64{4}, []float64{0.3})
	w.Append("v1", []uint64{0}, []float64{0.3})
	if w.inOrder {
		t.Error("equal times with falling ids are taken for order")
	}
	if err := w.Close(); err != nil || w.Count() != 7 {
		t.Error(err)
	}
}

func TestSpikeFileLayout(t *testing.T) {
	need(t)
	path := filepath.Join(t.TempDir(), "s.h5")
	writeSpikes(t, path, ByTime, 10, []batch{{"v1", []uint64{1}, []float64{2}}})
	f, err := hdf5.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	magic, _ := hdf5.Attr[uint32](f, "/", "magic")
	version, _ := hdf5.Attr[uint32](f, "/", "version")
	units, _ := f.AttrString("/spikes/v1/timestamps", "units")
	if !slices.Equal(magic, []uint32{0x0A7A}) || !slices.Equal(version, []uint32{0, 1}) || units != "ms" {
		t.Errorf("magic %v, version %v, units %q", magic, version, units)
	}
}

func TestSpikeMessages(t *testing.T) {
	dir := t.TempDir()
	csv := func(text string) error {
		_, err := ReadSpikes(write(t, dir, "s.csv", text))
		return err
	}
	messages(t, "column", dir, csv("timestamp node_idx\n1 2\n"),
		`DIR/s.csv:1: no column "node_ids"; did you mean "node_idx"? (there are: timestamp, node_idx)`)
	messages(t, "time", dir, csv("timestamps population node_ids\n1 v1 2\nNaN v1 2\n"), `DIR/s.csv:3: time "NaN", want a number in ms`)
	messages(t, "id", dir, csv("timestamps population node_ids\n1 v1 -2\n"), `DIR/s.csv:2: node id "-2", want a whole number from 0`)
	messages(t, "empty", dir, csv(""), "DIR/s.csv: is empty, want a line of column names")
	_, err := CreateSpikes(filepath.Join(write(t, dir, "file", ""), "s.csv"), ByTime)
	messages(t, "folder", dir, err, "mkdir DIR/file: not a directory")
	need(t)
	hdf := func(steps ...func(f *hdf5.File) error) error {
		_, err := ReadSpikes(fill(t, filepath.Join(dir, "s.h5"), steps...))
		return err
	}
	messages(t, "no spikes", dir, hdf(put[int8]("/x")), "DIR/s.h5: /spikes: there is no such object; / has x")
	messages(t, "lengths", dir, hdf(put("/spikes/a/timestamps", 1.0), put("/spikes/a/node_ids", 1, uint64(2))),
		"DIR/s.h5: /spikes/a has 2 node ids but 1 timestamps")
	messages(t, "units", dir, hdf(put("/spikes/a/timestamps", 1.0), put("/spikes/a/node_ids", uint64(2)), mark("/spikes/a/timestamps", "units", "us")),
		`DIR/s.h5: /spikes/a/timestamps: units are "us", want ms or s`)
	messages(t, "negative id", dir, hdf(put("/spikes/timestamps", 1.0), put("/spikes/gids", int64(-2))),
		"DIR/s.h5: /spikes/gids: element 0 is -2, which does not fit uint64")
	if err := hdf(put("/spikes/a/timestamps", 0.5), put("/spikes/a/node_ids", uint64(2)), mark("/spikes/a/timestamps", "units", "s")); err != nil {
		t.Error(err)
	}
	s, _ := ReadSpikes(filepath.Join(dir, "s.h5"))
	if s[0].Times[0] != 500 {
		t.Errorf("0.5 s is %g ms", s[0].Times[0])
	}
}

// What a writer cannot finish stays in the part, and the error says so.
func TestSpikesStayInThePartIfTheyCannotBeFinished(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.csv")
	w, err := CreateSpikes(path, Unsorted)
	if err != nil {
		t.Fatal(err)
	}
	w.Append("v1", []uint64{1}, []float64{2})
	os.MkdirAll(filepath.Join(path, "in the way"), 0o777)
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), "what was written is in "+path+".part") {
		t.Errorf("error %v", err)
	}
	if text, _ := os.ReadFile(path + ".part"); string(text) != "timestamps population node_ids\n2 v1 1\n" {
		t.Errorf("part holds %q", text)
	}
}

// FuzzSpikesCSV: a table of spikes is read or refused; what is read can be
// written and read again.
func FuzzSpikesCSV(f *testing.F) {
	f.Add("timestamps population node_ids\n0.1 v1 3\n")
	f.Add("node_ids timestamps\r\n1 1e-3\r\n")
	f.Add("time gid population\n1 1 \"\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		type one struct {
			population string
			id         uint64
			t          float64
		}
		read := func(text string) (list []one, err error) {
			err = scanSpikes("f.csv", strings.NewReader(text), func(population string, id uint64, time float64) error {
				list = append(list, one{population, id, time})
				return nil
			})
			return list, err
		}
		list, err := read(text)
		if err != nil {
			return
		}
		var out strings.Builder
		fmt.Fprintln(&out, "timestamps population node_ids")
		for _, s := range list {
			fmt.Fprintf(&out, "%v %q %d\n", s.t, "v", s.id)
		}
		again, err := read(out.String())
		if err != nil || len(again) != len(list) {
			t.Fatalf("%q: %v", text, err)
		}
		for i := range again {
			if again[i].t != list[i].t || again[i].id != list[i].id {
				t.Errorf("%q: %v becomes %v", text, list[i], again[i])
			}
		}
	})
}

func TestNoLibraryCanBeToldFromOtherErrors(t *testing.T) {
	if err := hdf5.Available(); err == nil {
		t.Skip("libhdf5 is installed")
	}
	if _, err := CreateSpikes(filepath.Join(t.TempDir(), "s.h5"), ByTime); !errors.Is(err, hdf5.ErrNoLibrary) {
		t.Errorf("error %v, want hdf5.ErrNoLibrary", err)
	}
}
