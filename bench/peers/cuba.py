#!/usr/bin/python3
"""CUBA in Brian 2: the work of ../cuba.star.

Benchmark 2 of Brette et al. 2007, J Comput Neurosci 23:349."""
import result
import standalone
from brian2 import Network, NeuronGroup, SpikeMonitor, Synapses, defaultclock, ms, mV

a = result.options(t=1000.0, n=4000)
begun = standalone.setup(a.threads)
defaultclock.dt = 0.1 * ms

constants = dict(tau_m=20 * ms, tau_ex=5 * ms, tau_in=10 * ms, E_L=-49 * mV, w_ex=1.62 * mV, w_in=-9 * mV)
cells = NeuronGroup(a.n, """
    dv/dt = (g_ex + g_in - (v - E_L))/tau_m : volt (unless refractory)
    dg_ex/dt = -g_ex/tau_ex : volt
    dg_in/dt = -g_in/tau_in : volt
    """, threshold="v > -50*mV", reset="v = -60*mV", refractory=5 * ms, method="exact", namespace=constants)
cells.v = "-60*mV + 10*mV*rand()"

excitatory = a.n * 4 // 5
projections = []
for source, effect in (cells[:excitatory], "g_ex += w_ex"), (cells[excitatory:], "g_in += w_in"):
    synapses = Synapses(source, cells, on_pre=effect, namespace=constants)
    synapses.connect(p=80.0 / a.n)
    projections.append(synapses)
spikes = SpikeMonitor(cells)
Network(cells, *projections, spikes).run(a.t * ms)

with standalone.Program(begun) as program:
    def describe(wall, count):
        synapses = sum(len(s) for s in projections)
        events = count * synapses / a.n / wall
        return dict(
            name="cuba", **standalone.about(), n_neurons=a.n, n_synapses_or_compartments=synapses, dt_ms=0.1, spikes=count,
            rate_hz=count / a.n / a.t * 1000, throughput=events, throughput_unit="recurrent synaptic events/s",
            neuron_updates_per_s=a.n * a.t / 0.1 / wall, syn_events_per_s=events, build_s=program.build)

    result.repeat(a, lambda: (program.run(), int(spikes.num_spikes)), describe)
