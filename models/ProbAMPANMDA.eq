point   ProbAMPANMDA "AMPA and NMDA receptors under a site that releases at random"
source  Fuhrmann, Segev, Markram & Tsodyks 2002, J Neurophysiol 87:140
        Jahr & Stevens 1990, J Neurosci 10:3178
        Markram et al. 2015, Cell 163:456
doc     Each connection has one vesicle. A spike releases it with probability u, which
        facilitation raises; the site is then empty until it recovers, at random with the
        time constant Dep. The mean over trials is that of the Tsodyks-Markram synapse.
param   tau_r_AMPA 0.2 ms        AMPA rise
        tau_d_AMPA 1.7 ms        AMPA decay
        tau_r_NMDA 0.29 ms       NMDA rise
        tau_d_NMDA 43 ms         NMDA decay
        Use        1             step of the probability of release
        Dep        100 ms        recovery of the vesicle
        Fac        10 ms         decay of facilitation; 0 for none
        e          0 mV          reversal potential
        mg         1 mM          magnesium outside
        slope_mg   0.062 1/mV    steepness of the block
        scale_mg   3.57 mM       magnesium that blocks half at 0 mV
        gmax       0.001 uS      peak conductance of weight 1
        u0         0             probability of release before the first spike
        NMDA_ratio 0.71          NMDA conductance of AMPA conductance 1
state   A_AMPA 1 = 0             AMPA, part that decays with the rise
        B_AMPA 1 = 0             AMPA, part that decays slowly
        A_NMDA 1 = 0             NMDA, part that decays with the rise
        B_NMDA 1 = 0             NMDA, part that decays slowly
        A_AMPA' = -A_AMPA/tau_r_AMPA
        B_AMPA' = -B_AMPA/tau_d_AMPA
        A_NMDA' = -A_NMDA/tau_r_NMDA
        B_NMDA' = -B_NMDA/tau_d_NMDA
connection u    1 = u0           probability of release
        full 1 = 1               1 where the vesicle is there
        last ms = 0              time of the last spike
let     tp_AMPA     = tau_r_AMPA*tau_d_AMPA/(tau_d_AMPA - tau_r_AMPA)*log(tau_d_AMPA/tau_r_AMPA)
        tp_NMDA     = tau_r_NMDA*tau_d_NMDA/(tau_d_NMDA - tau_r_NMDA)*log(tau_d_NMDA/tau_r_NMDA)
        factor_AMPA = 1/(exp(-tp_AMPA/tau_d_AMPA) - exp(-tp_AMPA/tau_r_AMPA))
        factor_NMDA = 1/(exp(-tp_NMDA/tau_d_NMDA) - exp(-tp_NMDA/tau_r_NMDA))
        mggate      = 1/(1 + exp(-slope_mg*v)*mg/scale_mg)
        g_AMPA      = gmax*(B_AMPA - A_AMPA)
        g_NMDA      = gmax*(B_NMDA - A_NMDA)*mggate
        g           = g_AMPA + g_NMDA
        i_AMPA      = g_AMPA*(v - e)
        i_NMDA      = g_NMDA*(v - e)
        lived       = exp(-(t - last)/Dep)
        faded       = u*exp(-(t - last)/max(Fac, 1e-6 ms))
receive 1 {
    if weight > 0 {
        full = 1 if full > 0 or uniform() > lived else 0
        u = faded + Use*(1 - faded)
        last = t
        if full > 0 and uniform() < u {
            full = 0
            A_AMPA += factor_AMPA*weight
            B_AMPA += factor_AMPA*weight
            A_NMDA += factor_NMDA*NMDA_ratio*weight
            B_NMDA += factor_NMDA*NMDA_ratio*weight
        }
    }
}   peak AMPA conductance in units of gmax
current i = i_AMPA + i_NMDA
