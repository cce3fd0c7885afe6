synapse stdp_dopamine "Spike-timing dependent plasticity gated by dopamine"
source  Izhikevich 2007, Cereb Cortex 17:2443
        Potjans, Morrison & Diesmann 2010, Front Comput Neurosci 4:141
doc     Pairs of spikes leave an eligibility, which decays slowly and becomes a change of
        weight as far as dopamine is above its baseline. Every spike of the modulator adds
        1/tau_n to the dopamine that all synapses of the projection share. The weight is
        brought back into its bounds at each spike. Names and defaults are NEST's.
param   A_plus    1 weight     eligibility left by pre before post
        A_minus   1.5 weight   eligibility taken by post before pre
        tau_plus  20 ms        window of pre before post
        tau_minus 20 ms        window of post before pre
        tau_c     1000 ms      decay of eligibility
        tau_n     200 ms       decay of dopamine
        b         0 1/ms       baseline of dopamine
        Wmin      0 weight     smallest weight
        Wmax      200 weight   largest weight
state   c      weight = 0      eligibility
        tau_c c' = -c
        weight' = c*(n - b)
pre     Kplus  1 = 0           trace of presynaptic spikes
        tau_plus Kplus' = -Kplus
post    Kminus 1 = 0           trace of postsynaptic spikes
        tau_minus Kminus' = -Kminus
volume  n      1/ms = 0        dopamine
        tau_n n' = -n
on pre {
    weight = clip(weight, Wmin, Wmax)
    c -= A_minus*Kminus
    deliver weight
    Kplus += 1
}
on post {
    weight = clip(weight, Wmin, Wmax)
    c += A_plus*Kplus
    Kminus += 1
}
on volume { n += 1/tau_n }
