"""The only writes to people's tables. One use case each, keyword-only; this list is the door."""

from leyiban.people.operations.accounts import (
    close_account,
    end_all_sessions,
    note_sign_in,
    open_citizen_account,
    open_staff_account,
    own_actor,
    set_password,
)
from leyiban.people.operations.agencies import AgencyRow, load_agencies
from leyiban.people.operations.bodies import change_representative, open_body, register_body
from leyiban.people.operations.loading import Loaded
from leyiban.people.operations.mandates import (
    Offline,
    authorise_agent,
    confirm_mandate,
    decline_mandate,
    end_mandate,
    expire_mandates,
    propose_operator,
    record_grant,
    resume_mandate,
    revoke_at_counter,
)
from leyiban.people.operations.parked_forms import (
    drop_parked_form,
    park_form,
    parked_form,
    sweep_parked_forms,
)
from leyiban.people.operations.parties import PersonFacts, register_person_at_counter
from leyiban.people.operations.phone_changes import (
    change_phone,
    settle_phone_changes,
    stop_phone_change,
)
from leyiban.people.operations.phone_codes import prove_phone, send_code
from leyiban.people.operations.posts import (
    PostRow,
    assign_post,
    break_glass,
    end_post,
    end_unused_posts,
    load_posts,
    note_posts_used,
)
from leyiban.people.operations.real_name import (
    order_face_check,
    prove_at_counter,
    prove_by_face,
    prove_by_registry,
)
from leyiban.people.operations.recovery import (
    Recovered,
    order_recovery_check,
    prove_by_sight,
    recover_account,
)
from leyiban.people.operations.regions import RegionRow, load_regions
from leyiban.people.operations.rules import load_people_rules
from leyiban.people.operations.second_factor import (
    check_second_factor,
    code_at,
    has_second_factor,
    new_secret,
    reset_second_factor,
    set_second_factor,
)
from leyiban.people.operations.signing_in import (
    AccountChoice,
    ProvinceIdentity,
    account_by_password,
    choices_behind,
    sign_in_by_phone,
    sign_in_by_province,
)
from leyiban.people.operations.takeover import TakenOver, prove_head, take_over_body
from leyiban.people.operations.tokens import account_of_token, issue_token, revoke_token

__all__ = [
    "AccountChoice",
    "AgencyRow",
    "Loaded",
    "Offline",
    "PersonFacts",
    "PostRow",
    "ProvinceIdentity",
    "Recovered",
    "RegionRow",
    "TakenOver",
    "account_by_password",
    "account_of_token",
    "assign_post",
    "authorise_agent",
    "break_glass",
    "change_phone",
    "change_representative",
    "check_second_factor",
    "choices_behind",
    "close_account",
    "code_at",
    "confirm_mandate",
    "decline_mandate",
    "drop_parked_form",
    "end_all_sessions",
    "end_mandate",
    "end_post",
    "end_unused_posts",
    "expire_mandates",
    "has_second_factor",
    "issue_token",
    "load_agencies",
    "load_people_rules",
    "load_posts",
    "load_regions",
    "new_secret",
    "note_posts_used",
    "note_sign_in",
    "open_body",
    "open_citizen_account",
    "open_staff_account",
    "order_face_check",
    "order_recovery_check",
    "own_actor",
    "park_form",
    "parked_form",
    "propose_operator",
    "prove_at_counter",
    "prove_by_face",
    "prove_by_registry",
    "prove_by_sight",
    "prove_head",
    "prove_phone",
    "record_grant",
    "recover_account",
    "register_body",
    "register_person_at_counter",
    "reset_second_factor",
    "resume_mandate",
    "revoke_at_counter",
    "revoke_token",
    "send_code",
    "set_password",
    "set_second_factor",
    "settle_phone_changes",
    "sign_in_by_phone",
    "sign_in_by_province",
    "stop_phone_change",
    "sweep_parked_forms",
    "take_over_body",
]
