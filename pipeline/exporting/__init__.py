"""What people take away: a page's questions and whole marts, as files.

columns   how a question's columns are told to people: their order, their headings, their form
files     answers as files of a folder or one file: Parquet, CSV, XLSX; each whole or not there
pages     what each page of the dashboard asks to be taken away
workbook  a page's answers as a workbook in the reader's language
"""
