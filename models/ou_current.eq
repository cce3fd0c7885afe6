stimulus ou_current "Ornstein-Uhlenbeck current"
source  Uhlenbeck & Ornstein 1930, Phys Rev 36:823
        Destexhe, Rudolph, Fellous & Sejnowski 2001, Neuroscience 107:13
doc     Noise with a memory: its correlation falls off as exp(-t/tau). It starts in its
        stationary distribution.
param   mean  0 pA     mean current
        std   100 pA   standard deviation of the current
        tau   5 ms     correlation time
state   noise pA = mean + std*normal()   the current
        noise' = (mean - noise)/tau + std*sqrt(2/tau)*xi
inject  noise
