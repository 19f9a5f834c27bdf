"""Mail: letters in two languages, handed to a mail server once each.

body       a letter's words as plain text and as HTML; neither has anything that the other lacks
ledger     what was made and sent: facts that are only ever added, each a small file of its own
letter     a letter: what is said to one address, and which letter it is
line       a connection to a mail server that ends when its time is up, whatever it is waiting for
message    a letter as a message of the Internet: headers, text and HTML, attachments
opening    a call that sends: it has the ledger to itself, and reaches the server once it must
post       the post: the ledger decides whether a letter is sent, and learns what came of it
smtp       handing letters to a mail server, each in a transaction of its own
transport  what may come of handing a letter over; a folder of .eml files instead of a server
"""
