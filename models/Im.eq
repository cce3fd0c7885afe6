channel Im "Muscarinic potassium current"
source  Adams, Brown & Constanti 1982, J Physiol 330:537
ion     k reads ek writes ik
param   gbar 0.00001 S/cm2   peak conductance
state   m 1 = mInf   activation
        m' = q10*(mAlpha*(1 - m) - mBeta*m)
let     q10    = 2.3^((celsius - 21 degC)/(10 K))
        mAlpha = 3.3e-3/ms*exp(0.1/mV*(v + 35 mV))
        mBeta  = 3.3e-3/ms*exp(-0.1/mV*(v + 35 mV))
        mInf   = mAlpha/(mAlpha + mBeta)
        mTau   = 1/(mAlpha + mBeta)/q10
        g      = gbar*m
current ik = g*(v - ek)
