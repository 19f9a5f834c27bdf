"""Erasing: what is older than it may be, and one person. The only room that changes what landed.

change   what becomes of rows, in Parquet and in lines of JSON
forget   one person, wherever a workspace holds them
prune    tickets that are older than vip-sla.yml keeps them
shrink   what lies in landing for runs that nobody will make again
rewrite  a change done to all that a source landed, and to the exports that were fetched
"""
