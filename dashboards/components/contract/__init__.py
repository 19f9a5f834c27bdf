"""What the page of the contract is put together from.

calendar_table  when the clocks run: opening hours in words, and the days that are different
contract_words  what the page of the contract says in words
readings_table  the readings side by side: by which clock each severity runs, and what came of it
versions_table  every version of the policy: everybody's in full, a customer's own where it differs
waivers_table   what was waived: net beside gross for each customer, and the register's own rows
what_if         what if: a scenario's result by the address, and the form for another one
what_if_form    the form in which other terms are chosen, and how far their judging has come
what_if_result  what a scenario would have changed: which verdicts flip, and what they share
"""
