#!/usr/bin/python3
"""COBAHH in Brian 2: the work of ../cobahh.star, with --no-synapses the equations alone.

Benchmark 3 of Brette et al. 2007, J Comput Neurosci 23:349."""
import result
import standalone
from brian2 import (Network, NeuronGroup, SpikeMonitor, Synapses, cm, defaultclock, ms, mV, nS, siemens, uF, um)

a = result.options(t=1000.0, n=4000, no_synapses=False)
begun = standalone.setup(a.threads)
defaultclock.dt = 0.1 * ms

area = 20000 * um ** 2
constants = dict(
    C_m=1 * uF / cm ** 2 * area, g_L=5e-5 * siemens / cm ** 2 * area, g_Na=0.1 * siemens / cm ** 2 * area,
    g_K=0.03 * siemens / cm ** 2 * area, E_L=-60 * mV, E_Na=50 * mV, E_K=-90 * mV, E_ex=0 * mV, E_in=-80 * mV, V_T=-63 * mV,
    tau_ex=5 * ms, tau_in=10 * ms, w_ex=6 * nS, w_in=67 * nS)
cells = NeuronGroup(a.n, """
    dv/dt = (g_L*(E_L - v) + g_ex*(E_ex - v) + g_in*(E_in - v) - g_Na*m**3*h*(v - E_Na) - g_K*n**4*(v - E_K))/C_m : volt
    dm/dt = alpha_m*(1 - m) - beta_m*m : 1
    dh/dt = alpha_h*(1 - h) - beta_h*h : 1
    dn/dt = alpha_n*(1 - n) - beta_n*n : 1
    dg_ex/dt = -g_ex/tau_ex : siemens
    dg_in/dt = -g_in/tau_in : siemens
    u = (v - V_T)/mV : 1
    alpha_m = 1.28/exprel((13 - u)/4)/ms : Hz
    beta_m = 1.4/exprel((u - 40)/5)/ms : Hz
    alpha_h = 0.128*exp((17 - u)/18)/ms : Hz
    beta_h = 4/(1 + exp((40 - u)/5))/ms : Hz
    alpha_n = 0.16/exprel((15 - u)/5)/ms : Hz
    beta_n = 0.5*exp((10 - u)/40)/ms : Hz
    """, threshold="v > -20*mV", refractory=3 * ms, method="exponential_euler", namespace=constants)
cells.v = "-65*mV + 5*mV*randn()"
cells.g_ex = "40*nS + 15*nS*randn()"
cells.g_in = "200*nS + 120*nS*randn()"

parts = [cells]
if not a.no_synapses:
    excitatory = a.n * 4 // 5
    for source, effect in (cells[:excitatory], "g_ex += w_ex"), (cells[excitatory:], "g_in += w_in"):
        synapses = Synapses(source, cells, on_pre=effect, namespace=constants)
        synapses.connect(p=80.0 / a.n)
        parts.append(synapses)
spikes = SpikeMonitor(cells)
Network(*parts, spikes).run(a.t * ms)

with standalone.Program(begun) as program:
    def describe(wall, count):
        synapses = sum(len(s) for s in parts[1:])
        updates = a.n * a.t / 0.1 / wall
        return dict(
            name="cobahh_neurons_only" if a.no_synapses else "cobahh", **standalone.about(), n_neurons=a.n,
            n_synapses_or_compartments=synapses, dt_ms=0.1, spikes=count, rate_hz=count / a.n / a.t * 1000,
            throughput=updates, throughput_unit="HH neuron updates/s", neuron_updates_per_s=updates,
            syn_events_per_s=count * synapses / a.n / wall, build_s=program.build)

    result.repeat(a, lambda: (program.run(), int(spikes.num_spikes)), describe)
