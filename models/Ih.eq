channel Ih "Hyperpolarization-activated cation current"
source  Kole, Hallermann & Stuart 2006, J Neurosci 26:1677
param   gbar 0.00001 S/cm2   peak conductance
        ehcn -45 mV          reversal potential
state   m 1 = mInf   activation
        m' = mAlpha*(1 - m) - mBeta*m
let     mAlpha = 0.00643*11.9/ms*linoid((v + 154.9 mV)/(11.9 mV))
        mBeta  = 0.193/ms*exp(v/(33.1 mV))
        mInf   = mAlpha/(mAlpha + mBeta)
        mTau   = 1/(mAlpha + mBeta)
        g      = gbar*m
current ihcn = g*(v - ehcn)
