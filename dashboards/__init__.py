"""The pages in the browser: each answers one question, from the newest published snapshot.

app, app_pages        the frame, and a page per question: filters → one call per picture → show
components            what pages are put together from; filters give values, pictures are shown
view                  what every page needs: whose eyes, which snapshot, which words
snapshot, records     questions asked of the marts, and their rows as objects
counts, shares        what is counted, and what may be said from so many cases
owed, attention       what is owed now, and who needs somebody first
months, address       the months on offer; what the page's address says
wording, formatting   words, and numbers, dates and durations, in the reader's language
markup                HTML from Python, escaped
"""
