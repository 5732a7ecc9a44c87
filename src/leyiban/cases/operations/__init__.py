"""The door of the domain: every write to drafts and cases."""

from leyiban.cases.operations.bars import (
    answer_bar,
    bar_for_fraud,
    object_to_bar,
    warn_applicant,
    withdraw_warning,
)
from leyiban.cases.operations.drafts import (
    attach_paper,
    choose_delivery,
    confirm_original,
    detach_paper,
    discard_draft,
    open_correction,
    save_answers,
    start_draft,
    take_over_draft,
)
from leyiban.cases.operations.filing import submit_draft, withdraw_case
from leyiban.cases.operations.finishing import (
    deliver_case,
    record_licence,
    record_paper,
    record_result,
)
from leyiban.cases.operations.green import (
    answer_green,
    ask_for_green,
    begin_green_handling,
    finish_green,
    leave_green,
    withdraw_green,
)
from leyiban.cases.operations.handing_in import hand_in_paper
from leyiban.cases.operations.hearing_day import (
    Appointed,
    answer_challenge,
    answer_views,
    enter_signature,
    postpone_hearing,
    record_hearing,
    schedule_hearing,
)
from leyiban.cases.operations.hearing_voices import (
    ask_for_hearing,
    challenge_chair,
    sign_hearing_record,
    state_view,
    waive_hearing,
    withdraw_hearing_request,
)
from leyiban.cases.operations.hearings import (
    Interested,
    announce_warning,
    drop_hearing,
    end_hearings_of,
    tell_before_revocation,
    tell_hearing_right,
)
from leyiban.cases.operations.intake import (
    accept_case,
    correct_on_spot,
    notify_correction,
    refuse_case,
    request_again,
    take_case,
    withdraw_correction,
)
from leyiban.cases.operations.notes import write_note
from leyiban.cases.operations.ranges import judge_range, tell_range
from leyiban.cases.operations.receipts import (
    answer_receipt_claim,
    confirm_receipt,
    contest_receipt,
    redate_case,
)
from leyiban.cases.operations.renewing import lapse_renewals
from leyiban.cases.operations.reusing import reuse_paper
from leyiban.cases.operations.review import (
    decide_case,
    end_special,
    extend_case,
    give_opinion,
    send_back,
    start_special,
    terminate_case,
)
from leyiban.cases.operations.site_checks import record_site_check, sign_site_check
from leyiban.cases.operations.taking_over import take_over_matters
from leyiban.cases.operations.tasks import (
    give_task_opinion,
    hand_over_to_successor,
    receive_task,
    remind_task,
    return_task,
)
from leyiban.cases.operations.upper_level import (
    answer_office_above,
    ask_from_above,
    conclude_above,
    receive_above,
)
from leyiban.cases.operations.variants import try_variant
from leyiban.cases.operations.versions import bring_up_to_date
from leyiban.cases.operations.voices import ask_why_withdrawn, say_why_withdrawn

__all__ = [
    "Appointed",
    "Interested",
    "accept_case",
    "announce_warning",
    "answer_bar",
    "answer_challenge",
    "answer_green",
    "answer_office_above",
    "answer_receipt_claim",
    "answer_views",
    "ask_for_green",
    "ask_for_hearing",
    "ask_from_above",
    "ask_why_withdrawn",
    "attach_paper",
    "bar_for_fraud",
    "begin_green_handling",
    "bring_up_to_date",
    "challenge_chair",
    "choose_delivery",
    "conclude_above",
    "confirm_original",
    "confirm_receipt",
    "contest_receipt",
    "correct_on_spot",
    "decide_case",
    "deliver_case",
    "detach_paper",
    "discard_draft",
    "drop_hearing",
    "end_hearings_of",
    "end_special",
    "enter_signature",
    "extend_case",
    "finish_green",
    "give_opinion",
    "give_task_opinion",
    "hand_in_paper",
    "hand_over_to_successor",
    "judge_range",
    "lapse_renewals",
    "leave_green",
    "notify_correction",
    "object_to_bar",
    "open_correction",
    "postpone_hearing",
    "receive_above",
    "receive_task",
    "record_hearing",
    "record_licence",
    "record_paper",
    "record_result",
    "record_site_check",
    "redate_case",
    "refuse_case",
    "remind_task",
    "request_again",
    "return_task",
    "reuse_paper",
    "save_answers",
    "say_why_withdrawn",
    "schedule_hearing",
    "send_back",
    "sign_hearing_record",
    "sign_site_check",
    "start_draft",
    "start_special",
    "state_view",
    "submit_draft",
    "take_case",
    "take_over_draft",
    "take_over_matters",
    "tell_before_revocation",
    "tell_hearing_right",
    "tell_range",
    "terminate_case",
    "try_variant",
    "waive_hearing",
    "warn_applicant",
    "withdraw_case",
    "withdraw_correction",
    "withdraw_green",
    "withdraw_hearing_request",
    "withdraw_warning",
    "write_note",
]
