"""What the customer's page is put together from, beside the response times.

agents        who replied, and how soon: the dedicated agent's part, and „meist sofort“
by_the_wall   first responses measured around the clock
calls         calls by appointment: booked, held, missed, and how long they were waited for
contacts      contacts outside opening hours: what became of them, and which ones ask for a look
escalations   tickets that went up to tier 2 or higher: how soon, and who resolved them in the end
fee           the fee, and what it bought
reading_rows  the usual and the literal reading side by side
sections      the customer's page beyond response times, section by section
silences      the longest silences on open tickets: from one message of ours to the next
updates       whether customers were kept up to date: times between two of our messages
words         small words about the rest of the promise: times, kinds of call, tiers
"""
