"""Signs a teacher in, lists, and watches, against a `./homeroom up` that runs on this machine."""

import http.client
import json
import re
import sys
import urllib.parse
import urllib.request

import grpc

from homeroom_client import Homeroom, refusal

SERVER = "127.0.0.1:7070"
CONTROL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7081"
SANDBOX = "http://127.0.0.1:7080"
CALLBACK = "http://127.0.0.1:8400/callback"


def control(path: str, body: dict | None = None) -> dict:
    """Asks the sandbox's control API, or tells it to do something."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{CONTROL}/{path}", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def token(subject: str) -> str:
    """What a cluster would give the app: a token of the issuer that access.yaml names."""
    form = urllib.parse.urlencode({"subject": subject, "audience": "homeroom"}).encode()
    with urllib.request.urlopen(f"{SANDBOX}/oidc/token", form, timeout=60) as answer:
        return json.load(answer)["access_token"]


def click(url: str, text: str) -> str:
    """Opens a page of Clever's, follows the link with this text, and tells where that redirects to."""
    with urllib.request.urlopen(url, timeout=30) as page:
        links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', page.read().decode())
    link = next(link for link, label in links if text in label).replace("&amp;", "&")
    where = urllib.parse.urlsplit(urllib.parse.urljoin(url, link))
    connection = http.client.HTTPConnection(where.netloc, timeout=30)
    connection.request("GET", f"{where.path}?{where.query}")
    return connection.getresponse().headers["Location"]


def sign_in(app: Homeroom, district: str) -> str:
    """What a web app does, with the browser's part done here; gives the person's token."""
    begun = app.begin_login(CALLBACK, district)
    callback = click(begun.authorize_url, "(teacher)")
    given = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(callback).query))
    done = app.complete_login(given["code"], given["state"], begun.login_secret)
    print(f"signed in: {done.user}")
    return done.id_token


def watch_a_change(app: Homeroom, district: str) -> None:
    """Follows the roster to its first bookmark, lets something happen, and waits until it is told."""
    told = app.watch(district)
    records = 0
    for message in told:
        if message.HasField("bookmark"):
            break
        records += 1
    print(f"watched: {records} records at revision {message.bookmark.revision}")
    control("drift", {"percent": 5})
    with Homeroom(SERVER, token("demo-operator")) as operator:
        operator.trigger_sync(district)
    change = next(message for message in told if message.HasField("change"))
    told.cancel()
    print(f"watched: a change of {change.change.name}")


def main() -> int:
    district = "districts/" + control("state")["district"]
    with Homeroom(SERVER, token("demo-app")) as app:
        everything = list(app.sections(district))
        id_token = sign_in(app, district)
        with Homeroom(SERVER, id_token) as teacher:
            assert teacher.who_am_i().user.startswith(district)
            own = list(teacher.sections(district))
        print(f"listed: {len(everything)} sections, of which the teacher sees {len(own)}")
        assert 0 < len(own) < len(everything)
        try:
            app.begin_login(CALLBACK + "/elsewhere")
            raise AssertionError("an address that is not listed was taken")
        except grpc.RpcError as refused:
            assert refusal(refused).reason == "REDIRECT_URI_NOT_LISTED", refused
        watch_a_change(app, district)
    return 0


if __name__ == "__main__":
    sys.exit(main())
