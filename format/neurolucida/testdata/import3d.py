"""Writes NEURON's figures of cells as the tables in testdata/neuron.

    python3 import3d.py FILE.asc TABLE.txt ...

Made with NEURON 8.2.2 (Debian). A line "section" gives name, parent's id and
position, number of points and length; then come the points, x y z diameter (um), and
for three compartments diameter (um), area (um2), resistance to the next centre
towards the root (MOhm, at 35.4 Ohm cm) and path distance from the start of the soma
or root (um).
"""

import sys

from neuron import h

h.load_file("stdrun.hoc")
h.load_file("import3d.hoc")
h("""
begintemplate Cell
public init, soma, dend, apic, axon, dend_0, all, somatic, basal, apical, axonal, dendritic_0
objref all, somatic, basal, apical, axonal, dendritic_0, this
create soma[1], dend[1], apic[1], axon[1], dend_0[1]
proc init() { localobj reader, gui
    all = new SectionList()
    somatic = new SectionList()
    basal = new SectionList()
    apical = new SectionList()
    axonal = new SectionList()
    dendritic_0 = new SectionList()
    forall delete_section()
    reader = new Import3d_Neurolucida3()
    reader.quiet = 1
    reader.input($s1)
    gui = new Import3d_GUI(reader, 0)
    gui.instantiate(this)
}
endtemplate Cell
""")


def table(path, out):
    cell = h.Cell(path)
    sections = list(cell.all)
    for sec in sections:
        sec.nseg = 3
        sec.Ra = 35.4
    somata = [sec for sec in sections if ".soma[0]" in sec.name()]
    origin = (somata + [sec for sec in sections if sec.parentseg() is None])[0]
    h.distance(0, origin(0))
    ids = {sec.name(): i for i, sec in enumerate(sections)}
    for sec in sections:
        up = sec.parentseg()
        parent, at = (-1, 0) if up is None else (ids[up.sec.name()], up.x)
        name = sec.name().split(".")[1]
        out.write(f"section {name} {parent} {at:g} {sec.n3d()} {sec.L!r}\n")
        for i in range(sec.n3d()):
            out.write(f"{sec.x3d(i)!r} {sec.y3d(i)!r} {sec.z3d(i)!r} {sec.diam3d(i)!r}\n")
        for seg in sec:
            out.write(f"{seg.diam!r} {seg.area()!r} {seg.ri()!r} {h.distance(seg)!r}\n")
    h("forall delete_section()")


for asc, txt in zip(sys.argv[1::2], sys.argv[2::2]):
    with open(txt, "w") as out:
        table(asc, out)
