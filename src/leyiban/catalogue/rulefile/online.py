"""网办深度 as the abilities give it: {} → I, + pre-review → II, + accept → III, + handle and feedback → IV."""

from collections.abc import Collection

from leyiban.catalogue.vocabulary import OnlineAbility, OnlineDepth


def depth_of(abilities: Collection[OnlineAbility]) -> OnlineDepth:
    has = frozenset(abilities)
    if OnlineAbility.PRE_REVIEW not in has:
        return OnlineDepth.I
    if OnlineAbility.ACCEPT not in has:
        return OnlineDepth.II
    if not {OnlineAbility.HANDLE, OnlineAbility.RESULT_FEEDBACK} <= has:
        return OnlineDepth.III
    return OnlineDepth.IV
