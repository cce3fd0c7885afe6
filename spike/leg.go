package spike

// leg is a path whose rows travel alone.
type leg struct {
	source int
	table  *Table
	block  *Block
	sums   []float64 // of the port, for the block's targets
	minus  []float64 // where weights < 0 arrive, if the table has both signs, else nil
	factor float64   // 1 or −1, of all weights, or of those < 0 of a table that has both
}

// row is the synapses from ≤ k < end of a leg's block, all of a source and a delay.
type row struct {
	leg       int32
	from, end uint32
}

func (p *Path) leg() leg {
	t := p.Table
	b := &t.Blocks[p.Block]
	into, minus, factor := p.route()
	l := leg{source: p.Source, table: t, block: b, sums: into.Sums[b.Lo:b.Hi], factor: factor}
	if minus != nil {
		l.minus = minus.Sums[b.Lo:b.Hi]
	}
	return l
}

// route is where weights arrive: all of them at into or, where minus is not nil, those < 0
// there. The factor is 1 or −1, of all weights, or of those < 0 of a table that has both.
func (p *Path) route() (into, minus *Port, factor float64) {
	into, factor = p.Plus, 1
	if p.Magnitude && p.Table.Sign <= 0 {
		factor = -1
	}
	switch {
	case p.Table.Sign < 0:
		into = p.Minus
	case p.Table.Sign == 0 && p.Minus != p.Plus:
		minus = p.Minus
	case p.Table.Sign == 0:
		factor = 1
	}
	return into, minus, factor
}

// file enters rows in the calendar, or what they have of each delay.
func (f *Inflow) file(leg int, step int64, sources []int32) (events int) {
	l := &f.legs[leg]
	first := step + int64(l.table.Steps[0])
	for _, source := range sources {
		lo, hi := l.block.Synapses(int(source) - l.table.From)
		events += hi - lo
		for lo < hi {
			delay, end := l.block.Run(lo, hi)
			if arrives := first + int64(delay); arrives >= f.from {
				day := f.day(arrives)
				*day = append(*day, row{int32(leg), uint32(lo), uint32(end)})
			}
			lo = end
		}
	}
	return events
}

// day is what arrives in a step.
func (f *Inflow) day(step int64) *[]row { return &f.rows[step%int64(len(f.rows))] }

// deliverRows adds the rows that arrive in a step.
func (f *Inflow) deliverRows(step int64) {
	day := f.day(step)
	rows := *day
	for i := range rows[:min(ahead, len(rows))] {
		f.fetch(&rows[i])
	}
	for i := range rows {
		if i+ahead < len(rows) {
			f.fetch(&rows[i+ahead])
		}
		f.legs[rows[i].leg].add(&rows[i])
	}
	*day = rows[:0]
}

// fetch brings a row's synapses into the cache.
func (f *Inflow) fetch(r *row) { f.legs[r.leg].block.fetch(r.from, r.end-r.from) }
