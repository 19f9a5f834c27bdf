"""Reports of a month: their content as values, told once, written in several forms.

content       what a report says, as values: no words
deck          a customer's month as slides for a review, with native charts
deck_room     how much room a table takes on a slide, before PowerPoint finds out
deck_slides   slides as PowerPoint knows them: titles, tables and charts of its own
document      a report as told: titles, tables and charts that every form of it shows
due           reports on schedule: whatever is due and not yet done is made and sent, each once
fonts         the fonts that reports are set in, and which characters they have
gather        reads a report's content off the marts of one snapshot
gather_parts  reads parts of it: single responses with how their clocks ran, the service
html          a told report as one HTML file: styles and pictures inside, no script
letterhead    who reports: the sender, whom to ask and a logo, from the settings
months        calendar months, each as its first day, and which of them is over
notes         a person's word on a customer's month, from a file of the workspace
pdf           a told report as PDF/UA: A4, tagged, its own fonts, the JSON attached
promise_svg   the chart of a month by promise: the share in time, the time taken
render        a report in its forms: PDF, HTML, XLSX and JSON
schema        the published JSON schema of reports
signing       what people add to a report's figures: their note, and who they are
telling       a report's content in words: which tables, charts and sentences it becomes
trend_svg     the chart of twelve months: a mark per month with enough cases
verify        whether a report's figures are what its landing says
write         report files in a workspace, each there whole or not at all
xlsx          a told report as a workbook: a sheet a table, values in their own form
xlsx_cover    the first sheet of a workbook: the message, the figures, a person's word
xlsx_plot     a workbook's own chart of a table
"""
