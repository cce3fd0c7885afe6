#!/usr/bin/env python3
"""Writes passive.tsv, potentials of a passive branched cell in NEURON, to standard output.

Made with NEURON 8.2.2 of Debian 12:
    NEURON_MODULE_OPTIONS=-nogui LD_LIBRARY_PATH=/usr/lib/nrn /usr/bin/python3 passive.py > passive.tsv

The cell is the one in neuron_test.go. Each row is a run and a step of 0.025 ms; its columns are the potentials in mV of
every section's compartments and far end, sections in order, after the near end of the first one.
  euler   a current of 0.3 nA enters at the far end of section 2
  second  the same, secondorder = 2, entering in the middle of section 0
  clamp   Euler; middle of section 1 clamped to -20 mV through 5 MOhm
"""
from neuron import h

# parent, x on it, nseg, L um, diameters um of the ends' compartments (linear between), Ra ohm cm, cm uF/cm2, g_pas S/cm2, e_pas mV
SECTIONS = [
    (None, 0.0, 1, 20.0, 20.0, 20.0, 100.0, 1.0, 1e-4, -65.0),
    (0, 1.0, 5, 250.0, 3.0, 1.5, 150.0, 1.0, 5e-5, -70.0),
    (1, 1.0, 3, 180.0, 1.2, 0.8, 150.0, 2.0, 5e-5, -70.0),
    (1, 1.0, 4, 90.0, 1.0, 0.5, 80.0, 1.5, 2e-4, -60.0),
    (1, 0.5, 3, 120.0, 0.9, 0.9, 150.0, 1.0, 5e-5, -70.0),
    (0, 0.0, 7, 500.0, 1.0, 1.0, 70.0, 0.8, 0.0, -65.0),
    (0, 0.5, 2, 60.0, 2.0, 1.0, 120.0, 1.0, 3e-5, -55.0),
    (5, 1.0, 2, 75.0, 0.7, 0.7, 70.0, 0.8, 1e-3, -80.0),
]
STEPS = [1, 2, 5, 20, 100, 400]


def build():
    sections = []
    for i, (parent, x, nseg, length, d0, d1, ra, cm, g, e) in enumerate(SECTIONS):
        s = h.Section(name="s%d" % i)
        s.nseg, s.L, s.Ra, s.cm = nseg, length, ra, cm
        s.insert("pas")
        for k, seg in enumerate(s):
            seg.diam = d0 + (d1 - d0) * k / max(nseg - 1, 1)
            seg.pas.g, seg.pas.e = g, e
        if parent is not None:
            s.connect(sections[parent](x), 0)
        sections.append(s)
    return sections


def run(name, sections):
    places = [sections[0](0)] + [seg for s in sections for seg in list(s) + [s(1)]]
    h.dt = 0.025
    h.finitialize(-65)
    for step in range(1, STEPS[-1] + 1):
        h.fadvance()
        if step in STEPS:
            print("%s\t%d\t%s" % (name, step, "\t".join("%.17g" % p.v for p in places)))


cell = build()
clamp = h.IClamp(cell[2](1))
clamp.delay, clamp.dur, clamp.amp = -1, 1e9, 0.3
run("euler", cell)
clamp = h.IClamp(cell[0](0.5))
clamp.delay, clamp.dur, clamp.amp = -1, 1e9, 0.3
h.secondorder = 2
run("second", cell)
h.secondorder = 0
clamp = h.SEClamp(cell[1](0.5))
clamp.dur1, clamp.amp1, clamp.rs = 1e9, -20, 5
run("clamp", cell)
