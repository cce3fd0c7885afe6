channel CaDynamics "Calcium in a shell under the membrane"
source  Destexhe, Mainen & Sejnowski 1994, J Comput Neurosci 1:195
ion     ca reads ica writes cai
param   gamma  0.05      part of the calcium that is not buffered
        decay  80 ms     time constant of removal
        depth  0.1 um    depth of the shell
        minCai 1e-4 mM   concentration at rest
state   cai mM = minCai  concentration inside
        cai' = -ica*gamma/(2*faraday*depth) - (cai - minCai)/decay
let     faraday = 96485.33212331 C/mol
