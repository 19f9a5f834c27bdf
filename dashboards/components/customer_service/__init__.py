"""What the customer's page is put together from, beside the response times.

sections        the customer's page beyond response times, section by section
service_words   what the sections say first, in a sentence
tickets_to_see  contacts, escalations and silences, ticket by ticket
"""
