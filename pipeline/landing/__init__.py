"""Exports into landing: typed, flat Parquet named by content hash; bad rows with a reason.

at_once        new exports landed by several processes at once, where that pays
contents       what each export file holds, hashed again only where it looks new or changed
csv_count      what a CSV file holds, counted by its quotes and line ends alone
csv_records    CSV by hand: the header, and records read so that damage stays where it is
database       the DuckDB session that landing works in
encodings      in which encoding a text file is written: decided once, by the whole of it
entities       what a kind of source exports, as data: entities, their columns
export_rows    one export file: read, judged row by row, and put into landing
files          the export files of a source: which there are, what is in them
json_elements  JSON by hand: the elements of a damaged file, each with the text that it came from
last_value     the last value of a CSV file that does not end with a line end: whole
loader         landing the exports of all sources: what is new is read once
local_time     when a wall clock showed what: a zone's offsets as pieces of local time
manifests      manifests: what a run read, so that its result can be made again
mapping        how exports in a help desk's own words become ours: headers, words, times, accounts
one_export     one new export into landing: read, hashed once more behind that, and put there
parts          lists inside the rows of an export, landed as rows of their own, one per element
plain          from an export as it came (gzip, UTF-16
raw_rows       what every reader gives: the rows of a file as text
readers        how DuckDB reads a clean file: as text, column by column, however the file keeps it
reasons        why a row is no good, as SQL over its texts (`t_…`) and typed values (`v_…`)
receipts       receipts: what landing knows about each export file
salvage        the slow reader, for files that complain: line by line
seals          seals: what the bytes of landed files hash to, and whether they still do
sightings      sightings
sources        the kinds of source that can be landed, by name: this is the only list of them
spellings      what a file calls a declared column: its name, another spelling of it, or an alias
staging        from text to typed columns, and why a row is no good
tables         small tables made from settings (policy, register): they land like exports do
views          the views `landing.…` that the models read: typed, and empty where there is no file
wrapped_json   the list inside an answer of an API that was saved whole: {"tickets": […]
written_times  SQL for times as they are written: which wall clock a text shows
"""
