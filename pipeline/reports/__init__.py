"""Reports of a month: their content as values, told once, written in several forms.

cases           single responses in a report: times, verdict
content         what a report says, as values: no words
contest         what a report's figures may be contested by
document        a report as told: titles, tables and charts that every form of it shows
due             reports on schedule: whatever is due and not yet done is made and sent, each once
figures         the figures of a report: counts of responses, what was promised, what was reached
fonts           the fonts that reports are set in, and which characters they have
gather          reads a report's content off the marts of one snapshot
gather_cases    reads single responses off the marts, the late ones with how their clocks ran
gather_service  reads the rest of the promise off the marts
html            a told report as one HTML file: styles and pictures inside, no script
last_month      which month is over
months          calendar months, each as its first day
pdf             a told report as PDF/UA: A4, tagged, its own fonts, the JSON attached
render          a report in its forms: PDF, HTML, XLSX and JSON
rows            rows of a DataFrame as parts of a report's content
schema          the published JSON schema of reports
service         the rest of the promise in a report: what is measured beside the response times
telling         a report's content in words: which tables, charts and sentences it becomes
trend_chart     the chart of twelve months: a mark per month with enough cases
verify          whether a report's figures are what its landing says
write           report files in a workspace, each there whole or not at all
xlsx            a told report as a workbook: a sheet a table, values in their own form
"""
