channel Im_v2 "Muscarinic potassium current, newer kinetics"
source  Vervaeke, Hu, Graham & Storm 2006, Neuron 49:257
ion     k reads ek writes ik
param   gbar 0.00001 S/cm2   peak conductance
state   m 1 = mInf   activation
        m' = (mInf - m)/mTau
let     q10    = 2.3^((celsius - 30 degC)/(10 K))
        mAlpha = 0.007/ms*exp(6*0.4*(v + 48 mV)/(26.12 mV))
        mBeta  = 0.007/ms*exp(-6*0.6*(v + 48 mV)/(26.12 mV))
        mInf   = mAlpha/(mAlpha + mBeta)
        mTau   = (15 ms + 1/(mAlpha + mBeta))/q10
        g      = gbar*m
current ik = g*(v - ek)
