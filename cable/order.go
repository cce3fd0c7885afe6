package cable

import (
	"fmt"
	"slices"
)

// order is in what order the compartments of a group are solved. Where E is the same in every
// step, so is what elimination makes of it, and [System.SetStep] computes it once:
//
//	constant   E never changes there, nor at the parent: E holds f, and r holds r,
//	           of eliminate
//	moving     the others, with all their ancestors: elimination goes on there
//
// Sums have one order, from the last compartment to the first, whichever list the children
// are in: those of a parent are all in one.
type order struct {
	roots            []int32 // their rows, which are in none of the lists
	constant, moving []link  // from the leaves to the roots
	back             []link  // all, from the roots to the leaves
	held             []rows  // those that are moving, and the roots
}

// rows are lo ≤ row < hi.
type rows struct{ lo, hi int }

// orders are those that are known, so that groups of one topology share theirs.
type orders map[string]*order

// of is the order of a group in which E changes in some rows.
func (all orders) of(g *Group, changes []bool) *order {
	key := fmt.Sprintf("%p %v", &g.Parent[0], changes)
	if all[key] == nil {
		all[key] = newOrder(g, changes)
	}
	return all[key]
}

func newOrder(g *Group, changes []bool) *order {
	o := &order{roots: g.Row[:g.Roots]}
	path := slices.Clone(changes) // rows with a change in them or behind them
	for k := len(g.Parent) - 1; k >= g.Roots; k-- {
		row, up := g.Row[k], g.Row[g.Parent[k]]
		path[up] = path[up] || path[row]
	}
	for k := len(g.Parent) - 1; k >= g.Roots; k-- {
		l := link{g.Row[k], g.Row[g.Parent[k]]}
		o.back = append(o.back, l)
		if path[l.k] || path[l.p] || int(g.Parent[k]) < g.Roots {
			o.moving = append(o.moving, l)
		} else {
			o.constant = append(o.constant, l)
		}
	}
	slices.Reverse(o.back)
	o.held = holding(o)
	return o
}

// holding lists the rows of moving compartments and of roots.
func holding(o *order) []rows {
	list := slices.Clone(o.roots)
	for _, l := range o.moving {
		list = append(list, l.k)
	}
	slices.Sort(list)
	var held []rows
	for _, row := range list {
		if n := len(held); n > 0 && held[n-1].hi == int(row) {
			held[n-1].hi++
		} else {
			held = append(held, rows{int(row), int(row) + 1})
		}
	}
	return held
}
