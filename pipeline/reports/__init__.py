"""Reports of a month: their content as values, told once, written in several forms."""
