"""Connects to a Homeroom server as an app, or as somebody who signed in.

    homeroom = Homeroom("127.0.0.1:7070", token)
    for section in homeroom.sections("districts/5f3b0c2e8d1a4b0007c1a2f3"):
        print(section.name)

The stubs themselves (`roster`, `identity`, `syncs`) have every method of the contract. A refusal is a
grpc.RpcError; `refusal(error)` tells why, in the words of errors.proto.
"""

import pathlib
import sys
from typing import Iterator, NamedTuple, Optional

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "generated"))

import grpc
from google.rpc import error_details_pb2, status_pb2
from homeroom.v1 import identity_service_pb2 as identity
from homeroom.v1 import identity_service_pb2_grpc as identity_grpc
from homeroom.v1 import roster_pb2, roster_service_pb2
from homeroom.v1 import roster_service_pb2_grpc as roster_grpc
from homeroom.v1 import sync_service_pb2
from homeroom.v1 import sync_service_pb2_grpc as sync_grpc


class _Bearer(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):
    """Sends the token with every call, over TLS and, on this machine, without."""

    def __init__(self, token: str):
        self._metadata = ("authorization", "Bearer " + token)

    def _with_token(self, details):
        return details._replace(metadata=list(details.metadata or []) + [self._metadata])

    def intercept_unary_unary(self, continuation, details, request):
        return continuation(self._with_token(details), request)

    def intercept_unary_stream(self, continuation, details, request):
        return continuation(self._with_token(details), request)


class Homeroom:
    """A connection to a server, as one caller. Close it, or use it in a `with` statement."""

    def __init__(self, address: str, token: str, tls: Optional[grpc.ChannelCredentials] = None):
        """Connects without TLS unless credentials are given, which is for this machine alone."""
        self._channel = grpc.secure_channel(address, tls) if tls else grpc.insecure_channel(address)
        caller = grpc.intercept_channel(self._channel, _Bearer(token))
        self.roster = roster_grpc.RosterServiceStub(caller)
        self.identity = identity_grpc.IdentityServiceStub(caller)
        self.syncs = sync_grpc.SyncServiceStub(caller)

    def __enter__(self) -> "Homeroom":
        return self

    def __exit__(self, *exception) -> None:
        self._channel.close()

    def begin_login(self, redirect_uri: str, district: str = "") -> identity.BeginLoginResponse:
        """Send the browser to `authorize_url`, and keep `login_secret` in a cookie of it."""
        return self.identity.BeginLogin(
            identity.BeginLoginRequest(redirect_uri=redirect_uri, district=district), timeout=30
        )

    def complete_login(self, code: str, state: str, login_secret: str) -> identity.CompleteLoginResponse:
        """Exchanges what the browser came back with; `id_token` is a token to connect with."""
        return self.identity.CompleteLogin(
            identity.CompleteLoginRequest(code=code, state=state, login_secret=login_secret), timeout=30
        )

    def who_am_i(self) -> identity.WhoAmIResponse:
        """Tells who the server takes this caller for."""
        return self.identity.WhoAmI(identity.WhoAmIRequest(), timeout=30)

    def sections(self, district: str) -> Iterator[roster_pb2.Section]:
        """All sections that the caller may see, page by page, all of one revision."""
        request = roster_service_pb2.ListSectionsRequest(parent=district, page_size=200)
        while True:
            page = self.roster.ListSections(request, timeout=30)
            yield from page.sections
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    def trigger_sync(self, district: str) -> sync_service_pb2.SyncRun:
        """Starts a sync, or joins the one that is under way."""
        return self.syncs.TriggerSync(sync_service_pb2.TriggerSyncRequest(name=district), timeout=30)

    def watch(
        self, district: str, resume_token: str = "", timeout: Optional[float] = None
    ) -> Iterator[roster_service_pb2.WatchRosterResponse]:
        """The roster and then every change of it, for so many seconds or until it is cancelled.

        Remember the last message's `resume_token`.
        """
        return self.roster.WatchRoster(
            roster_service_pb2.WatchRosterRequest(parent=district, resume_token=resume_token), timeout=timeout
        )


class Refusal(NamedTuple):
    """Why a call was refused."""

    reason: str
    sentence: str


def refusal(error: grpc.RpcError) -> Refusal:
    """The reason of a refusal as errors.proto names it, such as ROLE_MISSING; "" for none."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                info = error_details_pb2.ErrorInfo()
                if detail.Unpack(info):
                    return Refusal(info.reason, error.details())
    return Refusal("", error.details())
