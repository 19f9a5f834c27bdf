"""What people write: vip-sla.yml, policy.yml and the register, read, checked and frozen.

    config.py         vip-sla.yml: sources, as_of, language
    policy.py         policy.yml: severities, versions, targets, readings, overrides
    calendar.py       a calendar of the policy: open hours and holidays
    register.py       register/*.csv: customers, accounts, roster, waivers, meetings
    access.py         access.yml: who may see what on the dashboard
    login.py          secrets.toml: where they log in
    model.py          the base of them all: every mistake at once, in plain words
    yaml_file.py      YAML with line numbers
    csv_file.py       CSV as spreadsheets write it
    amounts.py, opening_hours.py, moments.py, wording.py    the small notations

Whatever is wrong is a `SettingsError`, one line a mistake: file, line or row, key, remedy.
"""
