channel K_T "Transient potassium current"
source  Korngreen & Sakmann 2000, J Physiol 525:621
ion     k reads ek writes ik
param   gbar   0.00001 S/cm2   peak conductance
        vshift 0 mV            shift of all gates
        mTauF  1               factor of the time constant of activation
        hTauF  1               factor of the time constant of inactivation
state   m 1 = mInf   activation
        h 1 = hInf   inactivation
        m' = (mInf - m)/mTau
        h' = (hInf - h)/hTau
let     q10  = 2.3^((celsius - 21 degC)/(10 K))
        u    = v - vshift
        mInf = 1/(1 + exp(-(u + 47 mV)/(29 mV)))
        mTau = (0.34 ms + mTauF*0.92 ms*exp(-((u + 71 mV)/(59 mV))^2))/q10
        hInf = 1/(1 + exp((u + 66 mV)/(10 mV)))
        hTau = (8 ms + hTauF*49 ms*exp(-((u + 73 mV)/(23 mV))^2))/q10
        g    = gbar*m^4*h
current ik = g*(v - ek)
