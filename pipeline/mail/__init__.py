"""Mail: letters in two languages, handed to a mail server once each.

letter      what is said to one address, and its identity
body        the same words as text and as HTML
message     a letter as a message of the Internet (headers, parts, attachments)
line        a connection that ends when its time is up
transport   what may come of handing one over
smtp        handing over to a mail server
outbox      writing .eml files instead
opening     one call, with the ledger to itself
post        the ledger decides whether a letter is sent, and learns what came of it
"""
