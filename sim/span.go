package sim

// span is the range lo ≤ i < hi.
type span struct{ lo, hi int }

// runs joins ascending elements into ranges. With bridges, a range goes on over a few
// joints and empty lanes, where the area of membrane is 0 and nothing comes of it, which
// takes less time than to begin anew.
func (h *shaped) runs(at []int32, bridges bool) []span {
	var out []span
	for _, i := range at {
		if n := len(out); n > 0 && h.joined(out[n-1].hi, int(i), bridges) {
			out[n-1].hi = int(i) + 1
		} else {
			out = append(out, span{int(i), int(i) + 1})
		}
	}
	return out
}

// joined reports whether a range that ends before element end may go on at
// element next.
func (h *shaped) joined(end, next int, bridges bool) bool {
	if end < next && (!bridges || next-end > bridge) {
		return false
	}
	for ; end < next; end++ {
		if h.cell[end] >= 0 {
			return false
		}
	}
	return true
}

// bridge is the longest of such gaps.
const bridge = 12

// clip returns what of some ranges lies between from and to.
func clip(runs []span, from, to int) []span {
	var out []span
	for _, r := range runs {
		if lo, hi := max(r.lo, from), min(r.hi, to); lo < hi {
			out = append(out, span{lo, hi})
		}
	}
	return out
}

// without returns what of all is in none of some ranges, which ascend.
func without(all span, runs []span) []span {
	out := []span{}
	for _, r := range runs {
		if all.lo < r.lo {
			out = append(out, span{all.lo, r.lo})
		}
		all.lo = r.hi
	}
	if all.lo < all.hi {
		out = append(out, all)
	}
	return out
}
