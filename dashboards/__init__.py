"""The pages in the browser: each answers one question, from the newest published snapshot.

serve, asgi, warming   the server, and what it does before the first visitor comes
frontend               what a browser begins with, from memory
app, app_pages         the frame, and a page per question: filters → one call per picture → show
components             what pages are put together from; filters give values, pictures are shown
access                 who looks, and what they may see
view                   what every page needs: whose eyes, which snapshot, which words
snapshot, answers      questions asked of the marts, and what several pages ask
counts                 what is counted, and the shares made of it
owed, attention        what is owed now, and who needs somebody first
at_risk, ticket, team, terms, service, health, progress   rows of one page each
months, address        the months on offer; what the page's address says
wording, catalogue     what the pages say, in German and English
markup, style, script  HTML from Python, escaped; how it looks; the little that the browser does
"""
