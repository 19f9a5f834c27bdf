"""Words, numbers and dates as people read them, in their own language."""
