"""Words, numbers and dates as people read them, in their own language.

catalogues  everything said to people in their own language, from catalogues of phrases
channels    what channels are called
contest     what contests a response and puts figures in doubt, in words
durations   durations in the units that people would say them in, by clock and magnitude
formatting  numbers, dates and durations in the reader's language
languages   the languages that are spoken
names       what settings and tables name as programs do, in the reader's words
promised    the promise in the contract's own words
retold      what runs publish in English, told again in the reader's language
"""
