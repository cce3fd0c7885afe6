package interp

import "github.com/cajal-sim/cajal/random"

// draw fills a register with random numbers. Those of float32 kernels are drawn as
// float64 and rounded, but for uniform ones, which must not round to 1.
func (f *frame[T]) draw(in *instr) {
	d, stream := f.numbers[in.dst], uint32(in.a)
	switch in.op {
	case uniformOp:
		f.uniformLoop(d, stream)
	case normalOp:
		seed, step := f.args.Seed, f.args.Step
		for i := range d {
			d[i] = T(random.Normal(seed, f.entity(i), step, stream))
		}
	case poissonV:
		mean, seed, step := f.numbers[in.b], f.args.Seed, f.args.Step
		for i := range d {
			d[i] = T(random.Poisson(seed, f.entity(i), step, stream, float64(mean[i])))
		}
	case poissonS:
		f.poisson(d, stream, &f.tables[in.b].PoissonTable, float64(f.scalars[in.c]))
	}
}

func (f *frame[T]) entity(i int) uint64 { return f.args.Entity + uint64(f.lane(i)) }

func (f *frame[T]) uniformLoop(d []T, stream uint32) {
	seed, step := f.args.Seed, f.args.Step
	if single, ok := any(d).([]float32); ok {
		for i := range single {
			single[i] = random.Uniform32(seed, f.entity(i), step, stream)
		}
		return
	}
	for i := range d {
		d[i] = T(random.Uniform(seed, f.entity(i), step, stream))
	}
}

// poisson draws counts of one mean, by its table where a table is what defines them.
func (f *frame[T]) poisson(d []T, stream uint32, table *random.PoissonTable, mean float64) {
	seed, step := f.args.Seed, f.args.Step
	if !(mean >= 0 && mean <= random.PoissonSearch) {
		for i := range d {
			d[i] = T(random.Poisson(seed, f.entity(i), step, stream, mean))
		}
		return
	}
	table.Set(mean)
	for i := range d {
		d[i] = T(table.Count(random.Uniform(seed, f.entity(i), step, stream)))
	}
}
