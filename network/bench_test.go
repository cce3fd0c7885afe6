package network

import (
	"context"
	"fmt"
	"testing"

	"github.com/cajal-sim/cajal/pool"
)

// Ten million synapses between 10,000 cells, on 2 threads.
func BenchmarkConnect(b *testing.B) {
	normal := func(mean, sd float64) Value {
		return Value{Draw: &Distribution{Kind: NormalDist, A: mean, B: sd, Bounded: true, Min: 0.1, Max: 1e3}}
	}
	for _, drawn := range []bool{false, true} {
		for _, r := range []Rule{
			{Kind: FixedIn, N: 1000}, {Kind: FixedIn, N: 1000, NoMultapses: true}, {Kind: FixedOut, N: 1000},
			{Kind: FixedTotal, N: 10_000_000}, {Kind: FixedTotal, N: 10_000_000, NoMultapses: true}, {Kind: Bernoulli, P: 0.1},
		} {
			p := within(10_000, r)
			if drawn {
				p.Weight, p.Delay = normal(1, 0.1), normal(1.5, 0.75)
			}
			benchmarkConnect(b, fmt.Sprintf("%s drawn=%v", ruleName(r), drawn), p)
		}
	}
	benchmarkConnect(b, "explicit", listing(10_000_000, 10_000))
	benchmarkConnect(b, "distance", onSheet(10_000, Rule{Kind: Distance, P: 1, Scale: 130}))
}

func benchmarkConnect(b *testing.B, name string, p *Projection) {
	b.Run(name, func(b *testing.B) {
		workers := pool.New(2)
		defer workers.Close()
		for b.Loop() {
			table, err := Connect(context.Background(), p, 0, ConnectOptions{Step: 0.1, Seed: 1, Pool: workers})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(table.Bytes())/float64(table.Len()), "B/synapse")
			b.ReportMetric(float64(table.Len())/1e6, "Msynapses")
		}
	})
}
