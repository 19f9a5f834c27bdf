"""Made-up exports of any size: first a story (who wrote when), then the shape a help desk gives it.

arrivals           which tickets there are: who writes when, over which channel
cast               who plays: agents, accounts, coverage and roster; the written cast
chance             chance from a seed, and names for the arrays that the story is made of
conversations      every response owed in the story: opened by a customer, closed by an agent
crowd              extras: as many more customers and agents as a larger sample needs
events             everything written around the responses
generic            the shape `generic`: tickets, events
liveagent          the shape `liveagent`: what LiveAgent's REST API returns of a story
liveagent_history  LiveAgent's history of a ticket, and its own log of what was promised and kept
liveagent_talk     LiveAgent's message groups and calls: what the story says
register           the register that goes with a story: customers, accounts, roster
sample             the door to made-up exports: tell a story, give it a help desk's shape
situation          the cast by account and day, and what follows from it
story              the whole story, told from a seed: cast, tickets, responses and events
tables             tables made of columns of text, written a million rows at a time as CSV
timeline           the time of the story: its days, what wall clocks show, and office hours
vocabulary         the words of the story, and what its tickets are about
"""
