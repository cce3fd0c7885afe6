stimulus noise_current "Gaussian noise current, new in each step"
source  Mainen & Sejnowski 1995, Science 268:1503
doc     Piecewise constant: the standard deviation is that of the current in a step, so
        its effect on a membrane grows with the step. For noise that does not depend on it
        use ou_current.
param   mean  0 pA     mean current
        std   100 pA   standard deviation of the current in each step
        start 0 ms     when it begins
        stop  inf ms   when it ends
inject  mean + std*normal() if t >= start and t < stop else 0
