"""Exports become a published snapshot, and what is read from it. No rule of the promise is here.

Higher rooms know lower ones, never the other way round:

cli          each command parses, calls one function, prints
exporting    what people take away: pages and whole marts as files
alerts       a word in time, to whoever owes a response
reports      a month told once, in several forms, sent when due
explanation  why a verdict is what it is
sample       made-up exports, and the demo's story
erasing      one person, or what is older than it may be, out of a workspace
running      a run: landing, dbt, checks, snapshot; and a past one again
promise      policy, register and calendars as tables
mail         letters, their sending, and the ledger of what was sent
fetching     exports from a help desk's API
settings     what people write: vip-sla.yml, policy.yml, register, access.yml
landing      exports as typed rows; a folder for each kind of help desk
marts        every question asked of the published snapshot
wording      the words that pages, reports and mails share, in each language
statistics   shares with their intervals, changes, error budgets

spreadsheets  tables as CSV and XLSX, safe to open
alone         items that stand alone: one that fails is named, the others go on
processes     further processes to work in, which never outlive the one that began them
shortage      what a machine lacks, told from what an export has wrong
workspace     where everything lies in a workspace
web_address   which web addresses may become links, and which lead to this machine
web_times     times in the headers of web servers' answers
printable     text of others, fit to be printed, and counts in ours
quoted        text of others, quoted for SQL
palette       the colours of pages, charts, reports and mails
atomic        files that are whole or not there
errors        the exceptions of all rooms
"""
