channel K_P "Persistent potassium current"
source  Korngreen & Sakmann 2000, J Physiol 525:621
ion     k reads ek writes ik
param   gbar   0.00001 S/cm2   peak conductance
        vshift 0 mV            shift of all gates
        tauF   1               factor of the time constant of activation
state   m 1 = mInf   activation
        h 1 = hInf   inactivation
        m' = (mInf - m)/mTau
        h' = (hInf - h)/hTau
let     q10  = 2.3^((celsius - 21 degC)/(10 K))
        u    = v - vshift
        mInf = 1/(1 + exp(-(u + 14.3 mV)/(14.6 mV)))
        low  = 1.25 ms + 175.03 ms*exp(u*0.026/mV)
        high = 1.25 ms + 13 ms*exp(-u*0.026/mV)
        mTau = tauF*(low if u < -50 mV else high)/q10
        hInf = 1/(1 + exp((u + 54 mV)/(11 mV)))
        hTau = (360 ms + (1010 ms + 24 ms/mV*(u + 55 mV))*exp(-((u + 75 mV)/(48 mV))^2))/q10
        g    = gbar*m^2*h
current ik = g*(v - ek)
