# Which terminal leads to which: through equipment that conducts, and on to what is connected at its other side. A step
# never goes back the way it came, so whatever lies beyond a terminal is reached, and nothing else. A transformer is
# passed from its high-voltage side only: a ring below it does not lead up again.
PREFIX cim: <http://iec.ch/TC57/CIM100#>
PREFIX gridlore: <https://w3id.org/gridlore#>

DELETE { ?terminal gridlore:leadsTo ?next } WHERE { ?terminal gridlore:leadsTo ?next } ;

INSERT { ?in gridlore:leadsTo ?next }
WHERE {
  ?in cim:Terminal.ConductingEquipment ?equipment .
  ?out cim:Terminal.ConductingEquipment ?equipment ;
       cim:Terminal.ConnectivityNode ?node .
  ?next cim:Terminal.ConnectivityNode ?node ;
        cim:Terminal.ConductingEquipment ?other .
  FILTER(?in != ?out && ?other != ?equipment)
  FILTER NOT EXISTS { ?equipment cim:Switch.open true }
  FILTER NOT EXISTS {
    ?end cim:TransformerEnd.Terminal ?in ;
        cim:TransformerEnd.endNumber ?number
    FILTER(?number > 1)
  }
}
