package swc

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/morph"
)

// check finds the parents of all samples, which are in the order of their ids, and
// tells what is wrong with them. It reports whether they form a tree.
func (f *File) check(wrong *mistakes) bool {
	before := wrong.Len()
	if len(f.Samples) == 0 && !wrong.unread {
		wrong.Addf(0, "there are no samples, want lines of 7 values: %s", strings.Join(columns[:], ", "))
	}
	index := f.index(wrong)
	f.parents = make([]int, len(f.Samples))
	var orphans []int
	for i, s := range f.Samples {
		p, known := index[s.Parent]
		if s.Parent < 0 || !known {
			p = -1
		}
		if s.Parent >= 0 && !known {
			orphans = append(orphans, i)
		}
		f.parents[i] = p
	}
	f.checkRadii(wrong)
	f.checkCircles(wrong)
	if !wrong.unread { // else a parent may be on a line that could not be read
		f.checkTrees(wrong, orphans)
	}
	return wrong.Len() == before && len(f.Samples) > 0 && !wrong.unread
}

// index maps ids to samples and reports ids that are there twice.
func (f *File) index(wrong *mistakes) map[int]int {
	index := make(map[int]int, len(f.Samples))
	for i, s := range f.Samples {
		if first, ok := index[s.ID]; ok {
			wrong.Addf(s.Line, "id %d is also on line %d, want every id once: give one of them the unused id %d, also as parent of the samples that follow it",
				s.ID, f.Samples[first].Line, f.Samples[len(f.Samples)-1].ID+1)
			continue
		}
		index[s.ID] = i
	}
	return index
}

// checkRadii reports radii that would cut the cell in two. A tip may be a point.
func (f *File) checkRadii(wrong *mistakes) {
	inner := make([]bool, len(f.Samples))
	for _, p := range f.parents {
		if p >= 0 {
			inner[p] = true
		}
	}
	for i, s := range f.Samples {
		if s.Radius > 0 && float32(s.Radius) > 0 || s.Radius == 0 && f.parents[i] >= 0 && !inner[i] {
			continue
		}
		remedy := ""
		if p := f.parents[i]; p >= 0 && f.Samples[p].Radius > 0 {
			remedy = fmt.Sprintf(": the parent's on line %d is %g", f.Samples[p].Line, f.Samples[p].Radius)
		}
		wrong.Addf(s.Line, "radius is %g µm, want more than 0%s", s.Radius, remedy)
	}
}

// checkCircles reports samples whose parents lead back to themselves, and takes
// one link out of each circle.
func (f *File) checkCircles(wrong *mistakes) {
	walk := make([]int, len(f.Samples)) // the walk that came by first, from 1
	for i := range f.Samples {
		k := i
		for k >= 0 && walk[k] == 0 {
			walk[k] = i + 1
			k = f.parents[k]
		}
		if k >= 0 && walk[k] == i+1 {
			f.breakCircle(k, wrong)
		}
	}
}

// breakCircle reports the circle through a sample at its first line.
func (f *File) breakCircle(k int, wrong *mistakes) {
	const shown = 6
	start, size := k, 1
	for n := f.parents[k]; n != k; n = f.parents[n] {
		size++
		if f.Samples[n].Line < f.Samples[start].Line {
			start = n
		}
	}
	text := ""
	for n, left := start, min(size, shown); left > 0; n, left = f.parents[n], left-1 {
		text += fmt.Sprintf("%d → ", f.Samples[n].ID)
	}
	if size > shown {
		text += "… → "
	}
	wrong.Addf(f.Samples[start].Line, "parents go round in a circle of %d: %s%d, want a way to the root: give one of them a parent outside, or −1 if it is the root",
		size, text, f.Samples[start].ID)
	f.parents[start] = -1
}

// checkTrees reports samples, other than one root, that have no parent in the
// file. One whose parent is 0 is taken as the root where there is none, as some
// programs write it.
func (f *File) checkTrees(wrong *mistakes, orphans []int) {
	root := slices.IndexFunc(f.Samples, func(s Sample) bool { return s.Parent < 0 })
	if root < 0 && len(orphans) > 0 && f.Samples[orphans[0]].Parent == 0 {
		root = orphans[0]
		f.note(f.Samples[root].Line, "parent 0 is not in the file: sample %d is taken as the root", f.Samples[root].ID)
	}
	trees := f.trees()
	for i, s := range f.Samples {
		switch _, isOrphan := slices.BinarySearch(orphans, i); {
		case i == root || s.Parent >= 0 && !isOrphan:
		case !isOrphan && s.Type == 2 && f.Samples[root].Type == 1:
			f.loose = append(f.loose, i)
		case isOrphan:
			wrong.Addf(s.Line, "parent %d is not in the file, want the id of another sample, or −1 for the root%s", s.Parent, f.advice(i, root, trees, wrong))
		default:
			wrong.Addf(s.Line, "sample %d is a second root beside sample %d on line %d, want one tree%s",
				s.ID, f.Samples[root].ID, f.Samples[root].Line, f.advice(i, root, trees, wrong))
		}
	}
}

// tieLoose attaches pieces of the axon that nothing connects to the root, a soma,
// as NEURON does. The reconstructions of the Allen Institute have them.
func (f *File) tieLoose() {
	for _, i := range f.loose {
		f.parents[i] = slices.IndexFunc(f.Samples, func(s Sample) bool { return s.Parent < 0 })
	}
	if n := len(f.loose); n > 0 {
		first := f.Samples[f.loose[0]]
		f.note(first.Line, "%d pieces of the axon have no parent, the first begins with sample %d: they are attached to the soma, as in NEURON", n, first.ID)
	}
}

// trees returns the head of the tree that each sample belongs to.
func (f *File) trees() []int {
	heads := make([]int, len(f.Samples)) // index + 1, 0 for not yet known
	var way []int
	for i := range f.Samples {
		k := i
		for ; heads[k] == 0 && f.parents[k] >= 0; k = f.parents[k] {
			way = append(way, k)
		}
		if heads[k] == 0 {
			heads[k] = k + 1
		}
		for ; len(way) > 0; way = way[:len(way)-1] {
			heads[way[len(way)-1]] = heads[k]
		}
	}
	return heads
}

// advice names the sample nearest to one that has lost its parent, among those of
// the root's tree. It says nothing in files with many mistakes, where it would
// take long and not be shown.
func (f *File) advice(i, root int, trees []int, wrong *mistakes) string {
	if root < 0 || wrong.Len() >= morph.MostMistakes {
		return ""
	}
	best, least := -1, math.Inf(1)
	for k, s := range f.Samples {
		if d := distance(f.Samples[i], s); trees[k] == trees[root] && d < least {
			best, least = k, d
		}
	}
	if best < 0 {
		return ""
	}
	return fmt.Sprintf(": the nearest is %d on line %d, %.3g µm away", f.Samples[best].ID, f.Samples[best].Line, least)
}

func distance(a, b Sample) float64 {
	return math.Sqrt((a.X-b.X)*(a.X-b.X) + (a.Y-b.Y)*(a.Y-b.Y) + (a.Z-b.Z)*(a.Z-b.Z))
}
