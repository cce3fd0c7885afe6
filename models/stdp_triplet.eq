synapse stdp_triplet "Spike-timing dependent plasticity of triplets"
source  Pfister & Gerstner 2006, J Neurosci 26:9673
doc     All pairs and triplets count; the amplitudes are those fitted to visual cortex
        (table 3, full model). Names are NEST's; tau_plus_triplet and tau_minus_triplet are
        the paper's tau_x and tau_y.
param   tau_plus          16.8 ms         window of potentiation
        tau_plus_triplet  101 ms          long trace of presynaptic spikes
        tau_minus         33.7 ms         window of depression
        tau_minus_triplet 125 ms          long trace of postsynaptic spikes
        Aplus             5e-10 weight    potentiation by pairs
        Aplus_triplet     6.2e-3 weight   potentiation by triplets
        Aminus            7e-3 weight     depression by pairs
        Aminus_triplet    2.3e-4 weight   depression by triplets
        Wmax              100 weight      largest weight
pre     Kplus          1 = 0   short trace of presynaptic spikes
        Kplus_triplet  1 = 0   long trace of presynaptic spikes
        tau_plus Kplus' = -Kplus
        tau_plus_triplet Kplus_triplet' = -Kplus_triplet
post    Kminus         1 = 0   short trace of postsynaptic spikes
        Kminus_triplet 1 = 0   long trace of postsynaptic spikes
        tau_minus Kminus' = -Kminus
        tau_minus_triplet Kminus_triplet' = -Kminus_triplet
on pre {
    weight = max(0, weight - Kminus*(Aminus + Aminus_triplet*Kplus_triplet))
    deliver weight
    Kplus += 1; Kplus_triplet += 1
}
on post {
    weight = min(Wmax, weight + Kplus*(Aplus + Aplus_triplet*Kminus_triplet))
    Kminus += 1; Kminus_triplet += 1
}
