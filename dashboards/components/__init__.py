"""What pages are put together from.

at_risk_table     everything owed now, under the heading of how soon somebody must act
at_risk_words     what the page of responses at risk says in words
budget            the error budget of the running month: what may still go wrong
causes            why a share changed: a sentence, what each group did to it, and the table behind
chart             the one place that shows a Plotly figure: its look, words, table, where marks lead
contested_lists   what may be contested: a word beside the share, and the lists of a period
contract          what the page of the contract is put together from
customer_charts   the share by severity, and how much of their target responses took
customer_rows     every customer in a row: what is owed now, a period's share, a year behind it
customer_service  what the customer's page is put together from, beside the response times
customer_words    what the customer's page says in words: its title, and the titles of its sections
data_health       what the page of the data's health is put together from
deadlines_chart   the deadlines of today and of the next opening day: a lane per person, and now
due               how it is said when a response is due, and how long ago that was
empty             what to do where there is nothing to show, or nothing to this visitor
figures           headline figures: a number, what it counts, and of how many
filters           what a page is about: the period and the customer chosen
frame             around every page: where to go, how old the data are, whether to rely on them
heading           titles that carry the message, and the line below them
overview_charts   what a year was like: all months, and every customer in each
overview_words    what the overview says in words: its title, its headline figures, its notes
report            a customer's report of a month: its files, and what we say before it goes out
response_tables   a customer's responses one by one: owed now, and late in a month
responses         every response that a selection means: the filters, and the list
shares            how a share is shown: of how many, its interval, how it has changed
table             a table: a name to every column; they fold one by one, on a phone into cards
take_away         what is on the page, to take away: CSV, XLSX, and the SQL behind it
team              what the team's page is put together from
ticket            what the page of one ticket is put together from
ticket_link       a ticket by its subject, leading to its page; below it its number
ticking           times that go on by the viewer's own clock, without a rerun of the page
time_axis         time from left to right, on the calendar's wall clock: bars, and opening hours
told_table        a table as reports tell it, on a page
trend_chart       a customer's share month by month, with its intervals, against the internal goal
"""
