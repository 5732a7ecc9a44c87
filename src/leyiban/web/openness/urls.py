"""Addresses of what is open to everyone."""

from django.urls import URLPattern, path

from leyiban.web.openness import savings, views

urlpatterns: list[URLPattern] = [
    path("open", views.openness, name="openness"),
    path("open/savings", savings.savings, name="savings"),
    path("open/verify.py", views.verify_py, name="verify_py"),
    path("open/ledger-key.pem", views.ledger_key, name="ledger_key"),
    path("open/city-ca.pem", views.city_certificate, name="city_certificate"),
]
