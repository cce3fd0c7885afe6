synapse stdp_additive "Spike-timing dependent plasticity, additive"
source  Song, Miller & Abbott 2000, Nat Neurosci 3:919
doc     A pair of spikes changes the weight by A_plus*exp(-d/tau_plus) if the
        presynaptic one comes first by d, by -A_minus*exp(-d/tau_minus) if it comes last.
        All pairs count.
param   tau_plus  20 ms            window of potentiation
        tau_minus 20 ms            window of depression
        A_plus    0.005 weight     largest potentiation
        A_minus   0.00525 weight   largest depression
        Wmax      1 weight         largest weight
pre     Kplus  1 = 0               trace of presynaptic spikes
        tau_plus Kplus' = -Kplus
post    Kminus 1 = 0               trace of postsynaptic spikes
        tau_minus Kminus' = -Kminus
on pre {
    weight = max(0, weight - A_minus*Kminus)
    deliver weight
    Kplus += 1
}
on post {
    weight = min(Wmax, weight + A_plus*Kplus)
    Kminus += 1
}
