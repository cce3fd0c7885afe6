channel Nap "Persistent sodium current"
source  Magistretti & Alonso 1999, J Gen Physiol 114:491
        Hay et al. 2011, PLoS Comput Biol 7:e1002107
doc     Activation follows the potential at once.
ion     na reads ena writes ina
param   gbar 0.00001 S/cm2   peak conductance
state   h 1 = hInf   inactivation
        h' = (hInf - h)/hTau
let     q10    = 2.3^((celsius - 21 degC)/(10 K))
        mInf   = 1/(1 + exp(-(v + 52.6 mV)/(4.6 mV)))
        hInf   = 1/(1 + exp((v + 48.8 mV)/(10 mV)))
        hAlpha = 2.88e-6*4.63/ms*linoid((v + 17 mV)/(4.63 mV))
        hBeta  = 6.94e-6*2.63/ms*linoid(-(v + 64.4 mV)/(2.63 mV))
        hTau   = 1/(hAlpha + hBeta)/q10
        g      = gbar*mInf*h
current ina = g*(v - ena)
