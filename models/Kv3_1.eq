channel Kv3_1 "Kv3-like fast potassium current"
source  Rudy & McBain 2001, Trends Neurosci 24:517
        Hay et al. 2011, PLoS Comput Biol 7:e1002107
ion     k reads ek writes ik
param   gbar   0.00001 S/cm2   peak conductance
        vshift 0 mV            shift of activation
state   m 1 = mInf   activation
        m' = (mInf - m)/mTau
let     mInf = 1/(1 + exp(-(v - 18.7 mV - vshift)/(9.7 mV)))
        mTau = 4 ms/(1 + exp(-(v + 46.56 mV - vshift)/(44.14 mV)))
        g    = gbar*m
current ik = g*(v - ek)
