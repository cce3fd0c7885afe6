package cable

import "slices"

// order is in what order the compartments of a group are solved. Where E is the same in every
// step, so is what elimination makes of it, and [System.SetStep] computes it once:
//
//	constant   E never changes there, nor at the parent: E holds f, and R holds r,
//	           of eliminate
//	moving     the others, with all their ancestors: elimination goes on there
//
// Sums have one order, from the last compartment to the first, whichever list the children
// are in: those of a parent are all in one.
type order struct {
	roots            int
	parent           []int32
	constant, moving []link  // from the leaves to the roots; roots are in neither
	held             []int32 // the compartments that are moving, and the roots
}

// newOrder makes the order of a tree in which E changes at some compartments.
func newOrder(roots int, parent []int32, changes []bool) *order {
	o := &order{roots: roots, parent: parent}
	path := slices.Clone(changes)
	for k := len(parent) - 1; k >= roots; k-- {
		path[parent[k]] = path[parent[k]] || path[k]
	}
	for k := len(parent) - 1; k >= 0; k-- {
		switch p := parent[k]; {
		case k < roots:
			o.held = append(o.held, int32(k))
		case path[k] || path[p] || int(p) < roots:
			o.held = append(o.held, int32(k))
			o.moving = append(o.moving, link{int32(k), p})
		default:
			o.constant = append(o.constant, link{int32(k), p})
		}
	}
	return o
}
