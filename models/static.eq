synapse static "Synapse of constant weight"
source  Rosenblatt 1958, Psychol Rev 65:386
on pre { deliver weight }
