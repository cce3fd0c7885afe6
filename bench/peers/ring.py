#!/usr/bin/python3
"""Rings of branched cells in NEURON, fixed step: the work of ../ring.star, with --active Hodgkin and Huxley's
channels in every compartment.

NEURON looks the rates of hh up in tables, unless --no-table has it compute them as cajal does."""
import os

os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")
import resource
import time

import result
from neuron import __version__, h

RING, COMPARTMENTS, STEP = 16, 91, 0.025

a = result.options(t=200.0, n=256, active=False, no_table=False)
begun = time.perf_counter()
h.load_file("stdrun.hoc")
parallel = h.ParallelContext()


class Cell:
    """A soma and two trees that fork in two three times."""

    def __init__(self):
        self.soma = self.section("soma", 20, 20, 1)
        self.dendrites = []
        for _ in range(2):
            mothers = [self.soma]
            for level in range(4):
                mothers = [self.dendrite(mother, level) for mother in mothers for _ in range(1 if level == 0 else 2)]
        self.channels()
        self.synapse = h.ExpSyn(self.dendrites[0](0.5))
        self.synapse.tau, self.synapse.e = 2, 0

    def section(self, name, length, diameter, compartments):
        s = h.Section(name=name, cell=self)
        s.L, s.diam, s.nseg, s.cm, s.Ra = length, diameter, compartments, 1, 100
        return s

    def dendrite(self, mother, level):
        s = self.section("dend%d" % len(self.dendrites), 100, 2 * 0.8 ** level, 3)
        s.connect(mother(1), 0)
        self.dendrites.append(s)
        return s

    def channels(self):
        self.soma.insert("hh")
        for s in self.dendrites:
            if a.active:
                s.insert("hh")
            else:
                s.insert("pas")
                s.g_pas, s.e_pas = 5e-5, -65


def sources(k):
    """The cell before in the ring, and nine others."""
    first = k // RING * RING
    before = k - 1 if k > first else min(first + RING, a.n) - 1
    return [before] + [(k + 1 + (37 * k + 101 * i * i) % (a.n - 1)) % a.n for i in range(9)]


cells = [Cell() for _ in range(a.n)]
kept = []
for k, c in enumerate(cells):
    parallel.set_gid2node(k, parallel.id())
    detector = h.NetCon(c.soma(0.5)._ref_v, None, sec=c.soma)
    detector.threshold = -10
    parallel.cell(k, detector)
for k, c in enumerate(cells):
    for i, source in enumerate(sources(k)):
        connection = parallel.gid_connect(source, c.synapse)
        connection.weight[0], connection.delay = 0.0 if i else 0.05, 5
        kept.append(connection)
    if k % RING == 0:
        start = h.NetStim()
        start.number, start.start = 1, 0
        connection = h.NetCon(start, c.synapse)
        connection.weight[0], connection.delay = 0.05, 1
        kept += [start, connection]
times, numbers = h.Vector(), h.Vector()
parallel.spike_record(-1, times, numbers)
h.celsius, h.dt, h.steps_per_ms, h.secondorder = 6.3, STEP, 1 / STEP, 0
h.cvode.cache_efficient(1)
h.usetable_hh = 0 if a.no_table else 1
parallel.nthread(a.threads)
parallel.set_maxstep(10)
build = time.perf_counter() - begun


def measure():
    times.resize(0)
    h.finitialize(-65)
    start = time.perf_counter()
    parallel.psolve(a.t)
    return time.perf_counter() - start, int(times.size())


def describe(wall, count):
    updates = a.n * COMPARTMENTS * a.t / STEP / wall
    return dict(
        name="ring_hh" if a.active else "ring_pas", simulator="NEURON", version=__version__, n_neurons=a.n,
        n_synapses_or_compartments=a.n * COMPARTMENTS, dt_ms=STEP, spikes=count, rate_hz=count / a.n / a.t * 1000,
        throughput=updates, throughput_unit="compartment updates/s", build_s=build,
        peak_rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


result.repeat(a, measure, describe)
