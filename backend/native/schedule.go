package native

// The order of instructions. Those on the longest way to the end go first, but only
// within a window past the oldest one still waiting, in the order in which the
// kernel was written: without that bound, large kernels keep hundreds of
// values alive (measured: 252 spilled against 12).
func (t target) window() int {
	if t.wide() {
		return 130
	}
	return 192
}

// schedule returns the nodes that need instructions, in the order of doing them.
func schedule(g *graph) []ref {
	s := newScheduler(g)
	for len(s.out) < len(s.order) {
		s.issue(s.pick())
	}
	return s.out
}

type scheduler struct {
	g     *graph
	order []ref // creation order, effects where their value is ready
	place []int // in order, by node
	users [][]ref
	wait  []int // arguments not yet issued, by node
	path  []int // latency to the end
	at    []int // when the arguments are there
	left  []int // users not yet issued
	ready []ref
	done  []bool
	low   int // oldest node in order that is not done
	now   int // in half cycles: two instructions a cycle
	free  int // when the divider is
	live  int
	out   []ref
}

func newScheduler(g *graph) *scheduler {
	n := len(g.nodes)
	s := &scheduler{
		g: g, place: make([]int, n), users: make([][]ref, n), wait: make([]int, n), path: make([]int, n),
		at: make([]int, n), left: make([]int, n), done: make([]bool, n),
	}
	s.arrange()
	for i := len(s.order) - 1; i >= 0; i-- {
		r := s.order[i]
		for _, u := range s.users[r] {
			s.path[r] = max(s.path[r], s.path[u])
		}
		s.path[r] += int(codes[g.nodes[r].code].latency) * 2
	}
	for _, r := range s.order {
		if s.wait[r] == 0 {
			s.ready = append(s.ready, r)
		}
	}
	return s
}

// arrange finds the nodes that effects need, and puts effects right after their value.
func (s *scheduler) arrange() {
	need := make([]bool, len(s.g.nodes))
	effects := map[ref][]ref{}
	for _, e := range s.g.effects {
		a := max(s.g.nodes[e].a, s.g.nodes[e].b)
		need[e], need[a] = true, true
		effects[a] = append(effects[a], e)
	}
	for i := len(s.g.nodes) - 1; i >= 0; i-- {
		if need[i] {
			for _, a := range s.g.nodes[i].args() {
				need[a] = true
			}
		}
	}
	lists := make([][]ref, s.g.copies)
	for i := range s.g.nodes {
		s.place[i] = -1
		n := &s.g.nodes[i]
		if need[i] && codes[n.code].form != effect {
			if !n.inMemory() {
				lists[n.copy] = append(lists[n.copy], ref(i))
			}
			for _, e := range effects[ref(i)] {
				copy := s.g.nodes[e].copy
				lists[copy] = append(lists[copy], e)
			}
		}
	}
	s.merge(lists)
}

// merge takes from the lists of the copies in turn; what a copy needs of another comes before.
func (s *scheduler) merge(lists [][]ref) {
	for more := true; more; {
		more = false
		for i, list := range lists {
			if len(list) > 0 {
				more = true
			}
			if len(list) > 0 && s.follows(list[0]) {
				s.append(list[0])
				lists[i] = list[1:]
			}
		}
	}
	s.chainSpikes()
	s.passAfterReads()
}

// passAfterReads keeps what passes to the next vector from overwriting what came from the one before.
func (s *scheduler) passAfterReads() {
	if s.g.passing == 0 {
		return
	}
	readers := make([][]ref, s.g.passing)
	for _, r := range s.order {
		for _, a := range s.g.nodes[r].args() {
			if n := &s.g.nodes[a]; n.code == given {
				readers[n.imm] = append(readers[n.imm], r)
			}
		}
	}
	for _, e := range s.g.effects {
		if n := &s.g.nodes[e]; n.code == leave {
			for _, r := range readers[n.imm] {
				s.users[r] = append(s.users[r], e)
				s.wait[e]++
			}
		}
	}
}

