"""What people write: vip-sla.yml, policy.yml and the register, read, checked and frozen.

access         access.yml: who may see what on the dashboard, and secrets.toml: how they log in
addresses      e-mail addresses, as the standard library's parser reads them
amounts        amounts of time as policies write them: `1 hour`, `90 minutes`, `2 working days`
calendar       a calendar of the policy: when its clock runs
config         vip-sla.yml: which exports there are, as of when they are judged, who is written to
csv_file       small CSV files as spreadsheets and editors write them
fetch          the part of a source in vip-sla.yml about fetching: the API, and what of it is kept
levels         severities by number
login          the section [auth] of secrets.toml: the identity provider at which people log in
mail           the part of vip-sla.yml about sending: the mail server, reports on schedule, alerts
mapping        how vip-sla.yml says what a desk's own headers, words and times mean
model          the base of all settings: frozen, no unknown keys, and every mistake told at once
moments        days, instants and time zones as people write them
opening_hours  open hours of a week: `mon-fri: "09:00-17:00"`
policy         policy.yml: what is promised, since when, to whom, and by which clock it is judged
register       the register: who is a dedicated customer, who serves them, what was waived
retention      how long tickets are kept, as vip-sla.yml says it: `24 months`
scenario       a scenario: keys of policy.yml, laid over the policy to ask what would have been
text_file      files that people keep by hand, read with care: never a pipe or a device
ticket_url     the address of a ticket in its help desk, as a pattern of a source in vip-sla.yml
variables      names of environment variables, which hold what does not belong in a file
webhooks       the part of vip-sla.yml about chats: which ones are told, and about whom
wording        plain words for mistakes: near misses, and what pydantic means
workspace      all settings of a workspace
yaml_file      YAML for people: every value keeps its line, and text stays as it was written

Whatever is wrong is a `SettingsError`, one line a mistake: file, line or row, key, remedy.
"""
