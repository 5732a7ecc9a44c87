"""Leyiban (乐易办): the platform with which a city keeps serving when its halls close."""
