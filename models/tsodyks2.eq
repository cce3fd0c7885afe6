synapse tsodyks2 "Short-term plasticity, two states"
source  Fuhrmann, Segev, Markram & Tsodyks 2002, J Neurophysiol 87:140
        Maass & Markram 2002, Neural Netw 15:155
doc     Resources released by a spike recover at once with one time constant, without
        the inactive state of tsodyks. Names and defaults are NEST's.
param   U       0.5      step of the use of resources
        tau_rec 800 ms   recovery
        tau_fac 0 ms     decay of facilitation; 0 for none
pre     u 1 = 0          use of resources
        x 1 = 1          recovered resources
        u' = -u/max(tau_fac, 1e-6 ms)
        x' = (1 - x)/tau_rec
on pre {
    u += U*(1 - u)
    deliver weight*u*x
    x -= u*x
}
