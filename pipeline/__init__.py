"""Exports in, verdicts out: loading, building, publishing, asking. No rule of the contract."""
