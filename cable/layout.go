package cable

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
)

// Group is a part of a layout that is solved at once: 8 cells of equal topology
// side by side, or a forest of cells, one after the other. Its piece of a column has
// shape (rows, lanes), with a row for each compartment.
type Group struct {
	// Parent of each compartment, −1 at roots. Those of a forest stand by their
	// distance from their roots, as [Sort] has them, so that a processor works on several cells.
	Parent []int32
	// Row is where each compartment stands among those of the group's piece. Joints,
	// which have no membrane, come behind the others of a cell, so that channels run through those.
	Row   []int32
	Roots int // the number of roots, which stand first
	Lanes int // 1 or 8
	From  int // where its piece of a column begins
	// Cell is the cell in each lane, −1 in a lane that is left empty; or the cells of a forest.
	Cell []int32
}

// Len is the length of the group's piece of a column.
func (g *Group) Len() int { return len(g.Parent) * g.Lanes }

// Layout says where in a column the compartments of many cells stand. It depends
// on the cells alone, and what comes out for a cell does not depend on it.
type Layout struct {
	Groups []Group
	// Len is the length of a column. Lanes that are left empty count, and gaps before groups.
	Len   int
	first []int32 // of each cell: where its compartment 0 stands
	lanes []int32 // of each cell: from one of its rows to the next
	rows  [][]int32
}

// Arrange groups cells of equal topology by 8. What is left of a topology, if it
// is at least half a group, fills one that has empty lanes; the others become forests.
// Trees must pass [Tree.Check].
func Arrange(cells []*Tree) *Layout {
	l := &Layout{first: make([]int32, len(cells)), lanes: make([]int32, len(cells)), rows: make([][]int32, len(cells))}
	var single []int32
	for _, same := range equal(cells) {
		row := behind(cells[same[0]])
		for len(same) >= Lanes/2 {
			n := min(Lanes, len(same))
			l.abreast(cells[same[0]], row, same[:n])
			same = same[n:]
		}
		single = append(single, same...)
	}
	slices.Sort(single)
	for len(single) > 0 {
		n, size := 1, cells[single[0]].Len()
		for n < len(single) && size+cells[single[n]].Len() <= forest {
			size += cells[single[n]].Len()
			n++
		}
		l.behindEachOther(cells, single[:n])
		single = single[n:]
	}
	return l
}

// forest is the most compartments of several cells that are solved together: enough to
// work on at a time, and few enough for threads to share the others.
const forest = 1024

// equal lists the cells of each topology, topologies by their first cell.
func equal(cells []*Tree) [][]int32 {
	var list [][]int32
	byTree, byParents := map[*Tree]int{}, map[string]int{}
	for c, t := range cells {
		row, known := byTree[t]
		if !known {
			if err := t.Check(); err != nil {
				panic("BUG: " + err.Error())
			}
			parents, err := binary.Append(nil, binary.LittleEndian, t.Parent)
			if err != nil {
				panic("BUG: cable: " + err.Error())
			}
			if row, known = byParents[string(parents)]; !known {
				row = len(list)
				byParents[string(parents)] = row
				list = append(list, nil)
			}
			byTree[t] = row
		}
		list[row] = append(list[row], int32(c))
	}
	return list
}

// behind puts joints behind the others.
func behind(t *Tree) []int32 {
	row := make([]int32, t.Len())
	n := int32(0)
	for _, joints := range []bool{false, true} {
		for k, c := range t.C {
			if (c == 0) == joints {
				row[k] = n
				n++
			}
		}
	}
	return row
}

// abreast makes a group of cells that all have t's topology.
func (l *Layout) abreast(t *Tree, row, cells []int32) {
	g := Group{Parent: t.Parent, Row: row, Roots: t.Roots(), Lanes: Lanes, Cell: slices.Repeat([]int32{-1}, Lanes)}
	g.From = (l.Len + Lanes - 1) / Lanes * Lanes // rows begin where vectors do
	copy(g.Cell, cells)
	for i, c := range cells {
		l.first[c], l.lanes[c], l.rows[c] = int32(g.From+i), Lanes, row
	}
	l.Groups = append(l.Groups, g)
	l.Len = g.From + g.Len()
}

// behindEachOther makes a forest of cells.
func (l *Layout) behindEachOther(trees []*Tree, cells []int32) {
	g := Group{Lanes: 1, From: l.Len, Cell: cells}
	var parents, rows []int32
	for _, c := range cells {
		t, start := trees[c], int32(len(parents))
		for _, p := range t.Parent {
			if p >= 0 {
				p += start
			} else {
				g.Roots++
			}
			parents = append(parents, p)
		}
		l.first[c], l.lanes[c], l.rows[c] = int32(l.Len)+start, 1, behind(t)
		for _, row := range l.rows[c] {
			rows = append(rows, start+row)
		}
	}
	order, err := Sort(parents)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	place := inverse(order)
	for _, old := range order {
		p := parents[old]
		if p >= 0 {
			p = place[p]
		}
		g.Parent, g.Row = append(g.Parent, p), append(g.Row, rows[old])
	}
	l.Groups = append(l.Groups, g)
	l.Len += g.Len()
}

// Index is where in a column a cell's compartment stands.
func (l *Layout) Index(cell, compartment int) int {
	return int(l.first[cell]) + int(l.rows[cell][compartment]*l.lanes[cell])
}

// group returns the group that an element of a column belongs to.
func (l *Layout) group(at int) *Group {
	if at < 0 || at >= l.Len {
		panic(fmt.Sprintf("BUG: cable: element %d of a column of %d", at, l.Len))
	}
	return &l.Groups[sort.Search(len(l.Groups), func(i int) bool { return l.Groups[i].From > at })-1]
}
