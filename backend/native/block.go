package native

import (
	"math"
	"runtime"
	"unsafe"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// inPlace runs n lanes from lo, whole iterations of passes, on the caller's columns.
func (f *frame[T]) inPlace(lo, n int, passes []*pass) {
	for i, p := range f.c.b.pointers {
		switch p.kind {
		case ownColumn:
			f.pointers[i] = unsafe.Pointer(&f.columns[p.n][lo : lo+n][0])
		case indexTable:
			f.pointers[i] = unsafe.Pointer(&f.args.Index[p.n][lo : lo+n][0])
		default:
			f.pointers[i] = f.common(p)
		}
	}
	f.run(passes, lo, n, n, false)
}

// copied runs the first n lanes of f.lanes on copies of their elements, padded to whole
// vectors with more of the last lane.
func (f *frame[T]) copied(n int) {
	padded := (n + f.width - 1) / f.width * f.width
	for i := n; i < padded; i++ {
		f.lanes[i] = f.lanes[n-1]
	}
	lanes := f.lanes[:padded]
	for i, p := range f.c.b.pointers {
		switch p.kind {
		case ownColumn:
			from, to := f.columns[p.n], f.own[p.n][:padded]
			for j, lane := range lanes[:n] {
				to[j] = from[lane]
			}
			for j := n; j < padded; j++ {
				to[j] = to[n-1]
			}
			f.pointers[i] = unsafe.Pointer(&to[0])
		case indexTable:
			from, to := f.args.Index[p.n], f.index[p.n][:padded]
			for j, lane := range lanes {
				to[j] = from[lane]
			}
			f.pointers[i] = unsafe.Pointer(&to[0])
		default:
			f.pointers[i] = f.common(p)
		}
	}
	f.run(f.c.passes, int(lanes[0]), n, padded, true)
}

// common is a pointer that does not depend on the lanes.
func (f *frame[T]) common(p pointer) unsafe.Pointer {
	switch p.kind {
	case wholeColumn:
		return unsafe.Pointer(unsafe.SliceData(f.columns[p.n]))
	case blockColumn:
		return unsafe.Pointer(&f.block[p.n][0])
	case countTable:
		for i, r := range f.c.means {
			if int(r) == p.n {
				return f.tables[i].table(f.c.b.single)
			}
		}
	case laneNumbers:
		return unsafe.Pointer(&f.lanes[0])
	case spikePlaces:
		return unsafe.Pointer(&f.spikes[0])
	}
	panic("BUG: native: a pointer to nothing")
}

// run runs the passes over n lanes, of which the first is given, in vectors that hold
// padded ones, and then does what lanes do in their order.
func (f *frame[T]) run(passes []*pass, first, n, padded int, copied bool) {
	if f.c.plan.random {
		f.at(first)
	}
	lane := func(i int) int { return first + i }
	if copied {
		lane = func(i int) int { return int(f.lanes[i]) }
	}
	f.numbers[spikeCount] = 0
	for i, p := range passes {
		for j := range f.c.plan.jobs {
			if job := &f.c.plan.jobs[j]; job.pass == i {
				f.job(job, n, lane)
			}
		}
		if p.code != nil {
			p.code.Call(unsafe.SliceData(f.pointers), unsafe.Pointer(&f.numbers[0]), padded, p.large)
		}
	}
	runtime.KeepAlive(f)
	f.collectSpikes(n, lane)
	if copied {
		f.writeBack(n)
	}
	for i := range f.c.plan.ends {
		f.storeInOrder(&f.c.plan.ends[i], n, lane)
	}
}

// writeBack copies the stored columns back to their lanes.
func (f *frame[T]) writeBack(n int) {
	for i := range f.p.k.Stores {
		s := &f.p.k.Stores[i]
		if f.p.k.Columns[s.Column].Access != ir.Own {
			continue
		}
		from, to := f.own[s.Column][:n], f.columns[s.Column]
		for j, lane := range f.lanes[:n] {
			to[lane] = from[j]
		}
	}
}

// collectSpikes appends the lanes that the code has found. The code leaves the end of
// the list of places.
func (f *frame[T]) collectSpikes(n int, lane func(int) int) {
	s := f.p.k.Spike
	switch {
	case s == ir.None:
		return
	case f.c.plan.uniform[s]:
		for i := 0; i < n && f.uniformTruth(s); i++ {
			f.spiked(i, lane)
		}
		return
	}
	found := (uintptr(f.numbers[spikeCount]) - uintptr(unsafe.Pointer(&f.spikes[0]))) / 4
	for _, place := range f.spikes[:found] {
		if int(place) < n { // and not padding
			f.spiked(int(place), lane)
		}
	}
}

func (f *frame[T]) spiked(i int, lane func(int) int) {
	f.args.Spikes = append(f.args.Spikes, int32(lane(i)))
	switch {
	case f.c.plan.offset >= 0:
		f.args.Offsets = append(f.args.Offsets, float64(f.block[f.c.plan.offset][i]))
	case f.p.k.Offset != ir.None:
		f.args.Offsets = append(f.args.Offsets, f.values[f.p.k.Offset])
	}
}

// storeInOrder writes the elements that lanes share, lane after lane.
func (f *frame[T]) storeInOrder(e *end, n int, lane func(int) int) {
	s := e.store
	if s.Mask != ir.None && e.mask < 0 && !f.uniformTruth(s.Mask) {
		return
	}
	column, c := f.columns[s.Column], &f.p.k.Columns[s.Column]
	for i := range n {
		if e.mask >= 0 && f.block[e.mask][i] == 0 {
			continue
		}
		at := 0
		if c.Access == ir.ByIndex {
			at = int(f.args.Index[c.Index][lane(i)])
		}
		var x T
		if e.value >= 0 {
			x = f.block[e.value][i]
		} else {
			x = T(f.values[s.Value])
		}
		if s.Add {
			column[at] += x
		} else {
			column[at] = x
		}
	}
}

// job computes what has no vector code.
func (f *frame[T]) job(j *job, n int, lane func(int) int) {
	switch j.op {
	case ir.Expm:
		f.expm(j, n)
		return
	case ir.Poisson:
		f.poisson(j, n, lane)
		return
	}
	out := f.block[j.results[0].column]
	for i := range n {
		x := f.argument(j.args[0], i)
		switch j.op {
		case ir.Erf:
			out[i] = T(math.Erf(x))
		case ir.Pow:
			out[i] = T(math.Pow(x, f.argument(j.args[1], i)))
		}
	}
}

// poisson draws counts, by a table where lanes share a mean that has one.
func (f *frame[T]) poisson(j *job, n int, lane func(int) int) {
	out := f.block[j.results[0].column]
	stream, seed, step := uint32(f.p.k.Nodes[j.node].Slot), f.args.Seed, f.args.Step
	mean := f.argument(j.args[0], 0)
	shared := f.c.plan.uniform[j.args[0]] && mean >= 0 && mean <= random.PoissonSearch
	if shared {
		f.table.Set(mean)
	}
	for i := range n {
		entity := f.args.Entity + uint64(lane(i))
		if shared {
			out[i] = T(f.table.Count(random.Uniform(seed, entity, step, stream)))
		} else {
			out[i] = T(random.Poisson(seed, entity, step, stream, f.argument(j.args[0], i)))
		}
	}
}

// argument is an argument of a job at place i of the block.
func (f *frame[T]) argument(r ir.Ref, i int) float64 {
	if f.c.plan.uniform[r] {
		return f.values[r]
	}
	return float64(f.block[f.c.plan.at[r]][i])
}

func (f *frame[T]) expm(j *job, n int) {
	m := &f.p.k.Matrices[f.p.k.Nodes[j.node].Slot]
	size := m.N * m.N
	if len(f.matrix) < 2*size {
		f.matrix = make([]float64, 2*size)
	}
	a, e := f.matrix[:size], f.matrix[size:2*size]
	for i := range n {
		for k, r := range j.args {
			a[k] = f.argument(r, i)
		}
		ir.EvalExpm(e, a, m.N)
		for _, r := range j.results {
			f.block[r.column][i] = T(e[r.entry])
		}
	}
}
