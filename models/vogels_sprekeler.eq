synapse vogels_sprekeler "Inhibitory plasticity that balances excitation"
source  Vogels, Sprekeler, Zenke, Clopath & Gerstner 2011, Science 334:1569
doc     Near-coincident spikes potentiate and every presynaptic spike depresses, so that
        the target settles at the rate alpha/(2*tau). Names and defaults are NEST's.
param   tau   20 ms          window of coincidence
        alpha 0.12           depression at each presynaptic spike
        eta   0.001 weight   size of a change
        Wmax  1 weight       largest weight
pre     Kplus  1 = 0         trace of presynaptic spikes
        tau Kplus' = -Kplus
post    Kminus 1 = 0         trace of postsynaptic spikes
        tau Kminus' = -Kminus
on pre {
    weight = clip(weight + eta*(Kminus - alpha), 0, Wmax)
    deliver weight
    Kplus += 1
}
on post {
    weight = min(Wmax, weight + eta*Kplus)
    Kminus += 1
}
