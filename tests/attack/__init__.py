"""`make attack`: what a hostile world does to exports, runs and readers, by seed; what was lost.

    outcome.py              counts, and what broke, each with the seed that repeats it
    desk.py, writing.py     a made-up help desk's rows; the same rows as files of every format
    damage.py, seen.py      files damaged; what a plain look at the damaged file still sees in it
    judging.py              what landed beside what is seen
    mutations.py            part 1: damaged files, landed one by one
    fort.py, marts.py       a workspace whose runs are attacked; its marts as they can be compared
    kills.py, orders.py, readers.py, together.py, disk.py, large.py: the other parts

Nothing here shares code with the readers of landing: what a record is, is told in `seen.py` anew.
"""
