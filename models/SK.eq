channel SK "Potassium current activated by calcium"
source  Köhler et al. 1996, Science 273:1709
ion     k reads ek writes ik
        ca reads cai
param   gbar 0.000001 S/cm2   peak conductance
        zTau 1 ms             time constant
state   z 1 = zInf   activation
        z' = (zInf - z)/zTau
let     seen = cai if cai >= 1e-7 mM else cai + 1e-7 mM
        zInf = 1/(1 + (0.00043 mM/seen)^4.8)
        g    = gbar*z
current ik = g*(v - ek)
