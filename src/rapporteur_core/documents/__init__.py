"""Files read and written: tables in, documents and sheets out. Imports text only.

tables.read, sniff.kind, child.run · model.Document with word.write and pdf.write · sheets.write_xlsx, sheets.write_csv
"""
