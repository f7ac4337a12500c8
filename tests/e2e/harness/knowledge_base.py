"""A knowledge base as a client program runs it: registered over REST, served by a thread that polls for work."""

import threading
from dataclasses import dataclass, field

from harness.waiting import eventually, stretched

SILENT = object()  # what a handler returns that never answers


class HandlerFailure(Exception):
    """Raised by a handler to answer with `errorMessage`."""


@dataclass
class Call:
    """One piece of work that was received."""
    interaction: str
    name: str
    handle_id: int
    bindings: list
    requester: str
    body: dict = field(repr=False)


def agree(one, other):
    """No variable that both bind has different values."""
    return all(other[variable] == value for variable, value in one.items() if variable in other)


def holder(rows):
    """A handler that honestly returns those of `rows` that agree with what is asked for."""
    return lambda asked: [row for row in rows if not asked or any(agree(row, wanted) for wanted in asked)]


class KnowledgeBase:
    def __init__(self, rest, kb_id, *, create=True, name="", description="", **fields):
        self.rest = rest
        self.id = kb_id
        self.calls = []       # in the order of their arrival
        self._replies = []    # the responses to our answers
        self.problems = []    # what no well-behaved server does to a poller
        self._handlers = {}
        self._names = {}
        self._poller = None
        if create:
            self.rest.post("/sc", json={"knowledgeBaseId": kb_id, "knowledgeBaseName": name,
                                        "knowledgeBaseDescription": description, **fields}).expect(200)

    # Registering.

    def try_register(self, kind, **fields):
        return self.rest.post("/sc/ki", kb=self.id,
                              json={"knowledgeInteractionType": f"{kind}KnowledgeInteraction", **fields})

    def register(self, kind, handler=None, **fields):
        """The id of the new interaction. With a handler, polling begins."""
        interaction = self.try_register(kind, **fields).expect(200).json()["knowledgeInteractionId"]
        if handler is not None:
            self._handlers[interaction] = handler
            self._names[interaction] = fields.get("knowledgeInteractionName", interaction)
            self.start_polling()
        return interaction

    def ask_ki(self, pattern, **fields):
        return self.register("Ask", graphPattern=pattern, **fields)

    def answer_ki(self, pattern, handler=None, **fields):
        return self.register("Answer", handler, graphPattern=pattern, **fields)

    def post_ki(self, argument, result=None, **fields):
        return self.register("Post", **self._patterns(argument, result), **fields)

    def react_ki(self, argument, result=None, handler=None, **fields):
        return self.register("React", handler, **self._patterns(argument, result), **fields)

    @staticmethod
    def _patterns(argument, result):
        return {"argumentGraphPattern": argument} | ({} if result is None else {"resultGraphPattern": result})

    # Asking.

    def try_ask(self, ki, body=None, **options):
        return self.rest.post("/sc/ask", kb=self.id, ki=ki, json=[{}] if body is None else body, **options)

    def ask(self, ki, body=None):
        return self.try_ask(ki, body).expect(200).json()

    def try_post(self, ki, body, **options):
        return self.rest.post("/sc/post", kb=self.id, ki=ki, json=body, **options)

    def post(self, ki, body):
        return self.try_post(ki, body).expect(200).json()

    def load_rules(self, text):
        return self.rest.post("/sc/knowledge", kb=self.id, body=text.encode("utf-8"), content_type="text/plain")

    # Serving by hand.

    def poll(self, **options):
        return self.rest.get("/sc/handle", kb=self.id, **options)

    def take(self):
        """The next piece of work, which must come, though not within one poll."""
        body = eventually(self._poll_once, f"there is work for {self.id}", within=10).json()
        call = Call(body["knowledgeInteractionId"], body["knowledgeInteractionId"], body["handleRequestId"],
                    body["bindingSet"], body["requestingKnowledgeBaseId"], body)
        self.calls.append(call)
        return call

    def _poll_once(self):
        response = self.poll().expect(200, 202)
        return response if response.status == 200 else None

    def try_reply(self, call, bindings, **fields):
        return self.rest.post("/sc/handle", kb=self.id, ki=call.interaction,
                              json={"handleRequestId": call.handle_id, "bindingSet": bindings, **fields})

    def reply(self, call, bindings):
        return self.try_reply(call, bindings).expect(200)

    # Serving by a thread.

    def start_polling(self):
        if self._poller is None:
            self._poller = threading.Thread(target=self._serve, daemon=True)
            self._poller.start()

    def first_reply(self):
        """The response to our first answer; the asker may have had its result before."""
        return eventually(lambda: self._replies and self._replies[0], f"{self.id} has replied")

    def calls_of(self, name):
        return [call for call in self.calls if call.name == name]

    def _serve(self):
        rest = self.rest.kept_alive()
        try:
            while self._serve_once(rest):
                pass
        except Exception as error:  # of the connection or of a handler: in a thread nobody else would see it
            self.problems.append(repr(error))
        finally:
            rest.close()

    def _serve_once(self, rest):
        response = rest.get("/sc/handle", kb=self.id)
        if response.status in (404, 410):
            return False
        if response.status == 202:
            return True
        if response.status != 200:
            self.problems.append(str(response))
            return False
        body = response.json()
        interaction = body["knowledgeInteractionId"]
        call = Call(interaction, self._names.get(interaction, interaction), body["handleRequestId"],
                    body["bindingSet"], body["requestingKnowledgeBaseId"], body)
        self.calls.append(call)
        answer = {"handleRequestId": call.handle_id}
        try:
            bindings = self._handlers[interaction](call.bindings)
            if bindings is SILENT:
                return True
            answer["bindingSet"] = bindings
        except HandlerFailure as failure:
            answer["errorMessage"] = str(failure)
        self._replies.append(rest.post("/sc/handle", kb=self.id, ki=interaction, json=answer))
        return True

    # Leaving.

    def leave(self):
        return self.rest.delete("/sc", kb=self.id)

    def close(self):
        """Leaves, and fails if the server treated the poller badly."""
        self.leave().expect(200, 404)
        if self._poller is not None:
            self._poller.join(stretched(10))
            assert not self._poller.is_alive(), f"the poll of {self.id} did not end with its knowledge base"
        assert not self.problems, f"{self.id}: {self.problems}"

    def wait_for_call(self, count=1):
        """The newest call, once there are `count`."""
        eventually(lambda: len(self.calls) >= count, f"{self.id} was called {count} times")
        return self.calls[count - 1]
