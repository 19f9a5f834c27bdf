"""What the page of the contract is put together from.

contract_words  what the page of the contract says in words
readings_table  the readings side by side: by which clock each severity runs, and what came of it
terms_tables    what is promised, and when the clocks run: versions, and opening hours
waivers_table   what was waived: net beside gross for each customer, and the register's own rows
what_if         a scenario's result by the address, and the form for another one
what_if_result  what a scenario would have changed: which verdicts flip, and what they share
"""
