# A grid that knows nothing of what the contract's tests ask for.
PREFIX cim: <http://iec.ch/TC57/CIM100#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT DATA {
  <urn:uuid:feeder-0> a cim:Feeder ; cim:IdentifiedObject.name "feeder 0" ;
    cim:Feeder.NormalEnergizingSubstation <urn:uuid:substation-1> .
  <urn:uuid:point-0-0> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-0-0> .
  <urn:uuid:load-0-0> a cim:ConformLoad ; cim:EnergyConsumer.p 0.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-0> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-0-0> .
  <urn:uuid:point-0-1> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-0-1> .
  <urn:uuid:load-0-1> a cim:ConformLoad ; cim:EnergyConsumer.p 1.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-0> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-0-1> .
  <urn:uuid:point-0-2> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-0-2> .
  <urn:uuid:load-0-2> a cim:ConformLoad ; cim:EnergyConsumer.p 2.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-0> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-0-2> .
  <urn:uuid:point-0-3> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-0-3> .
  <urn:uuid:load-0-3> a cim:ConformLoad ; cim:EnergyConsumer.p 3.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-0> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-0-3> .
  <urn:uuid:feeder-1> a cim:Feeder ; cim:IdentifiedObject.name "feeder 1" ;
    cim:Feeder.NormalEnergizingSubstation <urn:uuid:substation-1> .
  <urn:uuid:point-1-0> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-1-0> .
  <urn:uuid:load-1-0> a cim:ConformLoad ; cim:EnergyConsumer.p 0.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-1> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-1-0> .
  <urn:uuid:point-1-1> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-1-1> .
  <urn:uuid:load-1-1> a cim:ConformLoad ; cim:EnergyConsumer.p 1.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-1> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-1-1> .
  <urn:uuid:point-1-2> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-1-2> .
  <urn:uuid:load-1-2> a cim:ConformLoad ; cim:EnergyConsumer.p 2.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-1> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-1-2> .
  <urn:uuid:point-1-3> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-1-3> .
  <urn:uuid:load-1-3> a cim:ConformLoad ; cim:EnergyConsumer.p 3.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-1> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-1-3> .
  <urn:uuid:feeder-2> a cim:Feeder ; cim:IdentifiedObject.name "feeder 2" ;
    cim:Feeder.NormalEnergizingSubstation <urn:uuid:substation-1> .
  <urn:uuid:point-2-0> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-2-0> .
  <urn:uuid:load-2-0> a cim:ConformLoad ; cim:EnergyConsumer.p 0.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-2> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-2-0> .
  <urn:uuid:point-2-1> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-2-1> .
  <urn:uuid:load-2-1> a cim:ConformLoad ; cim:EnergyConsumer.p 1.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-2> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-2-1> .
  <urn:uuid:point-2-2> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-2-2> .
  <urn:uuid:load-2-2> a cim:ConformLoad ; cim:EnergyConsumer.p 2.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-2> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-2-2> .
  <urn:uuid:point-2-3> a cim:UsagePoint ; cim:UsagePoint.Equipments <urn:uuid:load-2-3> .
  <urn:uuid:load-2-3> a cim:ConformLoad ; cim:EnergyConsumer.p 3.5 ; cim:Equipment.EquipmentContainer <urn:uuid:feeder-2> .
  [] a cim:Meter ; cim:EndDevice.UsagePoint <urn:uuid:point-2-3> .
  <urn:uuid:substation-1> a cim:Substation ; cim:IdentifiedObject.name "substation" .
  GRAPH <urn:graph:ontology> { cim:Meter rdfs:subClassOf cim:EndDevice . cim:ConformLoad rdfs:subClassOf cim:EnergyConsumer }
}
