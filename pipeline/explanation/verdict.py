"""The verdict in a sentence, and why the response does not count if it does not."""

from pipeline.explanation.explanation import Explanation
from pipeline.explanation.voice import Voice
from pipeline.wording.durations import clock_of


def verdict(explanation: Explanation, voice: Voice) -> str:
    """What came of the response; more where it was not counted all along, or does not count."""
    sentences = (_outcome(explanation, voice), _raised(explanation, voice))
    return " ".join(filter(None, (*sentences, _exclusion(explanation, voice))))


def _outcome(explanation: Explanation, voice: Voice) -> str:
    match explanation.response.outcome:
        case "breached":
            return _breached(explanation, voice)
        case "no_target":
            return _no_target(explanation, voice)
        case "pending":
            return _pending(explanation, voice)
        case outcome:
            return _in_time(outcome, explanation, voice)


def _in_time(outcome: str, explanation: Explanation, voice: Voice) -> str:
    closing, left = _closing(explanation, voice), explanation.response.left_seconds
    if not left:
        return voice.say(f"explained.verdict.{outcome}_exactly", closing=closing)
    left_told = voice.left(left, explanation.response.clock)
    return voice.say(f"explained.verdict.{outcome}", closing=closing, left=left_told)


def _pending(explanation: Explanation, voice: Voice) -> str:
    response = explanation.response
    left = voice.say(
        f"explained.counted.{response.clock}",
        time=voice.left(response.left_seconds or 0, response.clock),
    )
    if response.due_at is None:
        return voice.say("explained.verdict.paused", left=left)
    due_at = voice.show.exact_moment(response.due_at)
    return voice.say("explained.verdict.pending", left=left, due_at=due_at)


def _no_target(explanation: Explanation, voice: Voice) -> str:
    response, closing = explanation.response, _closing(explanation, voice)
    if response.policy_version is None:
        return voice.say("explained.verdict.no_policy", closing=closing)
    return voice.say(
        "explained.verdict.no_target",
        closing=closing,
        response=voice.say(f"explained.response.{response.metric}"),
        severity=voice.severity(response),
    )


def _breached(explanation: Explanation, voice: Voice) -> str:
    response, say, show = explanation.response, voice.say, voice.show
    exceeded = -(response.left_seconds or 0)
    over = voice.counted(exceeded, response.clock)
    reported = next(leg for leg in explanation.legs if leg.is_reported)
    if not reported.is_lasting:
        return say(
            "explained.verdict.lowered_owed" if response.is_owed else "explained.verdict.lowered",
            at=show.exact_moment(reported.leg_ended_at),
            severity=voice.severity(reported),
            over=over,
        )
    if response.is_owed:
        return say("explained.verdict.overdue", over=over)
    closing = _closing(explanation, voice)
    late = show.exactly(exceeded, clock_of(response.clock))
    return say("explained.verdict.breached", closing=closing, over=late)


def _raised(explanation: Explanation, voice: Voice) -> str | None:
    response = explanation.response
    if response.leg_started_at == response.opened_at:
        return None
    at = voice.show.exact_moment(response.leg_started_at)
    return voice.say("explained.verdict.raised", at=at)


def _closing(explanation: Explanation, voice: Voice) -> str:
    response = explanation.response
    time = voice.counted(response.elapsed_seconds, response.clock)
    return voice.say(f"explained.closing.{response.closed_by or 'owed'}", time=time)


def _exclusion(explanation: Explanation, voice: Voice) -> str | None:
    reason, waiver = explanation.response.exclusion_reason, explanation.waiver
    if reason == "waived" and waiver:
        return voice.say(
            "explained.exclusion.waived",
            name=waiver.approved_by,
            day=voice.show.day(waiver.approved_on),
            reason=waiver.reason,
        )
    return voice.say(f"explained.exclusion.{reason}") if reason else None
