"""What was promised, as tables: settings become rows that landing holds and models join.

effective_policy  which version, override and calendar hold for whom, when
policy_tables     severities, targets, readings and what else the policy says, a row each
register_tables   customers, accounts, roster, absences, waivers, meetings, a row each
calendars         calendars as partitions of time: open and closed pieces in UTC
wall_clocks       the offsets of time zones, as pieces of time
"""
