stimulus step_current "Step of current"
source  Cole 1949, Arch Sci Physiol 3:253
param   amplitude 100 pA   current while it is on
        start     0 ms     when it begins
        stop      inf ms   when it ends
inject  amplitude if t >= start and t < stop else 0
