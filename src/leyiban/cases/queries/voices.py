"""The private question after a withdrawal, for whoever is asked and for nobody else."""

from leyiban.cases.models import Case, WithdrawalVoice
from leyiban.cases.rights import acts_for_applicant
from leyiban.cases.voice.errors import VoiceGone
from leyiban.kernel.actors import Actor


def voice_for(actor: Actor, key: str) -> WithdrawalVoice:
    """Raises:
    VoiceGone: there is none, or it is not asked of the actor.
    """
    voice = WithdrawalVoice.objects.select_related("case__item_version__item").filter(key=key).first()
    if voice is None or not acts_for_applicant(actor, voice.case):
        raise VoiceGone
    return voice


def voice_about(actor: Actor, case: Case) -> WithdrawalVoice | None:
    """The question about a case, if it is asked of the actor. One query."""
    if not acts_for_applicant(actor, case):
        return None
    return WithdrawalVoice.objects.filter(case=case).first()
