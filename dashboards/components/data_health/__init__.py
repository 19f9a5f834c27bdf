"""What the page of the data's health is put together from."""
