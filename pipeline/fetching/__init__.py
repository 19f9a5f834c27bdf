"""Exports by themselves: fetched from a help desk's API, resumable at the page, politely.

budget     how many requests a minute: a budget that all workers share, and the clock it goes by
client     asking an API politely: within its budget, again after troubles that pass
desk       the seam: what the fetch of a kind of help desk is made of
each       what is asked for item by item, by several workers
fetch      fetching a source: what a former call left, then what is new; and looking first
journal    what was asked and answered in a round that is not over
keeping    what of an answer is kept
liveagent  LiveAgent's REST API v3
paging     all rows of a list that is handed out in pieces, while it changes
rounds     rounds: what one source fetches from its cursors up to a moment
zendesk    Zendesk's API: incremental exports, and the audits of each ticket that changed
zone       whether the account's time zone is that of vip-sla.yml
"""
