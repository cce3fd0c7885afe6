channel Kd "Slowly inactivating potassium current"
source  Foust, Yu, Popovic, Zecevic & McCormick 2011, J Neurosci 31:15490
ion     k reads ek writes ik
param   gbar 0.00001 S/cm2   peak conductance
state   m 1 = mInf   activation
        h 1 = hInf   inactivation
        m' = (mInf - m)/mTau
        h' = (hInf - h)/hTau
let     mInf = 1/(1 + exp(-(v + 43 mV)/(8 mV)))
        mTau = 1 ms
        hInf = 1/(1 + exp((v + 67 mV)/(7.3 mV)))
        hTau = 1500 ms
        g    = gbar*m*h
current ik = g*(v - ek)
