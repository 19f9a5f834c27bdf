"""The pages in the browser: each answers one question, from the newest published snapshot.

access          who looks, and what they may see: the one place that decides it
address         what the page's address says: language, period, customer, filters
alone           sections and rows that stand alone: one that fails is a sentence in its place
answers         answers to the questions that several pages ask
app             the dashboard's page in its frame, whichever the address names
asgi            the dashboard as an ASGI application: `python -m dashboards.serve` serves it
attention       who needs somebody first, and what
browsers        what a browser is given and asks: a cookie to be known by, files, messages
caller          where a request comes from, by its headers: this machine, a proxy
components      what pages are put together from
frontend        Streamlit's page and scripts for the browser
gate            around Streamlit: who is answered at all, before any page says what they may see
logins          logins: what the cookie of one says, as long as it has not been ended for good
markdown        Markdown from text of others: what Streamlit would render is shown as it was written
markup          HTML from Python. Text is escaped; only what `tag` made goes through as it is
monitoring      for whoever watches over us: is the snapshot fresh
report_desk     a customer's month before it goes out: its note, its draft, who approves it
selecting       the responses that a page is about; and a count as the link to them
serve           `python -m dashboards.serve`: the dashboard, warmed up first
snapshot        the workspace's newest snapshot, and questions to it
team_figures    who replies, for whom, and when: figures about people, to be read with care
terms           the contract's terms: versions of the policy, opening hours, readings
ticket_history  a ticket's events, and the explanation of every response owed in it
view            what every page needs: whose eyes, which snapshot, which period, which words
what_if         scenarios: what a form wishes as YAML, and results that were kept
wording         what the pages say, from the catalogue beside this file
"""
