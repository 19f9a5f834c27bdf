"""What pages are put together from.

alarm             above every figure: that none can be relied on
at_risk           what the page of responses at risk is put together from
budget            the error budget of the running month: what may still go wrong
change            how a month stands to the one before
chart             what charts share: tones, marks and axes whose labels are the page's own words
choices           filters that restrict what a page shows, each a word of the address
coming_back       back to the page that somebody wanted before logging in
contest           what may be contested: a word beside the share, and the list that it leads to
contract          what the page of the contract is put together from
customer_message  what the customer's page says in words: its title, and the titles of its sections
customer_rows     every customer in a row: what is owed now, a month's share, and a year behind it
customer_service  what the customer's page is put together from, beside the response times
data_health       what the page of the data's health is put together from
door              what those see who may see nothing (yet): where to log in, whom to ask
due               how it is said when a response is due, and how long ago that was
empty             what to do where there is nothing to show
figures           headline figures: a number, what it counts, and of how many
filters           what a page is about: the month and the customer chosen
frame             around every page: where to go, how old the data are, in which language
heading           titles that carry the message, and the line below them
late_table        the month's late responses, each a link to why
long_table        long tables begin with their first rows, and are there at once
overview_message  what the overview says in words: its title, its headline figures, its notes
owed_table        what is owed to a customer now: when it is due, and how long is left
promise_table     the contract's own table, and beside each target what was reached
reckoning         how the responses of a month become a share: what counts
report_download   a month's report as files, the same that `vip-sla report` writes
severity_cell     a severity in a table that has several rows of it
shares            how a share is shown: the share, of how many, its interval
table             a table with a caption, a name to every column, and on a phone every row a card
take_away         what is on the page, to take away: CSV, XLSX, and the SQL behind it
team              what the team's page is put together from
ticket            what the page of one ticket is put together from
ticket_link       a ticket by its subject, leading to its page; below it its number
ticking           times that go on by the viewer's own clock, without a rerun of the page
trend_chart       a customer's share month by month, with its intervals, against the internal goal
trend_strip       a year of months at a glance: a mark per month, the goal as a line
"""
