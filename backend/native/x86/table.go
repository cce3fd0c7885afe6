package x86

// table holds the encodings. The pairs of float64 and float32 instructions differ in the
// prefix (map 0F) and in W.
var table = makeTable()

func makeTable() (t [numOps]info) {
	pair := func(op Op, name string, i info) {
		d, s := i, i
		d.name, s.name = name+"PD", name+"PS"
		d.w, s.w = 1, 0
		if i.mapp == 1 {
			d.pp, s.pp = 1, 0
		} else {
			d.pp, s.pp = 1, 1
		}
		t[op], t[op+1] = d, s
	}
	arithmetic(pair)
	fused(pair)
	moves(&t, pair)
	functions(&t, pair)
	integers(&t)
	masks(&t, pair)
	gathers(&t)
	return t
}

type pairFunc func(op Op, name string, i info)

func arithmetic(pair pairFunc) {
	for _, x := range []struct {
		op   Op
		name string
		code byte
	}{
		{VADDPD, "VADD", 0x58}, {VSUBPD, "VSUB", 0x5c}, {VMULPD, "VMUL", 0x59}, {VDIVPD, "VDIV", 0x5e},
		{VMINPD, "VMIN", 0x5d}, {VMAXPD, "VMAX", 0x5f},
		{VANDPD, "VAND", 0x54}, {VANDNPD, "VANDN", 0x55}, {VORPD, "VOR", 0x56}, {VXORPD, "VXOR", 0x57},
	} {
		pair(x.op, x.name, info{mapp: 1, code: x.code})
	}
	pair(VSQRTPD, "VSQRT", info{mapp: 1, code: 0x51, layout: rm})
}

func fused(pair pairFunc) {
	for i, name := range []string{"VFMADD", "VFMSUB", "VFNMADD"} {
		for j, form := range []string{"132", "213", "231"} {
			code := 0x98 + byte(2*i) + 0x10*byte(j)
			pair(VFMADD132PD+Op(6*i+2*j), name+form, info{mapp: 2, code: code, vexW: true})
		}
	}
}

func moves(t *[numOps]info, pair pairFunc) {
	pair(VMOVUPD, "VMOVU", info{mapp: 1, code: 0x10, layout: rm})
	pair(VMOVUPDStore, "VMOVU", info{mapp: 1, code: 0x11, layout: store})
	pair(VMOVAPD, "VMOVA", info{mapp: 1, code: 0x29, layout: store})
	t[VBROADCASTSD] = info{name: "VBROADCASTSD", mapp: 2, pp: 1, w: 1, code: 0x19, layout: rm, scale: element}
	t[VBROADCASTSS] = info{name: "VBROADCASTSS", mapp: 2, pp: 1, code: 0x18, layout: rm, scale: element}
	t[VPMOVSXDQ] = info{name: "VPMOVSXDQ", mapp: 2, pp: 1, code: 0x25, layout: rm, scale: half}
	t[VPCOMPRESSD] = info{name: "VPCOMPRESSD", mapp: 2, pp: 1, code: 0x8b, layout: store, scale: element, space: evexOnly}
	t[VPBROADCASTQGPR] = info{name: "VPBROADCASTQ", mapp: 2, pp: 1, w: 1, code: 0x7c, layout: rm, space: evexOnly}
	t[VPBROADCASTDGPR] = info{name: "VPBROADCASTD", mapp: 2, pp: 1, code: 0x7c, layout: rm, space: evexOnly}
	t[VMOVQGPR] = info{name: "VMOVQ", mapp: 1, pp: 1, w: 1, vexW: true, code: 0x6e, layout: rm, space: vexOnly}
	t[VMOVDGPR] = info{name: "VMOVD", mapp: 1, pp: 1, code: 0x6e, layout: rm, space: vexOnly}
	t[VPBROADCASTQ] = info{name: "VPBROADCASTQ", mapp: 2, pp: 1, w: 1, code: 0x59, layout: rm, scale: element}
	t[VPBROADCASTD] = info{name: "VPBROADCASTD", mapp: 2, pp: 1, code: 0x58, layout: rm, scale: element}
}

func functions(t *[numOps]info, pair pairFunc) {
	t[VROUNDPD] = info{name: "VROUNDPD", space: vexOnly, mapp: 3, pp: 1, code: 0x09, layout: rm, imm: true}
	t[VROUNDPS] = info{name: "VROUNDPS", space: vexOnly, mapp: 3, pp: 1, code: 0x08, layout: rm, imm: true}
	t[VRNDSCALEPD] = info{name: "VRNDSCALEPD", space: evexOnly, mapp: 3, pp: 1, w: 1, code: 0x09, layout: rm, imm: true}
	t[VRNDSCALEPS] = info{name: "VRNDSCALEPS", space: evexOnly, mapp: 3, pp: 1, code: 0x08, layout: rm, imm: true}
	pair(VSCALEFPD, "VSCALEF", info{space: evexOnly, mapp: 2, code: 0x2c})
	pair(VGETEXPPD, "VGETEXP", info{space: evexOnly, mapp: 2, code: 0x42, layout: rm})
	pair(VGETMANTPD, "VGETMANT", info{space: evexOnly, mapp: 3, code: 0x26, layout: rm, imm: true})
	pair(VRANGEPD, "VRANGE", info{space: evexOnly, mapp: 3, code: 0x50, imm: true})
	pair(VFIXUPIMMPD, "VFIXUPIMM", info{space: evexOnly, mapp: 3, code: 0x54, imm: true})
	t[VCVTDQ2PS] = info{name: "VCVTDQ2PS", mapp: 1, code: 0x5b, layout: rm}
	pair(VRCP14PD, "VRCP14", info{space: evexOnly, mapp: 2, code: 0x4c, layout: rm})
	pair(VRSQRT14PD, "VRSQRT14", info{space: evexOnly, mapp: 2, code: 0x4e, layout: rm})
	pair(VPERMI2PD, "VPERMI2", info{space: evexOnly, mapp: 2, code: 0x77})
	t[VPERMPD] = info{name: "VPERMPD", space: evexOnly, mapp: 2, pp: 1, w: 1, code: 0x16}
	t[VSHUFF64X2] = info{name: "VSHUFF64X2", space: evexOnly, mapp: 3, pp: 1, w: 1, code: 0x23, imm: true}
	t[VSHUFF32X4] = info{name: "VSHUFF32X4", space: evexOnly, mapp: 3, pp: 1, code: 0x23, imm: true}
}

