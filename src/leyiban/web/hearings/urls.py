"""Addresses of hearings for those who are heard; ``leyiban.web.urls`` takes them into its list."""

from django.urls import URLPattern, path

from leyiban.web.hearings import views

urlpatterns: list[URLPattern] = [
    path("hearings", views.door, name="hearings"),
    path("hearings/leave", views.leave, name="hearing_leave"),
    path("hearings/<slug:number>", views.hearing, name="hearing"),
    path("hearings/<slug:number>/papers/<int:document_id>", views.paper, name="hearing_paper"),
]
