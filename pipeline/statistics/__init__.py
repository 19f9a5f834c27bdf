"""Numbers about numbers: how sure a share is, whether it changed, what may still go wrong.

shares         shares with the interval that chance allows
changes        whether two shares differ beyond chance
decomposition  why a share changed: what each group of cases did to it, split into rate and mix
error_budget   how many more may be late before the promise is broken
"""
