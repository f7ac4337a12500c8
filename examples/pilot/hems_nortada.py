#!/usr/bin/env python3
"""Nortada, another vendor of home energy managers. Its JSON has other names, kilovolts with a decimal comma, and local
times; it knows nothing of the DSO or of Lumen, and only answers."""

from party import Party, options

OPTIONS = options(__doc__, port=8284)
nortada = Party("nortada")
DEVICES = {"B-17": {"id": "B-17", "at": "2021-12-03 15:10", "line": "0,2314", "alarm": "No"},
           "B-18": {"id": "B-18", "at": "2021-12-03 15:10", "line": "0,2545", "alarm": "Yes"}}


@nortada.on("GET", "/devices")
def devices(id):
    return {"devices": [DEVICES[id]] if id in DEVICES else []}


if __name__ == "__main__":
    nortada.serve(OPTIONS.port)
