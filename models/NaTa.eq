channel NaTa "Transient sodium current of the axon"
source  Colbert & Pan 2002, Nat Neurosci 5:533
ion     na reads ena writes ina
param   gbar    0.00001 S/cm2    peak conductance
        malphaF 0.182 1/ms/mV    opening, slope
        mbetaF  0.124 1/ms/mV    closing, slope
        mvhalf  -48 mV           half activation
        mk      6 mV             steepness of activation
        halphaF 0.015 1/ms/mV    inactivation, slope
        hbetaF  0.015 1/ms/mV    recovery, slope
        hvhalf  -69 mV           half inactivation
        hk      6 mV             steepness of inactivation
state   m 1 = mInf   activation
        h 1 = hInf   inactivation
        m' = q10*(mAlpha*(1 - m) - mBeta*m)
        h' = q10*(hAlpha*(1 - h) - hBeta*h)
let     q10    = 2.3^((celsius - 23 degC)/(10 K))
        mAlpha = malphaF*mk*linoid(-(v - mvhalf)/mk)
        mBeta  = mbetaF*mk*linoid((v - mvhalf)/mk)
        mInf   = mAlpha/(mAlpha + mBeta)
        mTau   = 1/(mAlpha + mBeta)/q10
        hAlpha = halphaF*hk*linoid((v - hvhalf)/hk)
        hBeta  = hbetaF*hk*linoid(-(v - hvhalf)/hk)
        hInf   = hAlpha/(hAlpha + hBeta)
        hTau   = 1/(hAlpha + hBeta)/q10
        g      = gbar*m^3*h
current ina = g*(v - ena)
