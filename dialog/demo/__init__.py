"""The example municipality: real districts and real remarks, recombined; everything in it says that it is an example.

`filling.fill` does the whole through the rooms' own operations, so that the example is no other than what residents and
staff would have made; only what is asked for in great numbers (`--remarks`) goes in by the row, past the forms.
"""
