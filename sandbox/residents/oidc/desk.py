"""The provider: discovery, a page on which to choose who one is, tokens, claims, keys."""

import hashlib
import hmac
from urllib.parse import urlencode

from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.clock import now
from sandbox.faults import FaultKind
from sandbox.pages import page
from sandbox.register import Person, Register
from sandbox.resident import Resident, fault_of
from sandbox.residents.oidc.clients import Client
from sandbox.residents.oidc.grants import CODE_LIFE, TOKEN_LIFE, Grant, Grants
from sandbox.residents.oidc.tokens import ALGORITHMS, SECTOR, Signer, claims_of, id_token_claims
from sandbox.settings import Settings
from sandbox.urls import with_query

SCOPES = ("openid", "profile", "phone", "identity")
ASKED = ("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
         "code_challenge_method")  # fmt: skip


class OidcDesk:
    def __init__(self, settings: Settings, register: Register) -> None:
        self.issuer = f"{settings.public_url}/oidc"
        self.register = register
        self.client = Client(settings.oidc_client_id, settings.oidc_client_secret)
        self.signer = Signer(settings.state / "oidc", settings.oidc_algorithm)
        self.grants = Grants()
        self.sign_ins = 0

    def resident(self) -> Resident:
        return Resident(
            name="oidc",
            title="全省统一身份认证",
            about="OpenID Connect 登录;在登录页上选一位虚构的人。",
            api=(
                Route("/.well-known/openid-configuration", self.discovery, methods=["GET"]),
                Route("/authorize", self.authorize, methods=["GET"]),
                Route("/authorize", self.sign_in, methods=["POST"]),
                Route("/token", self.token, methods=["POST"]),
                Route("/userinfo", self.userinfo, methods=["GET", "POST"]),
                Route("/jwks", self.jwks, methods=["GET"]),
                Route("/end-session", self.end_session, methods=["GET"]),
            ),
            page="/oidc/.well-known/openid-configuration",
            own_ways={FaultKind.WRONG: ("nonce", "signature", "subject")},
            state=lambda: f"登录 {self.sign_ins} 次",
        )

    async def discovery(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "end_session_endpoint": f"{self.issuer}/end-session",
                "scopes_supported": list(SCOPES),
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": list(ALGORITHMS),
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "code_challenge_methods_supported": ["S256"],
                "claims_supported": ["sub", "name", "phone_number", "phone_number_verified", "level",
                                     "resident_id"],
            }
        )  # fmt: skip

    async def authorize(self, request: Request) -> Response:
        asked = request.query_params
        if refusal := self._refuse_client(request, asked):
            return refusal
        if error := _error_in(asked):
            return _back(asked, error=error)
        return self._login_page(request, asked)

    async def sign_in(self, request: Request) -> Response:
        form = await request.form()
        if refusal := self._refuse_client(request, form):
            return refusal
        if error := _error_in(form):
            return _back(form, error=error)
        person = self.register.persons.get(str(form.get("person", "")))
        if person is None:
            return _back(form, error="access_denied")
        self.sign_ins += 1
        moment = now()
        grant = Grant(
            person=person,
            client_id=str(form["client_id"]),
            redirect_uri=str(form["redirect_uri"]),
            scopes=frozenset(str(form["scope"]).split()),
            nonce=_text(form, "nonce"),
            challenge=_text(form, "code_challenge"),
            expires_at=moment + CODE_LIFE,
            signed_in_at=moment,
        )
        return _back(form, code=self.grants.give_code(grant))

    async def token(self, request: Request) -> Response:
        form = await request.form()
        if not self.client.is_proven_by(request, form):
            headers = {"WWW-Authenticate": 'Basic realm="oidc"'}
            return JSONResponse({"error": "invalid_client"}, status_code=401, headers=headers)
        if form.get("grant_type") != "authorization_code":
            return _token_error("unsupported_grant_type")
        grant = self.grants.take_code(str(form.get("code", "")))
        if grant is None or form.get("redirect_uri") != grant.redirect_uri:
            return _token_error("invalid_grant")
        if not grant.answers(_text(form, "code_verifier")):
            return _token_error("invalid_grant")
        wrong = fault_of(request, FaultKind.WRONG)
        claims = id_token_claims(
            issuer=self.issuer,
            client_id=grant.client_id,
            subject=_subject(grant.person),
            nonce="wrong" if wrong == "nonce" else grant.nonce,
            signed_in_at=grant.signed_in_at,
        ) | claims_of(grant.person, grant.scopes, _subject(grant.person))
        answer = {
            "access_token": self.grants.give_token(grant),
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LIFE.total_seconds()),
            "scope": " ".join(sorted(grant.scopes)),
            "id_token": self.signer.sign(claims, foreign_key=wrong == "signature"),
        }
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def userinfo(self, request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        grant = self.grants.behind_token(token) if scheme.lower() == "bearer" else None
        if grant is None:
            headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            return JSONResponse({"error": "invalid_token"}, status_code=401, headers=headers)
        subject = _subject(grant.person)
        if fault_of(request, FaultKind.WRONG) == "subject":
            subject = subject[::-1]
        return JSONResponse(claims_of(grant.person, grant.scopes, subject))

    async def jwks(self, request: Request) -> Response:
        return JSONResponse(self.signer.jwks())

    async def end_session(self, request: Request) -> Response:
        target = request.query_params.get("post_logout_redirect_uri", "")
        if self.client.may_return_to(target):
            state = request.query_params.get("state")
            return RedirectResponse(with_query(target, urlencode({"state": state})) if state else target, 303)
        return page(request, "message.html", title="已退出", text="您已退出全省统一身份认证。")

    def _refuse_client(self, request: Request, asked: QueryParams | FormData) -> Response | None:
        """A stranger or a strange address gets a page: it must not be redirected to."""
        if asked.get("client_id") == self.client.client_id and self.client.may_return_to(
            str(asked.get("redirect_uri", ""))
        ):
            return None
        text = "应用没有登记,或返回地址不对。请从原来的网站重新登录。"
        return page(request, "message.html", title="不能登录", text=text, status_code=400)

    def _login_page(self, request: Request, asked: QueryParams) -> Response:
        return page(
            request,
            "login.html",
            persons=self.register.persons.values(),
            asked={name: asked[name] for name in ASKED if name in asked},
            action=f"{self.issuer}/authorize",
        )


def _error_in(asked: QueryParams | FormData) -> str | None:
    """What is wrong with a request whose client and address are right (RFC 6749, section 4.1.2.1)."""
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in str(asked.get("scope", "")).split():
        return "invalid_scope"
    if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
        return "invalid_request"
    return None


def _back(asked: QueryParams | FormData, **answer: str) -> Response:
    """Return to the client with an answer and the state it came with."""
    if state := asked.get("state"):
        answer["state"] = str(state)
    return RedirectResponse(with_query(str(asked["redirect_uri"]), urlencode(answer)), status_code=303)


def _token_error(error: str) -> Response:
    return JSONResponse({"error": error}, status_code=400, headers={"Cache-Control": "no-store"})


def _text(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) and value else None


def _subject(person: Person) -> str:
    return hmac.new(SECTOR.encode(), person.resident_id.encode(), hashlib.sha256).hexdigest()[:32]
