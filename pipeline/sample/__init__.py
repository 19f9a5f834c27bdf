"""Made-up exports of any size: first a story (who wrote when), then the shape a help desk gives it.

timeline, hours, chance        the days, the office hours, the dice
vocabulary, arrays             the words of the story, and what it is kept in
cast                           who plays: agents, accounts, coverage, roster, chapters
characters, chapters           the written cast of the demo, and what befalls it
crowd, casting                 extras for larger samples; written and extra together
situation                      the cast as tables of account x day
arrivals, live                 which tickets there are; which are owed when the story ends
delays, responders, turns      how long an answer takes, who gives it, what happens meanwhile
conversations                  every response owed in the story, cycle by cycle
strands, events, closings      everything written around them, woven into one stream
story                          all of it, told from a seed
people, subjects, generic      the shape `generic`: everything that the story tells
liveagent, liveagent_*, ids    the shape `liveagent`: what its API would return of it
tables, wall_clock             how the files are written
register, waivers, meetings    the register that goes with the story
sample, demo                   the doors: `write_sample`, `write_demo`
"""
