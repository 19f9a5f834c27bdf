"""What the page of one ticket is put together from."""