// chainSpikes keeps the spikes of several vectors in the order of their lanes.
func (s *scheduler) chainSpikes() {
	last := none
	for _, e := range s.g.effects {
		if s.g.nodes[e].code != spike {
			continue
		}
		if last != none {
			s.users[last] = append(s.users[last], e)
			s.wait[e]++
		}
		last = e
	}
}

// follows reports whether the arguments of r have their places.
func (s *scheduler) follows(r ref) bool {
	for _, a := range s.distinct(r) {
		if s.place[a] < 0 {
			return false
		}
	}
	return true
}

func (s *scheduler) append(r ref) {
	s.place[r] = len(s.order)
	s.order = append(s.order, r)
	for _, a := range s.distinct(r) {
		s.users[a] = append(s.users[a], r)
		s.left[a]++
		s.wait[r]++
	}
}

// distinct lists the arguments of r that need instructions, each once.
func (s *scheduler) distinct(r ref) []ref {
	var room [3]ref
	out := room[:0]
	for _, a := range s.g.nodes[r].args() {
		seen := s.g.nodes[a].inMemory()
		for _, b := range out {
			seen = seen || a == b
		}
		if !seen {
			out = append(out, a)
		}
	}
	return out
}

// pick chooses among what is ready and within the window; the first, where a value that vectors share keeps the
// window closed.
func (s *scheduler) pick() int {
	for s.done[s.order[s.low]] {
		s.low++
	}
	best, first := -1, 0
	for i, r := range s.ready {
		if s.place[r] <= s.low+s.g.window() && (best < 0 || s.better(r, s.ready[best])) {
			best = i
		}
		if s.place[r] < s.place[s.ready[first]] {
			first = i
		}
	}
	if best < 0 {
		return first
	}
	return best
}

// pressure is how many live values make the scheduler prefer what frees registers.
func (s *scheduler) pressure() int {
	if s.g.wide() {
		return 27
	}
	return 10
}

func (s *scheduler) better(x, y ref) bool {
	if s.live >= s.pressure() {
		if dx, dy := s.growth(x) > 0, s.growth(y) > 0; dx != dy {
			return dy
		}
	}
	inTime, other := s.at[x] <= s.now, s.at[y] <= s.now
	switch {
	case inTime != other:
		return inTime
	case inTime && s.path[x] != s.path[y]:
		return s.path[x] > s.path[y]
	case !inTime && s.at[x] != s.at[y]:
		return s.at[x] < s.at[y]
	}
	return s.place[x] < s.place[y]
}

// growth is by how many values issuing r adds to those alive.
func (s *scheduler) growth(r ref) int {
	d := 1
	if codes[s.g.nodes[r].code].form == effect {
		d = 0
	}
	for _, a := range s.distinct(r) {
		if s.left[a] == 1 {
			d--
		}
	}
	return d
}

// issue takes entry i of the ready ones.
func (s *scheduler) issue(i int) {
	r := s.ready[i]
	s.ready[i] = s.ready[len(s.ready)-1]
	s.ready = s.ready[:len(s.ready)-1]
	s.live += s.growth(r)
	s.done[r] = true
	s.out = append(s.out, r)
	start := s.start(r)
	s.now = start + slots(s.g.nodes[r].code)
	for _, a := range s.distinct(r) {
		s.left[a]--
	}
	for _, u := range s.users[r] {
		s.at[u] = max(s.at[u], start+2*int(codes[s.g.nodes[r].code].latency))
		if s.wait[u]--; s.wait[u] == 0 {
			s.ready = append(s.ready, u)
		}
	}
}

// slots is how many half cycles of the ports an instruction takes.
func slots(c code) int {
	switch c {
	case store, leave:
		return 0
	case amend:
		return 2
	case div:
		return 3
	}
	return 1
}

// start is when r runs if it is next. The divider is busy for a part of a division's time.
func (s *scheduler) start(r ref) int {
	start := max(s.now, s.at[r])
	if s.g.nodes[r].code == div {
		start = max(start, s.free)
		s.free = start + s.g.divisionTime()
	}
	return start
}

// divisionTime is for how many half cycles a division keeps others waiting.
func (t target) divisionTime() int {
	cycles := 16
	if t.single {
		cycles = 10
	}
	return 2 * cycles * t.vectorBytes() / 64
}
