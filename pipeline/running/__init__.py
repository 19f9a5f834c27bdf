"""A run, from exports to a published snapshot, and making a past one again.

check          what a run would find, before it
mapping_check  what a source's own words become
forecast       why a run would measure nothing, or little
register_rows  rows for accounts that have tickets and none in the register
warehouse      the private build file: landing as views, and what the run is
plan           what dbt says to DuckDB of the models, kept to be said again
plan_process   the process that says it again
layers         the steps of a plan by what they need: nothing of a ticket, one, or all
increment      a build on top of the last one: only tickets that changed
last_build     what the newest run left for the next one to build on
difference     whether two files of marts hold the same rows
dbt            the models, built by a process of its own: by their plan, or by dbt
dbt_process    the process that is dbt, and leaves a plan
spark          the same models on Spark, and its marts back in a file of DuckDB
spark_process  the process that is dbt on Spark
run            exports, landing, dbt, checks, snapshot: all of it, or nothing new
last_run       what became of the newest run
publish        the file of marts becomes the newest snapshot
timetable      which commands are due at a moment
rebuild        the marts of a past run, made again from landing
what_if        a scenario's terms over the real history, set beside the truth
"""
