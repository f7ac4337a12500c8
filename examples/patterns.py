"""What the service provider and the DSO tell each other: the patterns on both sides of each exchange.

The service is observability of the low-voltage grid as InterConnect D4.2 describes it (section 3.2.3). The two need not
share this file: a pattern matches by its triples, whatever its variables are called.
"""

DEVICES = "?device a saref:Device ."

METERS = """
    ?meter a saref:Meter ;
        saref:hasManufacturer ?manufacturer ;
        saref:hasModel ?model ."""

# Hems_ID, Postal_Code, Voltage, Unit, timestamp
VOLTAGES = """
    ?manager a gridlore:EnergyManager ;
        saref:hasIdentifier ?hems ;
        vcard:hasAddress ?address ;
        saref:consistsOf ?meter .
    ?address vcard:postal-code ?postal_code .
    ?meter saref:madeExecution ?observation .
    ?observation a saref:Observation ;
        saref:observes ?property ;
        saref:hasTimestamp ?timestamp ;
        saref:hasResult ?result .
    ?property skos:broader s4grid:Voltage .
    ?result saref:hasValue ?voltage ;
        saref:isMeasuredIn ?unit ."""

# Hems_ID, status (on or off), Abnormal_Voltage, timestamp
STATUS = """
    ?manager a gridlore:EnergyManager ;
        saref:hasIdentifier ?hems ;
        saref:hasState ?state ;
        saref:madeExecution ?check .
    ?state saref:hasStateValue ?status .
    ?check saref:observes gridlore:AbnormalVoltage ;
        saref:hasTimestamp ?timestamp ;
        saref:hasResult ?finding .
    ?finding saref:hasValue ?abnormal_voltage ."""

# Postal_Code, Min_nbr_Hems_faulty, Min_time_of_interruption and its unit
SUBSCRIPTION = """
    ?subscription a gridlore:Subscription ;
        gridlore:coversArea ?area ;
        gridlore:minFaultyEnergyManagers ?min_faulty ;
        gridlore:minInterruption ?interruption .
    ?area vcard:postal-code ?postal_code .
    ?interruption saref:hasValue ?min_time ;
        saref:isMeasuredIn ?unit ."""
SUBSCRIPTION_RESULT = "?subscription gridlore:hasStatus ?status ."

# Fault_Location ID, Postal_Code, number of faulty HEMS
OUTAGE = """
    ?outage a gridlore:SuspectedOutage ;
        saref:hasIdentifier ?fault_location ;
        saref:hasTimestamp ?timestamp ;
        gridlore:faultyEnergyManagers ?faulty ;
        vcard:hasAddress ?area .
    ?area vcard:postal-code ?postal_code ."""
OUTAGE_RESULT = "?outage gridlore:acknowledgedBy ?operator ."
