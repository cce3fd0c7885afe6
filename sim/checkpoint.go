package sim

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/crc64"
	"hash/fnv"
	"io"
	"math"
)

// This file writes and reads the whole state of a run, bit for bit. The same
// visit of the state serves both directions and so cannot differ between them.

// checkpointMagic opens a checkpoint; its number changes with the format.
const checkpointMagic = "cajal checkpoint 6\n"

// Save writes a checkpoint: everything that the future of the run depends on.
func (s *Simulation) Save(w io.Writer) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	sum := crc64.New(crc64.MakeTable(crc64.ECMA))
	v := &visitor{w: io.MultiWriter(buffered, sum)}
	v.header(s)
	v.state(s)
	if v.err == nil {
		v.err = binary.Write(buffered, binary.LittleEndian, sum.Sum64())
	}
	if v.err == nil {
		v.err = buffered.Flush()
	}
	if v.err != nil {
		return fmt.Errorf("writing the checkpoint: %w", v.err)
	}
	return nil
}

// Restore reads a checkpoint into a simulation compiled from the same
// description with the same step and seed. After an error the simulation must not be used.
func (s *Simulation) Restore(r io.Reader) error {
	buffered := bufio.NewReaderSize(r, 1<<16)
	sum := crc64.New(crc64.MakeTable(crc64.ECMA))
	v := &visitor{r: io.TeeReader(buffered, sum)}
	v.header(s)
	v.state(s)
	if v.err == nil {
		v.checksum(buffered, sum)
	}
	if v.err == io.EOF || v.err == io.ErrUnexpectedEOF {
		v.err = fmt.Errorf("it ends too early: the file is truncated")
	}
	if v.err != nil {
		return fmt.Errorf("reading the checkpoint: %w", v.err)
	}
	s.clock.moveTo(s.clock.step)
	s.takeUp()
	for _, pop := range s.populations {
		if pop.columns != nil {
			s.rederive(pop.columns)
		}
		if pop.shaped != nil {
			s.restored(pop.shaped)
		}
	}
	for _, st := range s.stimuli {
		s.rederive(st.columns)
	}
	return nil
}

// visitor writes values, or reads them in their place.
type visitor struct {
	w   io.Writer
	r   io.Reader
	raw [8]byte
	err error
}

func (v *visitor) checksum(r io.Reader, sum hash.Hash64) {
	want := sum.Sum64()
	var got uint64
	v.err = binary.Read(r, binary.LittleEndian, &got)
	if v.err == nil && got != want {
		v.err = fmt.Errorf("its checksum is wrong: the file is damaged")
	}
}

// word writes or reads 64 bits.
func (v *visitor) word(x *uint64) {
	if v.err != nil {
		return
	}
	if v.r != nil {
		if _, v.err = io.ReadFull(v.r, v.raw[:]); v.err == nil {
			*x = binary.LittleEndian.Uint64(v.raw[:])
		}
		return
	}
	binary.LittleEndian.PutUint64(v.raw[:], *x)
	_, v.err = v.w.Write(v.raw[:])
}

func (v *visitor) integer(x *int64) {
	u := uint64(*x)
	v.word(&u)
	*x = int64(u)
}

func (v *visitor) number(x *float64) {
	u := math.Float64bits(*x)
	v.word(&u)
	*x = math.Float64frombits(u)
}

// numbers visits a slice of fixed length.
func (v *visitor) numbers(list []float64) {
	for i := range list {
		v.number(&list[i])
	}
}

// length visits the length of a list that may grow, and refuses a mad one.
func (v *visitor) length(n int) int {
	x := int64(n)
	v.integer(&x)
	if x < 0 || x > 1<<40 {
		v.err = fmt.Errorf("a list of %d entries: the file is damaged", x)
		return 0
	}
	return int(x)
}

// lanes visits a list of lanes.
func (v *visitor) lanes(list *[]int32) {
	visitList(v, list, func(x *int32) { visitNumber(v, x) })
}

