"""Other work on files than summaries: answers, lists, translations, tables, notes on source code, comparisons.

Each is a generator of the events of a summary and ends with a `Summary`: text with marks, notes, scope. Closing it
pauses; what was answered is kept.
"""
