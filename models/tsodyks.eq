synapse tsodyks "Short-term plasticity, three states"
source  Tsodyks, Uziel & Markram 2000, J Neurosci 20:RC50
doc     Resources are recovered (x), active (y) or inactive (1 - x - y). A spike makes the
        part u of the recovered ones active, and sends that much. Give tau_psc the decay of
        the current that the events cause. Names and defaults are NEST's.
param   U       0.5      step of the use of resources
        tau_rec 800 ms   recovery
        tau_fac 0 ms     decay of facilitation; 0 for none
        tau_psc 3 ms     inactivation
pre     u 1 = 0          use of resources
        x 1 = 1          recovered resources
        y 1 = 0          active resources
        u' = -u/max(tau_fac, 1e-6 ms)
        x' = (1 - x - y)/tau_rec
        y' = -y/tau_psc
on pre {
    u += U*(1 - u)
    deliver weight*u*x
    y += u*x
    x -= u*x
}
