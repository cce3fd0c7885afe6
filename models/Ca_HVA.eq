channel Ca_HVA "High-voltage-activated calcium current"
source  Reuveni, Friedman, Amitai & Gutnick 1993, J Neurosci 13:4609
ion     ca reads eca writes ica
param   gbar 0.00001 S/cm2   peak conductance
state   m 1 = mInf   activation
        h 1 = hInf   inactivation
        m' = mAlpha*(1 - m) - mBeta*m
        h' = hAlpha*(1 - h) - hBeta*h
let     mAlpha = 0.055*3.8/ms*linoid(-(v + 27 mV)/(3.8 mV))
        mBeta  = 0.94/ms*exp(-(v + 75 mV)/(17 mV))
        mInf   = mAlpha/(mAlpha + mBeta)
        mTau   = 1/(mAlpha + mBeta)
        hAlpha = 0.000457/ms*exp(-(v + 13 mV)/(50 mV))
        hBeta  = 0.0065/ms/(1 + exp(-(v + 15 mV)/(28 mV)))
        hInf   = hAlpha/(hAlpha + hBeta)
        hTau   = 1/(hAlpha + hBeta)
        g      = gbar*m^2*h
current ica = g*(v - eca)
