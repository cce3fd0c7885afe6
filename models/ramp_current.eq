stimulus ramp_current "Ramp of current"
source  Hodgkin 1948, J Physiol 107:165
doc     Rises in proportion to time from start to stop, and is 0 before and after.
param   offset 0 pA     current at the start
        slope  1 pA/ms  rise
        start  0 ms     when it begins
        stop   inf ms   when it ends
inject  offset + slope*(t - start) if t >= start and t < stop else 0
