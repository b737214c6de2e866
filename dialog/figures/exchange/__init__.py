"""Files that remarks come in by and go out as: their columns, how they are read, how they are written. Pure.

`columns` what a column means, `tables` a file's rows, `understanding` a row as a remark or as what is wrong with it,
`cells` what a spreadsheet may take for a formula, `writing` and `workbook` the files that go out, `answers` a response's
columns.
"""
