synapse stdp "Spike-timing dependent plasticity, all pairs"
source  Gütig, Aharonov, Rotter & Sompolinsky 2003, J Neurosci 23:3697
        Morrison, Aertsen & Diesmann 2007, Neural Comput 19:1437
doc     mu_plus and mu_minus choose the dependence on the weight: 0 additive, 1
        multiplicative. Names and defaults are NEST's.
param   tau_plus  20 ms        window of potentiation
        tau_minus 20 ms        window of depression
        lambda    0.01         size of a change
        alpha     1            depression relative to potentiation
        mu_plus   1            exponent of the weight in potentiation
        mu_minus  1            exponent of the weight in depression
        Wmax      100 weight   largest weight
pre     Kplus  1 = 0           trace of presynaptic spikes
        tau_plus Kplus' = -Kplus
post    Kminus 1 = 0           trace of postsynaptic spikes
        tau_minus Kminus' = -Kminus
on pre {
    weight = max(0, weight - alpha*lambda*Wmax*(weight/Wmax)^mu_minus*Kminus)
    deliver weight
    Kplus += 1
}
on post {
    weight = min(Wmax, weight + lambda*Wmax*(1 - weight/Wmax)^mu_plus*Kplus)
    Kminus += 1
}
