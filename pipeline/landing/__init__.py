"""Exports into landing: typed, flat Parquet named by content hash; bad rows with a reason."""
