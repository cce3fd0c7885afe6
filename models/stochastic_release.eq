synapse stochastic_release "Random release from a few vesicles, with short-term plasticity"
source  Fuhrmann, Segev, Markram & Tsodyks 2002, J Neurophysiol 87:140
        Markram et al. 2015, Cell 163:456
doc     Each of N sites holds a vesicle or is empty. A spike releases every vesicle with
        probability u; empty sites fill up with the time constant tau_rec. The mean over
        trials is that of tsodyks2 with the same U, tau_rec and tau_fac.
param   N       5        release sites, 1 to 8
        U       0.5      step of the probability of release
        tau_rec 800 ms   refilling of an empty site
        tau_fac 0 ms     decay of facilitation; 0 for none
state   u     1 = 0      probability of release
        full  1 = N      sites that hold a vesicle
        since ms = 0     time since the last spike
        u' = -u/max(tau_fac, 1e-6 ms)
        since' = 1
let     empty    = N - full
        refill   = -expm1(-since/tau_rec)
        refilled = (1 if empty > 0 and uniform() < refill else 0) + (1 if empty > 1 and uniform() < refill else 0)
                 + (1 if empty > 2 and uniform() < refill else 0) + (1 if empty > 3 and uniform() < refill else 0)
                 + (1 if empty > 4 and uniform() < refill else 0) + (1 if empty > 5 and uniform() < refill else 0)
                 + (1 if empty > 6 and uniform() < refill else 0) + (1 if empty > 7 and uniform() < refill else 0)
        released = (1 if full > 0 and uniform() < u else 0) + (1 if full > 1 and uniform() < u else 0)
                 + (1 if full > 2 and uniform() < u else 0) + (1 if full > 3 and uniform() < u else 0)
                 + (1 if full > 4 and uniform() < u else 0) + (1 if full > 5 and uniform() < u else 0)
                 + (1 if full > 6 and uniform() < u else 0) + (1 if full > 7 and uniform() < u else 0)
on pre {
    full += refilled
    since = 0
    u += U*(1 - u)
    deliver weight*released/N
    full -= released
}
