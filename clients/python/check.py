"""Signs a teacher in, lists, and watches, against a `./homeroom up --ready-file FILE` that runs on this machine.

    python check.py FILE
"""

import http.client
import json
import re
import sys
import urllib.parse
import urllib.request

import grpc

from homeroom_client import Homeroom, refusal

CALLBACK = "http://127.0.0.1:8400/callback"


def let_something_happen(up: dict) -> None:
    """Tells the sandbox, by its control API, to change some of the district's records."""
    body = json.dumps({"percent": 5}).encode()
    request = urllib.request.Request(f"{up['control']}/drift", body, {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=60).close()


def token(up: dict, subject: str) -> str:
    """What a cluster would give the app: a token of the issuer that access.yaml names."""
    form = urllib.parse.urlencode({"subject": subject, "audience": "homeroom"}).encode()
    with urllib.request.urlopen(f"{up['sandbox']}/oidc/token", form, timeout=60) as answer:
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


def watch_a_change(up: dict, app: Homeroom, district: str) -> None:
    """Follows the roster to its first bookmark, changes the sandbox, and waits for the change."""
    messages = app.watch(district, timeout=60)
    records = 0
    for message in messages:
        if message.HasField("bookmark"):
            break
        records += 1
    print(f"watched: {records} records at revision {message.bookmark.revision}")
    let_something_happen(up)
    with Homeroom(up["server"], token(up, "demo-operator")) as operator:
        operator.trigger_sync(district)
    change = next(message for message in messages if message.HasField("change"))
    messages.cancel()
    print(f"watched: a change of {change.change.name}")


def main(ready_file: str) -> int:
    with open(ready_file, encoding="utf-8") as file:
        up = json.load(file)
    district = up["district"]
    with Homeroom(up["server"], token(up, "demo-app")) as app:
        everything = list(app.sections(district))
        id_token = sign_in(app, district)
        with Homeroom(up["server"], id_token) as teacher:
            assert teacher.who_am_i().user.startswith(district)
            own = list(teacher.sections(district))
        print(f"listed: {len(everything)} sections, of which the teacher sees {len(own)}")
        assert 0 < len(own) < len(everything)
        try:
            app.begin_login(CALLBACK + "/elsewhere")
            raise AssertionError("an address that is not listed was taken")
        except grpc.RpcError as refused:
            assert refusal(refused).reason == "REDIRECT_URI_NOT_LISTED", refused
        watch_a_change(up, app, district)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check.py FILE, which ./homeroom up --ready-file FILE has written")
    sys.exit(main(sys.argv[1]))
