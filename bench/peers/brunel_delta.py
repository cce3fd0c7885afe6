#!/usr/bin/python3
"""Brunel's network with delta synapses in Brian 2: the work of ../brunel_delta.star.

Brunel 2000, J Comput Neurosci 8:183. The first --presim ms are simulated, not measured."""
import numpy
import result
import standalone
from brian2 import Hz, Network, NeuronGroup, PoissonInput, SpikeMonitor, Synapses, defaultclock, ms, mV

a = result.options(t=1000.0, presim=200.0, scale=1.0)
begun = standalone.setup(a.threads)
defaultclock.dt = 0.1 * ms
random = numpy.random.default_rng(1)

excitatory, inhibitory = round(10000 * a.scale), round(2500 * a.scale)
n = excitatory + inhibitory
cells = NeuronGroup(n, "dv/dt = -v/tau_m : volt (unless refractory)", threshold="v >= 20*mV", reset="v = 0*mV",
                    refractory=2 * ms, method="exact", namespace=dict(tau_m=20 * ms))
cells.v = random.uniform(0, 20, n) * mV

projections, inputs = [], 0
for source, size, effect in ((cells[:excitatory], excitatory, "v += 0.1*mV"), (cells[excitatory:], inhibitory, "v -= 0.5*mV")):
    each = size // 10
    synapses = Synapses(source, cells, on_pre=effect, delay=1.5 * ms)
    synapses.connect(i=random.integers(0, size, n * each, dtype=numpy.int32),
                     j=numpy.repeat(numpy.arange(n, dtype=numpy.int32), each))
    projections.append(synapses)
    inputs += each
trains = excitatory // 10
drive = PoissonInput(cells, "v", N=trains, rate=20000 / trains * Hz, weight=0.1 * mV)
spikes = SpikeMonitor(cells)
network = Network(cells, *projections, drive, spikes)
network.run(a.presim * ms)
network.run(a.t * ms)

with standalone.Program(begun) as program:
    def describe(wall, count):
        events = count * inputs / wall
        return dict(
            name="brunel_delta", **standalone.about(), n_neurons=n, n_synapses_or_compartments=n * inputs, dt_ms=0.1,
            spikes=count, rate_hz=count / n / a.t * 1000, throughput=events, throughput_unit="recurrent synaptic events/s",
            neuron_updates_per_s=n * a.t / 0.1 / wall, syn_events_per_s=events, build_s=program.build)

    result.repeat(a, lambda: (program.run(), int((spikes.t / ms >= a.presim - 1e-6).sum())), describe)
