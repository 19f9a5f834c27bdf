"""What the customer's page is put together from, beside the response times."""
