point   ProbGABAAB "GABA-A and GABA-B receptors under a site that releases at random"
source  Fuhrmann, Segev, Markram & Tsodyks 2002, J Neurophysiol 87:140
        Markram et al. 2015, Cell 163:456
doc     Release as in ProbAMPANMDA.
param   tau_r_GABAA 0.2 ms       GABA-A rise
        tau_d_GABAA 8 ms         GABA-A decay
        tau_r_GABAB 3.5 ms       GABA-B rise
        tau_d_GABAB 260.9 ms     GABA-B decay
        Use         1            step of the probability of release
        Dep         100 ms       recovery of the vesicle
        Fac         10 ms        decay of facilitation; 0 for none
        e_GABAA     -80 mV       GABA-A reversal potential
        e_GABAB     -97 mV       GABA-B reversal potential
        gmax        0.001 uS     peak conductance of weight 1
        u0          0            probability of release before the first spike
        GABAB_ratio 0            GABA-B conductance of GABA-A conductance 1
state   A_GABAA 1 = 0            GABA-A, part that decays with the rise
        B_GABAA 1 = 0            GABA-A, part that decays slowly
        A_GABAB 1 = 0            GABA-B, part that decays with the rise
        B_GABAB 1 = 0            GABA-B, part that decays slowly
        A_GABAA' = -A_GABAA/tau_r_GABAA
        B_GABAA' = -B_GABAA/tau_d_GABAA
        A_GABAB' = -A_GABAB/tau_r_GABAB
        B_GABAB' = -B_GABAB/tau_d_GABAB
connection u    1 = u0           probability of release
        full 1 = 1               1 where the vesicle is there
        last ms = 0              time of the last spike
let     tp_GABAA     = tau_r_GABAA*tau_d_GABAA/(tau_d_GABAA - tau_r_GABAA)*log(tau_d_GABAA/tau_r_GABAA)
        tp_GABAB     = tau_r_GABAB*tau_d_GABAB/(tau_d_GABAB - tau_r_GABAB)*log(tau_d_GABAB/tau_r_GABAB)
        factor_GABAA = 1/(exp(-tp_GABAA/tau_d_GABAA) - exp(-tp_GABAA/tau_r_GABAA))
        factor_GABAB = 1/(exp(-tp_GABAB/tau_d_GABAB) - exp(-tp_GABAB/tau_r_GABAB))
        g_GABAA      = gmax*(B_GABAA - A_GABAA)
        g_GABAB      = gmax*(B_GABAB - A_GABAB)
        g            = g_GABAA + g_GABAB
        i_GABAA      = g_GABAA*(v - e_GABAA)
        i_GABAB      = g_GABAB*(v - e_GABAB)
        lived        = exp(-(t - last)/Dep)
        faded        = u*exp(-(t - last)/max(Fac, 1e-6 ms))
receive 1 {
    if weight > 0 {
        full = 1 if full > 0 or uniform() > lived else 0
        u = faded + Use*(1 - faded)
        last = t
        if full > 0 and uniform() < u {
            full = 0
            A_GABAA += factor_GABAA*weight
            B_GABAA += factor_GABAA*weight
            A_GABAB += factor_GABAB*GABAB_ratio*weight
            B_GABAB += factor_GABAB*GABAB_ratio*weight
        }
    }
}   peak GABA-A conductance in units of gmax
current i = i_GABAA + i_GABAB
