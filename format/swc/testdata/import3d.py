"""Writes NEURON's figures of cells as the tables in testdata/neuron.

    python3 import3d.py [--replace-axon] FILE.swc TABLE.txt ...

Made with NEURON 8.2.2 (Debian). A line "section" gives name, parent's id and
position, compartments, first and last point, length. The lines behind it give
diameter (um), area (um2), resistance to the next centre towards the root (MOhm, at
35.4 Ohm cm) and path distance from the start of the soma or root (um) of every
compartment. With --replace-axon the axon is replaced as BMTK's aibs_perisomatic
does, and nseg is BMTK's 1+2*int(L/40); without, nseg is 3.
"""

import sys

from neuron import h

h.load_file("stdrun.hoc")
h.load_file("import3d.hoc")
h("""
begintemplate Cell
public init, soma, dend, apic, axon, all, somatic, basal, apical, axonal
objref all, somatic, basal, apical, axonal, this
objref undefined, dendritic_0, dendritic_5, dendritic_6, dendritic_7
public dendritic_0, dendritic_5, dendritic_6, dendritic_7
create soma[1], dend[1], apic[1], axon[1], dend_0[1], dend_5[1], dend_6[1], dend_7[1]
proc init() { localobj reader, gui
    all = new SectionList()
    somatic = new SectionList()
    basal = new SectionList()
    apical = new SectionList()
    axonal = new SectionList()
    // custom types
    dendritic_0 = new SectionList()
    dendritic_5 = new SectionList()
    dendritic_6 = new SectionList()
    dendritic_7 = new SectionList()
    forall delete_section()
    reader = new Import3d_SWC_read()
    reader.quiet = 1
    reader.input($s1)
    gui = new Import3d_GUI(reader, 0)
    gui.instantiate(this)
}
endtemplate Cell
""")


def replace_axon(cell):
    for sec in cell.axon:
        h.delete_section(sec=sec)
    h.execute("create axon[2]", cell)
    for sec in cell.axon:
        sec.L = 30
        sec.diam = 1
        cell.all.append(sec=sec)
    cell.axon[0].connect(cell.soma[0], 0.5, 0)
    cell.axon[1].connect(cell.axon[0], 1, 0)
    h.define_shape()


def point(sec, i):
    return f"{sec.x3d(i)!r} {sec.y3d(i)!r} {sec.z3d(i)!r}"


def origin(sections):
    somata = [sec for sec in sections if ".soma[0]" in sec.name()]
    return (somata + [sec for sec in sections if sec.parentseg() is None])[0]


def table(path, out, replaced):
    cell = h.Cell(path)
    if replaced:
        replace_axon(cell)
    sections = list(cell.all)
    for sec in sections:
        sec.nseg = 1 + 2 * int(sec.L / 40) if replaced else 3
        sec.Ra = 35.4
    h.distance(0, origin(sections)(0))
    ids = {sec.name(): i for i, sec in enumerate(sections)}
    for sec in sections:
        up = sec.parentseg()
        parent, at = (-1, 0) if up is None else (ids[up.sec.name()], up.x)
        name = sec.name().split(".")[1]
        ends = point(sec, 0) + " " + point(sec, sec.n3d() - 1)
        out.write(f"section {name} {parent} {at:g} {sec.nseg} {ends} {sec.L!r}\n")
        for seg in sec:
            out.write(f"{seg.diam!r} {seg.area()!r} {seg.ri()!r} {h.distance(seg)!r}\n")
    h("forall delete_section()")


files = [name for name in sys.argv[1:] if not name.startswith("--")]
for swc, txt in zip(files[::2], files[1::2]):
    with open(txt, "w") as out:
        table(swc, out, "--replace-axon" in sys.argv)
