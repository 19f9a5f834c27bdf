"""Made-up exports of any size: first a story (who wrote when), then the shape a help desk gives it.

The story is numbers in arrays; what is written of it by hand is story.yml. Its shapes are views
over it: generic.sql and liveagent.sql, and shared.sql for the register and what else all share.
Imported by the command `vip-sla sample` alone.

arrivals       which tickets there are: who writes when, over which channel
cast           who plays, and what befalls them day by day
chance         chance from a seed, and columns of one length
conversations  every response owed in the story: opened by a customer, closed by an agent
relations      a story as relations in DuckDB: what its numbers mean, in words
sample         the door to made-up exports: tell a story, give it a shape, write its files
story          the whole story, told from a seed: all that is written around the responses
timeline       the time of the story: its days in Berlin, and office hours
"""
