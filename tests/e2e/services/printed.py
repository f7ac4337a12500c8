"""The JSON that InterConnect D4.2 prints in section 3.2, letter by letter, with its remarks and commas; and, where it
has a table only, JSON with the table's fields and examples."""

# Section: document that reads it, what is printed, what it means; members are pairs, since some come twice.
PAYLOADS = {
    "3.2.1.1.1.1 response": (
        "dso/authorization", '{"Authorization Token": "49d259db-755c-4929-8410-15ede30dbc2d"}', None),
    "3.2.1.1.1.2 response": (
        "dso/metering-data",
        '[{"User/Zone": "U123456", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"}]}]',
        None),
    "3.2.1.1.1.3 response": (
        "dso/flexibility-data",
        '[{"Zone ID": "Z123456", "Dates": ["2021/09/27 10:00", "2021/09/27 11:00"], "Needs": [100, 50], '
        '"Measurement Unit": ["kW", "kW"], "Direction": ["Down", "Up"], "Type of Power": ["Active", "Active"], '
        '"Eligible Clients": ["ID Meter1_ID Meter2", "ID Meter1_ID Meter2"]}]', None),
    "3.2.2.1.1.1 response": (
        "flexibility/needs",
        '[{"Request ID": 1, "Needs": 100, "Measurement Unit": "kW", "Direction": "Down", "Type of Power": "Active", '
        '"Start time": "2021/09/27 10:00", "End time": "2021/09/27 13:00", '
        '"Eligible Clients": ["ID Meter1", "ID Meter2"]}]', None),
    "3.2.2.1.1.2": (
        "flexibility/offers",
        '[{"Request ID": 1, "Offer ID": 1, "Offer": 20, "Price (€/kWh)": "0,1", "Start time": "2021/09/27 10:00", '
        '"End time": "2021/09/27 13:00", "Meter IDs": ["ID Meter1", "ID Meter2"]}]', None),
    "3.2.2.2.1.1": (
        "flexibility/needs-notice",
        '[{"Request ID": 1, "Needs": 100, "Measurement Unit": "kW", "Direction": "Down", "Type of Power": "Active", '
        '"Start time": "2021/09/27 10:00", "End time": "2021/09/27 13:00", '
        '"Eligible Clients": ["ID Meter1", "ID Meter2"]}]', None),
    "3.2.2.2.1.2": (
        "flexibility/activation-plan",
        '[{"Request ID": 1, "Offer ID": 1, "Activation": "Yes", "Quantity": "20 kW", '
        '"Start time": "2021/09/27 10:00", "End time": "2021/09/27 13:00"}]', None),
    "3.2.3.1.1.1.1": (
        "observability/fault-notification",
        '{   "Fault_Location_Identification":   [     {       "Postal_Code": "4405-123ID", (string)     },   ], }',
        '{"Fault_Location_Identification": [{"Postal_Code": "4405-123ID"}]}'),
    "3.2.3.2.1.1": (
        "observability/hems-nbr",
        '{   "Fault_Location_Inputs": [     {       "Min_nbr_Hems_faulty": "3",    (integer)     },     ], }',
        '{"Fault_Location_Inputs": [{"Min_nbr_Hems_faulty": "3"}]}'),
    "3.2.3.2.1.2": (
        "observability/hems-elps-time",
        '{   "Fault_Location_Inputs": [     {       "Min_time_of_interruption": "180", (float)       '
        '"Min_time_of_interruption": "seconds"     },   ], }',
        '{"Fault_Location_Inputs": [{"Min_time_of_interruption": "180", "Min_time_of_interruption": "seconds"}]}'),
    "3.2.3.2.1.3": (
        "observability/postal-code",
        '{   "Fault_Location_Inputs": [     {       "Postal_Code": "4405-123", (string)     },   ], }',
        '{"Fault_Location_Inputs": [{"Postal_Code": "4405-123"}]}'),
    "3.2.3.2.1.4 response": (
        "observability/hems-status",
        '{   "Voltage_Monitoring": [     {       "Hems_ID": "ID1234"       "Abnormal_Voltage": Yes (boolean)       '
        '"timestamp": "2021-12-03T15:11:20Z", (timestamp)     },   ] }',
        '{"Voltage_Monitoring": [{"Hems_ID": "ID1234", "Abnormal_Voltage": "Yes", '
        '"timestamp": "2021-12-03T15:11:20Z"}]}'),
    "3.2.3.2.1.5 response": (
        "observability/hems-voltage",
        '{   "Voltage_Monitoring": [     { "Hems_ID": "ID1234"  "timestamp": "2021-12-03T15:11:20Z",    (timestamp) '
        '"Voltage_from_Hems": "240", (float) "Voltage_from_Hems": "volts",     },   ] }',
        '{"Voltage_Monitoring": [{"Hems_ID": "ID1234", "timestamp": "2021-12-03T15:11:20Z", '
        '"Voltage_from_Hems": "240", "Voltage_from_Hems": "volts"}]}'),
}

# What is asked with.
CODES = '{   "zip_codes": [ "4200", "4250", "4265", "4280",      ] } '
CUSTOMERS = ('{   "customers_ids": [     "xvc989007",     "ert552555",     "uio999900",     "alo092883",     '
             '"fty838399",     "eur989820"   ] }')

# 3.2.3.1.1.1.2: a brace too many, and brackets that do not match. No reading of it is JSON.
OPPORTUNITIES = """ {   "opportunities": [     {       {         "zip_code": "4200-013",         "message": [
    "The number of EVs charging during 14h00 and 16h30 should increase by 6.",
    "Distributed storage devices were not found in this area."         ]       },       {
    "zip_code": "4260-339",         "message": [
    "The number of EVs charging during 19h00 and 21h30 should decrease by 4.",
    "Distributed storage devices were not found in this area."         ]       }     ]   ] } """
