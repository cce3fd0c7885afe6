channel NaV "Sodium channel with twelve states"
source  Carter, Giessel, Sabatini & Bean 2012, Neuron 75:1081
doc     Five closed states in a row lead to the open one. From each of them, and from the
        open one, the channel can inactivate; it opens faster when inactivated, and recovers
        faster the fewer of its sensors are up. It starts as in the circuits of the Allen
        Institute: at rest but for one rate, that from I4 to I3.
ion     na reads ena writes ina
param   gbar  0.015 S/cm2   peak conductance
        Con   0.01 1/ms     inactivation, no sensor up
        Coff  40 1/ms       recovery, no sensor up
        Oon   8 1/ms        inactivation of the open channel
        Ooff  0.05 1/ms     recovery to the open channel
        alpha 400 1/ms      a sensor goes up, at 0 mV
        beta  12 1/ms       a sensor goes down, at 0 mV
        gamma 250 1/ms      opening
        delta 60 1/ms       closing
        alfac 2.51          factor of alpha and Con by inactivation and by sensor
        btfac 5.32          divisor of beta and Coff by inactivation and by sensor
        x1    24 mV         potential for e-fold alpha
        x2    -24 mV        potential for e-fold beta
state   C1 1   closed, no sensor up
        C2 1   closed, one sensor up
        C3 1   closed, two sensors up
        C4 1   closed, three sensors up
        C5 1   closed, all sensors up
        O  1   open
        I1 1   inactivated, no sensor up
        I2 1   inactivated, one sensor up
        I3 1   inactivated, two sensors up
        I4 1   inactivated, three sensors up
        I5 1   inactivated, all sensors up
        I6 1   inactivated from the open state
        C1' = -up1 - off1
        C2' = up1 - up2 - off2
        C3' = up2 - up3 - off3
        C4' = up3 - up4 - off4
        C5' = up4 - opens - off5
        O'  = opens - off6
        I1' = off1 - inactiveUp1
        I2' = off2 + inactiveUp1 - inactiveUp2
        I3' = off3 + inactiveUp2 - inactiveUp3
        I4' = off4 + inactiveUp3 - inactiveUp4
        I5' = off5 + inactiveUp4 - inactiveOpens
        I6' = off6 + inactiveOpens
let     q10  = 2.3^((celsius - 37 degC)/(10 K))
        up   = q10*alpha*exp(v/x1)
        down = q10*beta*exp(v/x2)
        on   = q10*Con
        rest = q10*Coff
        up1  = 4*up*C1 - down*C2
        up2  = 3*up*C2 - 2*down*C3
        up3  = 2*up*C3 - 3*down*C4
        up4  = up*C4 - 4*down*C5
        opens = q10*(gamma*C5 - delta*O)
        inactiveUp1 = 4*up*alfac*I1 - down/btfac*I2
        inactiveUp2 = 3*up*alfac*I2 - 2*down/btfac*I3
        inactiveUp3 = 2*up*alfac*I3 - 3*down/btfac*I4
        inactiveUp4 = up*alfac*I4 - 4*down/btfac*I5
        inactiveOpens = q10*(gamma*I5 - delta*I6)
        off1 = on*C1 - rest*I1
        off2 = on*alfac*C2 - rest/btfac*I2
        off3 = on*alfac^2*C3 - rest/btfac^2*I3
        off4 = on*alfac^3*C4 - rest/btfac^3*I4
        off5 = on*alfac^4*C5 - rest/btfac^4*I5
        off6 = q10*(Oon*O - Ooff*I6)
        g    = gbar*O
conserve  C1 + C2 + C3 + C4 + C5 + O + I1 + I2 + I3 + I4 + I5 + I6 = 1
initially steady
          I3' = off3 + inactiveUp2 - 2*up*alfac*I3 + rest/btfac^2*I4
solve implicitly
current ina = g*(v - ena)
