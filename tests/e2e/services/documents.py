"""The documents of the tests here: what is served, and what is called."""

PREFIXES = 'prefixes: { e: "urn:e:" }'

SERVED_READINGS = f"""
id: dso.metering
title: Metering data of an end user
{PREFIXES}
graph: |
  ?reading e:of ?user ; e:at ?time ; e:value ?value .
terms:
  user:    {{ iri: "urn:user:{{}}" }}
  reading: {{ iri: "urn:reading:{{user}}:{{time}}" }}
  time:    {{ dateTime: "%Y/%m/%d %H:%M", also: [iso], zone: Europe/Lisbon, repeated: first }}
  value:   {{ literal: "xsd:decimal" }}
json:
  - User/Zone: ?user
    Metering: {{ $list: {{ Time: ?time, Measurement: ?value }}, $order: ?time }}
bind:
  - serve:
      GET: /1.0/Data/Metering
      also: [ /1.0/Data/Metering Data ]
      query: {{ ID: ?user, Start: {{ from: ?time, optional: true }}, End: {{ until: ?time, optional: true }} }}
      deprecated: 2026-01-31
      sunset: 2027-12-31
    as: ask
"""

CALLED_READINGS = f"""
id: vendor.readings
{PREFIXES}
graph: |
  ?reading e:of ?user ; e:at ?time ; e:value ?value .
terms:
  user:    {{ iri: "urn:user:{{}}", given: true }}
  reading: {{ iri: "urn:reading:{{user}}:{{time}}" }}
  time:    {{ dateTime: iso }}
  value:   {{ literal: "xsd:decimal" }}
json:
  readings: {{ $list: {{ t: ?time, v: ?value }}, $empty: true }}
bind:
  - call: {{ GET: "/meters/{{user}}/readings", service: vendor,
             query: {{ from: {{ from: ?time }}, until: {{ until: ?time }} }} }}
    as: answer
    needs: [ ?user ]
"""

SERVED_OFFERS = f"""
id: dso.offers
{PREFIXES}
graph: "?offer e:number ?number ; e:amount ?amount ."
parts:
  meters: "?offer e:meter ?meter ."
terms:
  offer:  {{ iri: "urn:offer:{{number}}" }}
  number: {{ literal: "xsd:integer", json: [number, string] }}
  amount: {{ literal: "xsd:decimal" }}
  meter:  {{ iri: "urn:meter:{{}}" }}
json:
  - Offer ID: ?number
    Offer: ?amount
    Meter IDs: {{ $list: ?meter, $empty: true }}
bind:
  - serve: {{ POST: /1.0/Flexibility/Offers }}
    as: post
  - serve: {{ POST: /1.0/Flexibility/OffersAtOnce, answers: at-once }}
    as: post
"""

CALLED_OFFERS = f"""
id: aggregator.offers
{PREFIXES}
graph: "?offer e:number ?number ; e:amount ?amount ."
terms:
  offer:  {{ iri: "urn:offer:{{number}}" }}
  number: {{ literal: "xsd:integer" }}
  amount: {{ literal: "xsd:decimal" }}
json:
  offers: [ {{ id: ?number, kilowatts: ?amount }} ]
bind:
  - call: {{ POST: /offers, service: aggregator }}
    as: react
"""
