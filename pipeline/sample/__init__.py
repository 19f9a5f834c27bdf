"""Made-up exports of any size: first a story (who wrote when), then the shape a help desk gives it.

chance, vocabulary      the dice, and the words of the story
timeline                days, wall clocks and office hours
cast, crowd             who plays: the written cast of the demo, and extras for larger samples
situation               the cast as tables of account x day: how long answers take, who gives them
arrivals                which tickets there are, and which are owed when the story ends
conversations           every response owed in the story, cycle by cycle
events                  everything written around them, woven into one stream
story                   all of it, told from a seed
tables                  how files are written, and ids
generic                 the shape `generic`: everything that the story tells
liveagent, liveagent_*  the shape `liveagent`: what its API would return of it
register                the register that goes with the story
sample                  the doors: `write_sample`, `write_demo`
"""
