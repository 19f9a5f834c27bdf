"""The exceptions of VIP SLA.

VipSlaError                 anything a person can mend; the message names file, row and remedy
├── SettingsError           vip-sla.yml, policy.yml or the register are wrong
├── LandingError            exports cannot be landed at all (single bad rows or files never raise)
├── FetchError              exports cannot be fetched: what was fetched stays, and is gone on with
├── RunError                a run cannot start or finish
│   ├── RunInProgressError  another run holds the workspace
│   ├── WrongOptionError    a run is told to do what cannot be: as of a day to come
│   └── CheckFailedError    a check of the built tables failed: nothing was published
├── NoSnapshotError         nothing has been published yet
├── OldSnapshotError        the snapshot lacks what is asked for: another version made it
├── ReportError             a report cannot be made: an unknown customer, a month to come
├── UnknownCustomerError    a question is asked about a customer that the snapshot does not know
├── UnknownResponseError    what is asked for is not in the snapshot, or not for who asks
└── MailError               reports or alerts cannot be sent (one address never raises)
    ├── NoMailError         nothing can be sent at all, to nobody
    ├── LedgerDamagedError  what was sent is not known for sure, so nothing is sent
    └── MailInProgressError another call is sending them just now
"""


class VipSlaError(Exception):
    """Anything a person can mend; shown as one message, never as a traceback."""


class SettingsError(VipSlaError):
    """vip-sla.yml, policy.yml or the register are wrong."""


class LandingError(VipSlaError):
    """Exports cannot be landed at all. Single bad rows or files never raise."""


class FetchError(VipSlaError):
    """Exports cannot be fetched. What was fetched before stays, and the next call goes on."""


class RunError(VipSlaError):
    """A run cannot start or finish."""


class RunInProgressError(RunError):
    """Another run holds the workspace."""


class WrongOptionError(RunError):
    """A run is told to do what cannot be: a moment to come, a reading that the policy lacks."""


class CheckFailedError(RunError):
    """A check of the built tables failed; nothing was published."""


class NoSnapshotError(VipSlaError):
    """Nothing has been published in this workspace yet."""


class OldSnapshotError(VipSlaError):
    """The snapshot lacks what is asked for: another version of the software made it."""


class UnknownCustomerError(VipSlaError):
    """A question is asked about a customer that the snapshot does not know."""


class UnknownResponseError(VipSlaError):
    """What is asked for is not in the snapshot, or not for who asks."""


class MailError(VipSlaError):
    """Reports or alerts cannot be sent. A single address that fails never raises."""


class NoMailError(MailError):
    """Nothing can be sent at all, to nobody."""


class LedgerDamagedError(MailError):
    """What was sent is not known for sure, so nothing is sent."""


class MailInProgressError(MailError):
    """Another call is sending them just now."""


class ReportError(VipSlaError):
    """A report cannot be made: an unknown customer, a month to come."""