func integers(t *[numOps]info) {
	t[VPTERNLOGQ] = info{name: "VPTERNLOGQ", space: evexOnly, mapp: 3, pp: 1, w: 1, code: 0x25, imm: true}
	t[VPTERNLOGD] = info{name: "VPTERNLOGD", space: evexOnly, mapp: 3, pp: 1, code: 0x25, imm: true}
	t[VPADDQ] = info{name: "VPADDQ", mapp: 1, pp: 1, w: 1, code: 0xd4}
	t[VPADDD] = info{name: "VPADDD", mapp: 1, pp: 1, code: 0xfe}
	t[VPSUBQ] = info{name: "VPSUBQ", mapp: 1, pp: 1, w: 1, code: 0xfb}
	t[VPSUBD] = info{name: "VPSUBD", mapp: 1, pp: 1, code: 0xfa}
	t[VPMULUDQ] = info{name: "VPMULUDQ", mapp: 1, pp: 1, w: 1, code: 0xf4}
	t[VPSLLQ] = info{name: "VPSLLQ", mapp: 1, pp: 1, w: 1, code: 0x73, digit: 6, layout: shift, imm: true}
	t[VPSRLQ] = info{name: "VPSRLQ", mapp: 1, pp: 1, w: 1, code: 0x73, digit: 2, layout: shift, imm: true}
	t[VPSLLD] = info{name: "VPSLLD", mapp: 1, pp: 1, code: 0x72, digit: 6, layout: shift, imm: true}
	t[VPSRLD] = info{name: "VPSRLD", mapp: 1, pp: 1, code: 0x72, digit: 2, layout: shift, imm: true}
	t[VPCMPEQD] = info{name: "VPCMPEQD", space: vexOnly, mapp: 1, pp: 1, code: 0x76}
}

func masks(t *[numOps]info, pair pairFunc) {
	pair(VCMPPD, "VCMP", info{space: evexOnly, mapp: 1, code: 0xc2, imm: true})
	t[VPCMPUD] = info{name: "VPCMPUD", space: evexOnly, mapp: 3, pp: 1, code: 0x1e, imm: true}
	pair(VCMPPDV, "VCMP", info{space: vexOnly, mapp: 1, code: 0xc2, imm: true})
	pair(VBLENDMPD, "VBLENDM", info{space: evexOnly, mapp: 2, code: 0x65})
	t[VBLENDVPD] = info{name: "VBLENDVPD", space: vexOnly, mapp: 3, pp: 1, code: 0x4b, imm: true}
	t[VBLENDVPS] = info{name: "VBLENDVPS", space: vexOnly, mapp: 3, pp: 1, code: 0x4a, imm: true}
	t[VPMOVQ2M] = info{name: "VPMOVQ2M", space: evexOnly, mapp: 2, pp: 2, w: 1, code: 0x39, layout: rm}
	t[VPMOVD2M] = info{name: "VPMOVD2M", space: evexOnly, mapp: 2, pp: 2, code: 0x39, layout: rm}
	pair(VMOVMSKPD, "VMOVMSK", info{space: vexOnly, mapp: 1, code: 0x50, layout: rm})
	for _, k := range []struct {
		op     Op
		name   string
		code   byte
		l      byte
		layout layout
	}{
		{KANDW, "KANDW", 0x41, 1, rvm}, {KORW, "KORW", 0x45, 1, rvm},
		{KXNORW, "KXNORW", 0x46, 1, rvm}, {KNOTW, "KNOTW", 0x44, 0, rm},
		{KMOVW, "KMOVW", 0x90, 0, rm}, {KMOVWStore, "KMOVW", 0x91, 0, store}, {KMOVWGPR, "KMOVW", 0x93, 0, rm},
		{KORTESTW, "KORTESTW", 0x98, 0, rm},
	} {
		t[k.op] = info{name: k.name, space: kmask, mapp: 1, code: k.code, kl: k.l, layout: k.layout}
	}
	t[KMOVBGPR] = info{name: "KMOVB", space: kmask, mapp: 1, pp: 1, code: 0x93, layout: rm}
}

func gathers(t *[numOps]info) {
	t[VGATHERDPD] = info{name: "VGATHERDPD", mapp: 2, pp: 1, w: 1, vexW: true, code: 0x92, layout: gathr, scale: element}
	t[VGATHERDPS] = info{name: "VGATHERDPS", mapp: 2, pp: 1, code: 0x92, layout: gathr, scale: element}
}
