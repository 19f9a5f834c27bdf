"""Mail: letters in two languages, handed to a mail server or a chat once each.

answers    what a web server's answer to a letter means
body       a letter's words as plain text and as HTML; neither has anything that the other lacks
channel    ways in which a letter leaves; what may come of handing one over
chat       a letter as chats take it: for Slack, for Teams, and as values for programs
ledger     what was made and sent: facts that are only ever added, each a small file of its own
letter     a letter: what is said to one address, and which letter it is
line       a connection to a mail server that ends when its time is up, whatever it is waiting for
message    a letter as a message of the Internet: headers, text and HTML, attachments
opening    a call that sends: it has the ledger to itself, and reaches a server once it must
outbox     a folder instead of a server: letters as files, to look at
post       the post: the ledger decides whether a letter is sent, and learns what came of it
smtp       handing letters to a mail server, each in a transaction of its own
webhook    handing letters to a chat by a secret web address, each once and within its time
"""
