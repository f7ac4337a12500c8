"""What the contract's requests once found."""


def problem(response, status):
    response.expect(status)
    assert response.headers["Content-Type"] == "application/problem+json", response
    body = response.json()
    assert body["status"] == status and body["title"] and body["detail"], response
    return body


def test_a_path_that_is_no_text_is_refused_by_who_serves_it(gateway):
    for text in ("%", "%zz", "%ff", "%ed%a0%80"):
        problem(gateway.server.root.get(f"/GridObservability/HEMS/{text}/Status"), 400)
        problem(gateway.server.root.post(f"/GridObservability/{text}/HEMS_Nbr", json={}), 400)
        problem(gateway.server.root.send("PATCH", f"/GridObservability/{text}/HEMS_Nbr"), 405)


def test_a_segment_that_means_another_path_is_no_value(gateway):
    for text in ("%2e%2e", "..", "%2E"):
        problem(gateway.server.root.get(f"/GridObservability/HEMS/{text}/Status"), 400)


def test_a_value_with_a_line_break_stays_a_value(gateway):
    """It goes into the partners' paths as it came."""
    gateway.server.root.post("/GridObservability/a%0Ab%00/HEMS_Nbr",
                             json={"Fault_Location_Inputs": [{"Min_nbr_Hems_faulty": 3}]}).expect(200)
    assert "/GridObservability/a\nb\0/HEMS_Nbr/" in [one.path for one in gateway.partners.received]


def test_a_time_that_the_printed_form_has_no_room_for_is_delivered(gateway):
    request = {"Request ID": 1, "End User": "U1", "Service Provider": "SP1", "Start Date": "2021-09-27T10:00:30.5Z",
               "End Date": "2021/09/28 10:00"}
    answer = gateway.server.root.post("/1.0/Data/Authorization", json=[request]).expect(200).json()
    assert answer == [{"Request ID": 1, "Authorization Validation": "Accepted"}]
    assert gateway.partners.received[-1].body == [request | {"Start Date": "2021-09-27T10:00:30.5Z"}]


def test_own_paths_say_what_they_serve(gateway):
    for path, methods in (("/mappings/reload", "POST, OPTIONS"), ("/mappings/exchanges/none", "GET, HEAD, OPTIONS")):
        assert gateway.server.root.send("OPTIONS", path).expect(204).headers["Allow"] == methods
        problem(gateway.server.root.send("PATCH", path), 405)


def test_an_authorization_for_no_period_is_none(gateway):
    query = "End%20User=U1&Start%20Date=2021/09/28%2000:00&End%20Date=2021/09/27%2000:00"
    problem(gateway.server.root.get(f"/1.0/Data/Authorization?{query}"), 404)
