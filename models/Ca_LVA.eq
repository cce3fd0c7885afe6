channel Ca_LVA "Low-voltage-activated calcium current"
source  Avery & Johnston 1996, J Neurosci 16:5567
        Randall & Tsien 1997, Neuropharmacology 36:879
doc     Shifted by -10 mV for the junction potential.
ion     ca reads eca writes ica
param   gbar 0.00001 S/cm2   peak conductance
state   m 1 = mInf   activation
        h 1 = hInf   inactivation
        m' = (mInf - m)/mTau
        h' = (hInf - h)/hTau
let     q10  = 2.3^((celsius - 21 degC)/(10 K))
        mInf = 1/(1 + exp(-(v + 40 mV)/(6 mV)))
        mTau = (5 ms + 20 ms/(1 + exp((v + 35 mV)/(5 mV))))/q10
        hInf = 1/(1 + exp((v + 90 mV)/(6.4 mV)))
        hTau = (20 ms + 50 ms/(1 + exp((v + 50 mV)/(7 mV))))/q10
        g    = gbar*m^2*h
current ica = g*(v - eca)
