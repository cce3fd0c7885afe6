channel Kv2like "Kv2-like delayed rectifier"
source  Keren, Peled & Korngreen 2005, J Neurophysiol 94:3730
        Liu & Bean 2014, J Neurosci 34:4991
ion     k reads ek writes ik
param   gbar 0.00001 S/cm2   peak conductance
state   m  1 = mInf   activation
        h1 1 = hInf   faster half of inactivation
        h2 1 = hInf   slower half of inactivation
        m'  = (mInf - m)/mTau
        h1' = (hInf - h1)/h1Tau
        h2' = (hInf - h2)/h2Tau
let     q10    = 2.3^((celsius - 21 degC)/(10 K))
        mAlpha = 0.12*11/ms*linoid(-(v - 43 mV)/(11 mV))
        mBeta  = 0.02/ms*exp(-(v + 1.27 mV)/(120 mV))
        mInf   = mAlpha/(mAlpha + mBeta)
        mTau   = 2.5/(mAlpha + mBeta)/q10
        hInf   = 1/(1 + exp((v + 58 mV)/(11 mV)))
        h1Tau  = (360 ms + (1010 ms + 23.7 ms/mV*(v + 54 mV))*exp(-((v + 75 mV)/(48 mV))^2))/q10
        h2Tau  = (2350 ms + 1380 ms*exp(-0.011/mV*v) - 210 ms*exp(-0.03/mV*v))/q10
        g      = gbar*m^2*(0.5*h1 + 0.5*h2)
current ik = g*(v - ek)
