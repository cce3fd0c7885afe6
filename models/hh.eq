channel hh "Sodium, potassium and leak currents of the squid giant axon"
source  Hodgkin & Huxley 1952, J Physiol 117:500
doc     Measured at 6.3 degC, with rates that triple every 10 K.
ion     na reads ena writes ina
        k reads ek writes ik
param   gnabar 0.12 S/cm2     peak sodium conductance
        gkbar  0.036 S/cm2    peak potassium conductance
        gl     0.0003 S/cm2   leak conductance
        el     -54.3 mV       leak reversal potential
state   m 1 = minf   sodium activation
        h 1 = hinf   sodium inactivation
        n 1 = ninf   potassium activation
        m' = q10*(am*(1 - m) - bm*m)
        h' = q10*(ah*(1 - h) - bh*h)
        n' = q10*(an*(1 - n) - bn*n)
let     q10  = 3^((celsius - 6.3 degC)/(10 K))
        am   = linoid(-(v + 40 mV)/(10 mV))/ms
        bm   = 4*exp(-(v + 65 mV)/(18 mV))/ms
        ah   = 0.07*exp(-(v + 65 mV)/(20 mV))/ms
        bh   = 1/(1 + exp(-(v + 35 mV)/(10 mV)))/ms
        an   = 0.1*linoid(-(v + 55 mV)/(10 mV))/ms
        bn   = 0.125*exp(-(v + 65 mV)/(80 mV))/ms
        minf = am/(am + bm)
        hinf = ah/(ah + bh)
        ninf = an/(an + bn)
        mtau = 1/(am + bm)/q10
        htau = 1/(ah + bh)/q10
        ntau = 1/(an + bn)/q10
        gna  = gnabar*m^3*h
        gk   = gkbar*n^4
current ina = gna*(v - ena)
        ik  = gk*(v - ek)
        il  = gl*(v - el)
