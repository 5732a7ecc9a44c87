"""Addresses of what is open to everyone."""

from django.urls import URLPattern, path

from leyiban.web.openness import grants, green, green_test, hearings, samples, savings, statistics, views

urlpatterns: list[URLPattern] = [
    path("open", views.openness, name="openness"),
    path("open/savings", savings.savings, name="savings"),
    path("open/statistics", statistics.statistics, name="statistics"),
    path("open/statistics.csv", statistics.statistics_csv, name="statistics_csv"),
    path("open/grants", grants.grants, name="grants"),
    path("open/grants.csv", grants.grants_csv, name="grants_csv"),
    path("open/grants/<str:number>", grants.grant, name="grant"),
    path("open/grants/<str:number>/objections", grants.object_to, name="object"),
    path("open/hearings", hearings.public_list, name="public_hearings"),
    path("open/green", green.green, name="green"),
    path("open/green/test", green_test.test, name="green_test"),
    path("open/samples", samples.all_samples, name="samples"),
    path("open/samples/<slug:number>", samples.one_sample, name="sample"),
    path("open/samples/<slug:number>/record.json", samples.record, name="sample_record"),
    path("open/redraw.py", samples.redraw_py, name="redraw_py"),
    path("open/verify.py", views.verify_py, name="verify_py"),
    path("open/ledger-key.pem", views.ledger_key, name="ledger_key"),
    path("open/city-ca.pem", views.city_certificate, name="city_certificate"),
]
