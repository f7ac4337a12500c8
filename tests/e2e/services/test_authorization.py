"""Tokens as D4.2 has them (3.2.1.1.1.1): asked for by a GET, and checked where a document says so."""

import re
import urllib.parse

import pytest
from documents import CALLED_READINGS, SERVED_READINGS

AUTHORIZATION = """
id: dso.authorization
prefixes: { gridlore: "https://w3id.org/gridlore#" }
graph: |
  ?authorization a gridlore:DataAccessAuthorization ; gridlore:authorizesDataOf ?user ;
      gridlore:validFrom ?start ; gridlore:validUntil ?end ; gridlore:token ?token .
terms:
  user:          { iri: "urn:user:{}", given: true }
  start:         { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon, given: true }
  end:           { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon, given: true }
  authorization: { iri: "urn:gridlore:authorization:{token}" }
json: { Authorization Token: ?token }
bind:
  - serve:
      GET: /1.0/Data/Authorization
      query: { End User: ?user, Start Date: ?start, End Date: ?end }
    as: ask
"""
DAY = {"Start Date": "2021/09/27 00:00", "End Date": "2021/09/28 00:00"}
PERIOD = {"Start": "2021/09/27 10:00", "End": "2021/09/27 11:00"}


@pytest.fixture
def guarded(start_server, mappings, vendor):
    mappings.services(vendor={"address": vendor.address})
    mappings.write("served.yaml", SERVED_READINGS.replace("ID: ?user,", "ID: ?user, Token: { authorizes: ?user },"))
    mappings.write("called.yaml", CALLED_READINGS)
    mappings.write("authorization.yaml", AUTHORIZATION)
    return start_server(mappings=mappings.folder)


def get(server, path, **parameters):
    return server.root.get(path + "?" + urllib.parse.urlencode(parameters))


def token_for(server, user, **period):
    answer = get(server, "/1.0/Data/Authorization", **({"End User": user} | DAY | period)).expect(200).json()
    return answer["Authorization Token"]


def readings(server, **parameters):
    return get(server, "/1.0/Data/Metering", **parameters)


def test_a_token_opens_what_it_is_for(guarded):
    token = token_for(guarded, "U123456")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", token)
    assert token_for(guarded, "U123456") == token, "the same is asked for again"
    assert token_for(guarded, "U2") != token
    (answer,) = readings(guarded, ID="U123456", Token=token, **PERIOD).expect(200).json()
    assert answer["User/Zone"] == "U123456"


def test_a_token_opens_nothing_else(guarded, vendor):
    token = token_for(guarded, "U123456")
    wrong = [{"ID": "a/b c", "Token": token, **PERIOD}, {"ID": "U123456", "Token": "guessed", **PERIOD},
             {"ID": "U123456", "Token": token}, {"ID": "U123456", "Token": token, "Start": PERIOD["Start"]},
             {"ID": "U123456", "Token": token, **PERIOD, "End": "2021/09/28 00:01"},
             {"ID": "U123456", "Token": token, **PERIOD, "Start": "2021/09/26 23:59"}]
    for parameters in wrong:
        problem = readings(guarded, **parameters).expect(403).json()
        assert problem["parameter"] == "Token"
        assert token not in problem["detail"] and "guessed" not in problem["detail"]
    assert readings(guarded, ID="U123456", **PERIOD).expect(400).json()["parameter"] == "Token"
    questions = [{"ID": "U123456", "Token": token, **PERIOD}, {"ID": "U2", "Token": token, **PERIOD}]
    guarded.root.post("/1.0/Data/Metering/query", json=questions).expect(403)
    assert vendor.received == []
    assert token not in guarded.log()


def test_for_a_period_that_is_none_there_is_no_authorization(guarded):
    period = DAY | {"End Date": "2021/09/26 00:00"}
    get(guarded, "/1.0/Data/Authorization", **({"End User": "U1"} | period)).expect(404)
