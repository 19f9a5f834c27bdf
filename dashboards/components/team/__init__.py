"""What the team's page is put together from."""
