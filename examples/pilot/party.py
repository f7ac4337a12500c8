"""What the parties of the pilot have in common: a small HTTP server that speaks JSON, and requests. Python's library
alone; nothing here knows Gridlore, RDF or what the others speak."""

import argparse
import json
import os
import re
import signal
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 30  # seconds


class Refused(Exception):
    """Somebody answered with a status that is no success."""

    def __init__(self, status, answer):
        super().__init__(f"HTTP {status}: {answer.get('detail', answer) if isinstance(answer, dict) else answer}")
        self.status = status
        self.answer = answer


def call(method, url, body=None, **query):
    """The JSON that the request is answered with."""
    url = urllib.parse.quote(url, safe=":/")
    if query:
        url += "?" + urllib.parse.urlencode(query)
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return json.loads(response.read() or b"null")
    except urllib.error.HTTPError as refusal:
        text = refusal.read()
        raise Refused(refusal.code, json.loads(text) if text else {}) from None


class Party:
    """A program with an HTTP server of its own. Handlers take what is in braces in their path, the query's parameters,
    and `body` where there is one, by name; they return JSON."""

    def __init__(self, name):
        self.name = name
        self._routes = []
        self.on("POST", "/desk/leave")(lambda: {})

    def on(self, method, path):
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

        def add(handler):
            self._routes.append((method, pattern, handler))
            return handler

        return add

    def say(self, text):
        print(f"[{self.name}] {text}", flush=True)

    def answer(self, method, target, body):
        """(status, JSON). From several threads: who says something at a desk may be asked something meanwhile."""
        url = urllib.parse.urlsplit(target)
        for known, pattern, handler in self._routes:
            match = pattern.fullmatch(urllib.parse.unquote(url.path))
            if match and known == method:
                arguments = match.groupdict() | dict(urllib.parse.parse_qsl(url.query))
                if body:
                    arguments["body"] = json.loads(body)
                try:
                    return 200, handler(**arguments)
                except Refused as refusal:
                    return 502, {"error": str(refusal)}
                except KeyError as missing:
                    return 404, {"error": f"there is no {missing}"}
        return 404, {"error": f"nothing is served at {method} {url.path}"}

    def serve(self, port):
        """Until Ctrl-C, SIGTERM or POST /desk/leave."""
        party = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                length = int(self.headers.get("Content-Length") or 0)
                status, answer = party.answer(self.command, self.path, self.rfile.read(length))
                data = json.dumps(answer, ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
                if self.path == "/desk/leave":
                    os._exit(0)  # with all its threads, at once

            do_GET = do_POST = serve

            def log_message(self, *_):
                pass

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sys.exit(0))
        ThreadingHTTPServer.daemon_threads = True
        with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
            self.say(f"listens at http://127.0.0.1:{server.server_port}")
            server.serve_forever()


def options(description, port, **more):
    """The command line of a party: where it listens, where Gridlore is, and what else it needs."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--gridlore", default="http://127.0.0.1:8280", metavar="URL")
    for name, default in more.items():
        parser.add_argument(f"--{name}", default=default)
    return parser.parse_args()