// header visits the magic line and a digest of the description.
func (v *visitor) header(s *Simulation) {
	if v.w != nil {
		_, v.err = io.WriteString(v.w, checkpointMagic)
	} else {
		magic := make([]byte, len(checkpointMagic))
		if _, v.err = io.ReadFull(v.r, magic); v.err == nil && string(magic) != checkpointMagic {
			v.err = fmt.Errorf("it does not begin with %q: not a checkpoint of this version", checkpointMagic[:len(checkpointMagic)-1])
		}
	}
	want := s.digest()
	got := want
	v.word(&got)
	if v.err == nil && got != want {
		v.err = fmt.Errorf("it was taken from another description: model, sizes, connections, step and seed must be the same")
	}
}

// digest condenses what must agree between the run that saved and the one that restores.
func (s *Simulation) digest() uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, s.clock.dt, s.opt.Seed)
	for _, p := range s.populations {
		fmt.Fprintln(h, p.Name, p.Size, p.Method, p.Solver)
		if p.Model != nil {
			fmt.Fprintln(h, p.Model.Name, p.Model.Text, p.plan)
		}
		if p.shaped != nil {
			p.shaped.digest(h)
		}
	}
	for _, p := range s.projections {
		fmt.Fprintln(h, p.Name, p.table.Len(), p.table.MaxSteps())
		if p.synapses != nil {
			fmt.Fprintln(h, p.Synapse.Name, p.Synapse.Text)
		}
	}
	for _, st := range s.stimuli {
		fmt.Fprintln(h, st.Name, st.Model.Name, st.Model.Text)
	}
	return h.Sum64()
}

// state visits everything that changes.
func (v *visitor) state(s *Simulation) {
	v.integer(&s.clock.step)
	v.integer(&s.stats.Spikes)
	v.integer(&s.stats.Steps)
	for _, f := range s.inflows { // how many there are depends on threads
		s.stats.SynapticEvents += f.events
		f.events = 0
	}
	v.integer(&s.stats.SynapticEvents)
	s.checked = s.clock.step
	for _, pop := range s.populations {
		v.population(pop)
	}
	for _, st := range s.stimuli {
		v.columns(st.columns)
	}
	for _, p := range s.projections {
		for b := range p.counts {
			v.integer(&p.counts[b])
		}
		if y := p.synapses; y != nil {
			v.columns(y.columns)
			for _, b := range y.blocks {
				v.integer(&b.events)
			}
			if y.gap != nil && y.gap.far != nil {
				v.numbers(y.gap.far.before)
			}
		}
	}
}

// columns visits the values of a mechanism's symbols.
func (v *visitor) columns(c *columns) {
	for _, column := range c.values {
		v.numbers(column)
	}
}

func (v *visitor) population(pop *population) {
	if pop.columns != nil {
		v.columns(pop.columns)
	}
	if !pop.direct { // else they are columns
		for _, port := range pop.ports {
			v.numbers(port.Sums)
		}
	}
	for i := range pop.history {
		v.lanes(&pop.history[i])
	}
	if pop.trains != nil {
		next := int64(pop.trains.next)
		v.integer(&next)
		pop.trains.next = int(next)
	}
	if pop.events != nil {
		v.events(pop.events)
	}
	if pop.shaped != nil {
		v.shaped(pop.shaped)
	}
	if pop.artificial != nil {
		v.artificial(pop.artificial)
	}
}

// visitList visits a list that may grow, entry by entry.
func visitList[T any](v *visitor, list *[]T, visit func(*T)) {
	n := v.length(len(*list))
	if v.r != nil {
		*list = (*list)[:0]
	}
	for i := 0; i < n && v.err == nil; i++ {
		if v.r != nil {
			*list = append(*list, *new(T))
		}
		visit(&(*list)[i])
	}
}

func visitNumber[T int32 | uint32 | uint16](v *visitor, x *T) {
	u := uint64(*x)
	v.word(&u)
	*x = T(u)
}

func (v *visitor) events(e *events) {
	v.numbers(e.last)
	v.numbers(e.heldTo)
	for _, slot := range e.due {
		for b := range slot {
			v.arrivals(&slot[b])
		}
	}
}

func (v *visitor) arrivals(list *[]arrival) {
	visitList(v, list, func(a *arrival) {
		v.number(&a.time)
		visitNumber(v, &a.target)
		visitNumber(v, &a.receptor)
		v.number(&a.weight)
	})
}
