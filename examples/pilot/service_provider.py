#!/usr/bin/env python3
"""The service provider of the pilot: an aggregator that speaks the JSON of InterConnect D4.2, and nothing else.

It asks the DSO's interface for metering data and for flexibility needs, offers flexibility, and is told of needs and of
the activation plan. What is below /desk is for the people who work there.
"""

from party import Party, Refused, call, options

OPTIONS = options(__doc__, port=8282)
INTERFACE = OPTIONS.gridlore + "/1.0"
provider = Party("provider")
needs = {}  # by Request ID
plan = {}  # by (Request ID, Offer ID)

# What its clients can do, the cheapest first: kW, €/kWh as D4.2 writes it, and the meters behind it.
CAPACITIES = [(60, "0,1", ["ID Meter1"]), (40, "0,12", ["ID Meter2"]), (30, "0,3", ["ID Meter1", "ID Meter2"])]


# What the DSO sends (D4.2, 3.2.2.2 and table 4)

@provider.on("POST", "/1.0/Flexibility/Needs")
def take_needs(body):
    for need in body:
        needs[need["Request ID"]] = need
        provider.say(f"the DSO needs {need['Needs']} {need['Measurement Unit']} {need['Direction']} "
                     f"from {need['Start time']} to {need['End time']}")
    return {"Acknowledgement": "OK"}


@provider.on("POST", "/1.0/Flexibility/ActivationPlan")
def take_plan(body):
    for entry in body:
        plan[entry["Request ID"], entry["Offer ID"]] = entry
        provider.say(f"offer {entry['Offer ID']} for request {entry['Request ID']}: activate {entry['Activation']}, "
                     f"{entry['Quantity']}")
    return {"Acknowledgement": "OK"}


@provider.on("POST", "/1.0/Data/Incentives")
def take_incentives(body):
    """Takes what is worth a tenth of a euro."""
    return [{"Offer ID": offer["Offer ID"],
             "Offer Response": "Accept" if offer["Incentive (€/kWh)"] >= "0,1" else "Reject"} for offer in body]


# What its own people want

@provider.on("GET", "/desk/metering")
def metering(user, start, end, granularity="1"):
    """An end user's data, with an authorization that is asked for first."""
    token = call("GET", f"{INTERFACE}/Data/Authorization", **{"End User": user, "Start Date": start, "End Date": end})
    provider.say(f"may see the data of {user}")
    answer = call("GET", f"{INTERFACE}/Data/Metering",
                  **{"Type of Data": "User", "ID": user, "Granularity": granularity, "Start time": start,
                     "End time": end, **token})
    for entry in answer:
        provider.say(f"has {len(entry['Metering'])} readings of {entry['User/Zone']}")
    return answer


@provider.on("GET", "/desk/metering-without-authorization")
def guess(user, start, end):
    """What becomes of somebody who makes a token up."""
    try:
        return call("GET", f"{INTERFACE}/Data/Metering",
                    **{"Type of Data": "User", "ID": user, "Granularity": "1", "Start time": start, "End time": end,
                       "Authorization Token": "49d259db-755c-4929-8410-15ede30dbc2d"})
    except Refused as refusal:
        provider.say(f"was refused: {refusal}")
        return {"refused": refusal.status}


@provider.on("GET", "/desk/zone")
def zone_metering(zone, start, end, granularity="3"):
    """What all clients of a zone withdraw; that is about nobody, and needs no authorization."""
    return call("GET", f"{INTERFACE}/Data/Metering",
                **{"Type of Data": "Anonymized", "ID": zone, "Granularity": granularity, "Start time": start,
                   "End time": end})


@provider.on("GET", "/desk/history")
def history(zone, start, end):
    return call("GET", f"{INTERFACE}/Data/Flexibility", **{"Zone ID": zone, "Start time": start, "End time": end})


@provider.on("GET", "/desk/opportunities")
def opportunities(near):
    return call("GET", f"{OPTIONS.gridlore}/GridObservability/opportunities", zip_codes=near)


@provider.on("GET", "/desk/needs")
def ask_needs(start, end):
    """What the DSO needs, without waiting to be told."""
    answer = call("GET", f"{INTERFACE}/Flexibility/Needs", **{"Start time": start, "End time": end})
    needs.update((need["Request ID"], need) for need in answer)
    return answer


@provider.on("POST", "/desk/offer")
def offer(request):
    """Offers all that the clients can do for one need."""
    need = needs[int(request)]
    offers = [{"Request ID": need["Request ID"], "Offer ID": number, "Offer": kilowatts, "Price (€/kWh)": price,
               "Start time": need["Start time"], "End time": need["End time"], "Meter IDs": meters}
              for number, (kilowatts, price, meters) in enumerate(CAPACITIES, 1)]
    return call("POST", f"{INTERFACE}/Flexibility/Offers", offers)


@provider.on("GET", "/desk/received")
def received():
    return {"needs": list(needs.values()), "plan": list(plan.values())}


if __name__ == "__main__":
    provider.serve(OPTIONS.port)
