"""The addresses of signing in and of one's own page; ``leyiban.web.urls`` takes them into its list."""

from django.urls import URLPattern, path, re_path

from leyiban.web.signin import acting, door, identity, leaving, mandates, mine, password, phone, seen

urlpatterns: list[URLPattern] = [
    path("sign-in", door.sign_in, name="sign_in"),
    path("sign-in/province", door.province, name="province"),
    path("sign-in/province/return", door.province_return, name="province_return"),
    path("sign-in/phone", phone.phone, name="sign_in_phone"),
    path("sign-in/code", phone.code, name="sign_in_code"),
    path("sign-in/who", phone.who, name="sign_in_who"),
    path("sign-in/password", password.by_password, name="sign_in_password"),
    path("sign-in/second", password.second_factor, name="sign_in_second"),
    path("sign-in/set-up", password.set_up, name="sign_in_set_up"),
    path("sign-out", leaving.sign_out, name="sign_out"),
    path("sign-out/everywhere", leaving.sign_out_everywhere, name="sign_out_everywhere"),
    path("stay", leaving.stay, name="stay"),
    path("me", mine.mine, name="mine"),
    path("me/looks", seen.looks, name="my_looks"),
    path("me/unsent", leaving.parked, name="parked"),
    path("me/password", mine.new_password, name="new_password"),
    path("me/phone", mine.new_phone, name="new_phone"),
    path("me/tokens/<int:token_id>/end", mine.end_token, name="end_token"),
    path("me/identity", identity.real_name_check, name="real_name"),
    path("me/face", identity.face, name="face"),
    path("me/face/return", identity.face_return, name="face_return"),
    path("me/acting", acting.acting, name="acting"),
    path("me/enterprise", acting.enterprise, name="enterprise"),
    path("me/mandates", mandates.mandates, name="mandates"),
    path("me/mandates/new", mandates.new_mandate, name="new_mandate"),
    re_path(
        r"^me/mandates/(?P<key>[0-9a-f]{32})/(?P<act>confirm|decline|end|resume)$",
        mandates.mandate_act,
        name="mandate_act",
    ),
]
