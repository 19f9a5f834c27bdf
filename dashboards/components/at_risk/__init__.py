"""What the page of responses at risk is put together from."""
