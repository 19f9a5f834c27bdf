"""What the page of the contract is put together from."""
