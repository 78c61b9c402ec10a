"""Pure: what was published and measured becomes figures, sentences, tables, charts and a document (Word, Excel, HTML, CSV, JSON). Values in, bytes out.

Nothing here knows a database, a clock or a folder: the service hands the values in, and the command line writes the bytes. Documents are in Vietnamese.
"""
