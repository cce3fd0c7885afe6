stimulus sine_current "Sinusoidal current"
source  Hutcheon & Yarom 2000, Trends Neurosci 23:216
param   offset    0 pA     mean current
        amplitude 100 pA   amplitude
        frequency 10 Hz    frequency
        phase     0 rad    at time 0
        start     0 ms     when it begins
        stop      inf ms   when it ends
inject  offset + amplitude*sin(2*pi*frequency*t + phase) if t >= start and t < stop else 0
