#!/usr/bin/env python3
"""Writes shaped.tsv, potentials of cells from SWC files in NEURON, to standard output.

Made with NEURON 8.2.2 of Debian 12:
    NEURON_MODULE_OPTIONS=-nogui LD_LIBRARY_PATH=/usr/lib/nrn /usr/bin/python3 shaped.py > shaped.tsv

Steps of 0.025 ms, 100 ms; every 40th is written (or every N-th: shaped.py N), in rows of file, membrane,
time and the potentials in mV of the first section's middle and the last section's end compartments (first and last).
All sections have 3 compartments, Ra = 120 ohm cm, cm = 1 uF/cm2.
  pas  g = 1e-4 S/cm2, e = -70 mV everywhere
  hh   hh in the first section, at 6.3 degC, without tables, in the others a tenth of its conductances and e_l = -60 mV
A current enters in the middle of the first section, 0.3 nA from 5 to 40 ms, and an Exp2Syn of tau 0.5 and 4 ms, 0 mV, in
the middle of the last section receives 2 nS at 60.0, 61.3 and 75.21 ms; it starts at -65 mV. An ExpSyn of 3 ms,
-80 mV, in the middle of the first section receives 1 nS 1.5 ms after the potential there rises above -20 mV.
"""
import sys

from neuron import h

h.load_file("stdrun.hoc")
h.load_file("import3d.hoc")
EVERY = int(sys.argv[1]) if len(sys.argv) > 1 else 40
CELLS = "../../format/swc/testdata/cells/"


class Cell:
    def __init__(self, name):
        reader = h.Import3d_SWC_read()
        reader.quiet = 1
        reader.input(CELLS + name)
        gui = h.Import3d_GUI(reader, 0)
        gui.instantiate(self)
        self.sections = list(self.all)


def insert(sections, membrane):
    for i, s in enumerate(sections):
        s.nseg, s.Ra, s.cm = 3, 120, 1
        s.insert(membrane)
        for seg in s:
            if membrane == "pas":
                seg.pas.g, seg.pas.e = 1e-4, -70
            elif i > 0:
                seg.hh.gnabar, seg.hh.gkbar, seg.hh.gl, seg.hh.el = 0.012, 0.0036, 3e-5, -60


def run(name, membrane):
    cell = Cell(name)
    sections = cell.sections
    insert(sections, membrane)
    h.celsius, h.dt, h.secondorder = 6.3, 0.025, 0
    if membrane == "hh":
        h.usetable_hh = 0
    clamp = h.IClamp(sections[0](0.5))
    clamp.delay, clamp.dur, clamp.amp = 5, 35, 0.3
    syn = h.Exp2Syn(sections[-1](0.5))
    syn.tau1, syn.tau2, syn.e = 0.5, 4, 0
    events = h.NetCon(None, syn)
    events.weight[0] = 0.002
    back = h.ExpSyn(sections[0](0.5))
    back.tau, back.e = 3, -80
    loop = h.NetCon(sections[0](0.5)._ref_v, back, sec=sections[0])
    loop.threshold, loop.delay, loop.weight[0] = -20, 1.5, 0.001
    times = h.Vector()
    loop.record(times)
    places = [sections[0](0.5), sections[-1](1 / 6), sections[-1](5 / 6)]
    h.finitialize(-65)
    for t in (60.0, 61.3, 75.21):
        events.event(t)
    for step in range(4001):
        if step % EVERY == 0:
            print("%s\t%s\t%g\t%s" % (name, membrane, step * 0.025, "\t".join("%.9f" % p.v for p in places)))
        h.fadvance()
    print("%s\t%s spikes\t%s" % (name, membrane, "\t".join("%.6f" % t for t in times)))


for name in ("threepoint.swc", "sphere.swc", "types.swc"):
    for membrane in ("pas", "hh"):
        run(name, membrane)
