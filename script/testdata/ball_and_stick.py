#!/usr/bin/python3
# The cell of TestBallAndStick in NEURON 8.2.2: potentials of the soma and of a place on the
# dendrite, mV, and the activation of sodium, by time in ms; then the spikes.
from neuron import h

h.load_file("stdrun.hoc")
soma, dend = h.Section(name="soma"), h.Section(name="dend")
soma.L = soma.diam = 20
soma.nseg, dend.nseg = 1, 11
for i, d in enumerate([2, 1.5, 1]):
    h.pt3dadd(150 * i, 0, 0, d, sec=dend)
dend.connect(soma(1), 0)
soma.cm, dend.cm, soma.Ra, dend.Ra = 1, 2, 100, 100
soma.insert("hh")
soma(0.5).hh.gnabar, soma.ek = 0.15, -80
dend.insert("pas")
h.distance(0, soma(0))
for seg in dend:
    seg.pas.g, seg.pas.e = 1e-4 * (1 + h.distance(seg) / 100), -65
synapse = h.Exp2Syn(dend(0.7))
synapse.tau1, synapse.tau2, synapse.e = 0.5, 4, 0
source = h.NetStim()
source.number, source.start, source.interval = 3, 5, 10
connection = h.NetCon(source, synapse)
connection.weight[0], connection.delay = 0.004, 1
electrode = h.IClamp(soma(0.5))
electrode.delay, electrode.dur, electrode.amp = 40, 20, 0.2
h.celsius, h.dt, h.usetable_hh = 12, 0.025, 0
traces = [h.Vector().record(x) for x in (soma(0.5)._ref_v, dend(0.7)._ref_v, soma(0.5).hh._ref_m)]
spikes, detector = h.Vector(), h.NetCon(soma(0.5)._ref_v, None, sec=soma)
detector.threshold = -10
detector.record(spikes)
h.finitialize(-65)
h.continuerun(60.1)
for t in (6.5, 8, 20, 30, 42, 50, 60):
    print(t, *[repr(x[round(t / 0.025)]) for x in traces])
print(*[round(t, 9) for t in spikes])
