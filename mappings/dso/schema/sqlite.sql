-- The data model of InterConnect D4.2, section 4.2 (tables 15 to 19), for SQLite 3.37 and later.
-- Times are the beginnings of quarter hours. Powers are means over them. Names end in the unit.
--
-- SQLite has neither times nor decimals. Times are texts in this one form, which sorts: 2021-09-27T10:00:00Z.
-- DECIMAL TEXT keeps the digits of numbers that are inserted as text: '0.10', not 0.10.

CREATE TABLE zone (
    zone_id TEXT PRIMARY KEY,  -- Z123456
    name    TEXT
);

CREATE TABLE client (
    client_id     INTEGER PRIMARY KEY,           -- the unique identifier of tables 15 and 16
    user_id       TEXT NOT NULL UNIQUE,         -- as the interface names the end user: U123456
    zone_id       TEXT NOT NULL REFERENCES zone,
    connection    TEXT NOT NULL CHECK (connection IN ('LV', 'special LV', 'MV'))
);
CREATE INDEX client_by_zone ON client (zone_id);

CREATE TABLE secondary_substation (
    secondary_substation_id INTEGER PRIMARY KEY,
    zone_id                 TEXT NOT NULL REFERENCES zone
);

CREATE TABLE primary_substation (
    primary_substation_id INTEGER PRIMARY KEY,
    name                  TEXT
);

-- Table 15: low-voltage clients.
CREATE TABLE lv_client_reading (
    client_id                                INTEGER NOT NULL REFERENCES client,
    time                                     TIMESTAMP NOT NULL CHECK (time GLOB '????-??-??T??:??:??Z'),
    active_power_injected_kw                 DECIMAL TEXT,
    active_power_withdrawn_kw                DECIMAL TEXT,
    reactive_power_injected_capacitive_kvar  DECIMAL TEXT,
    reactive_power_injected_inductive_kvar   DECIMAL TEXT,
    reactive_power_withdrawn_capacitive_kvar DECIMAL TEXT,
    reactive_power_withdrawn_inductive_kvar  DECIMAL TEXT,
    voltage_v                                DECIMAL TEXT,
    PRIMARY KEY (client_id, time)
) WITHOUT ROWID;

-- Table 16: special low-voltage clients and medium-voltage clients.
CREATE TABLE special_client_reading (
    client_id                     INTEGER NOT NULL REFERENCES client,
    time                          TIMESTAMP NOT NULL CHECK (time GLOB '????-??-??T??:??:??Z'),
    active_power_withdrawn_kw     DECIMAL TEXT,
    reactive_power_injected_kvar  DECIMAL TEXT,
    reactive_power_withdrawn_kvar DECIMAL TEXT,
    PRIMARY KEY (client_id, time)
) WITHOUT ROWID;

-- Table 17.
CREATE TABLE secondary_substation_reading (
    secondary_substation_id                  INTEGER NOT NULL REFERENCES secondary_substation,
    time                                     TIMESTAMP NOT NULL CHECK (time GLOB '????-??-??T??:??:??Z'),
    active_power_injected_kw                 DECIMAL TEXT,
    active_power_withdrawn_kw                DECIMAL TEXT,
    reactive_power_injected_capacitive_kvar  DECIMAL TEXT,
    reactive_power_injected_inductive_kvar   DECIMAL TEXT,
    reactive_power_withdrawn_capacitive_kvar DECIMAL TEXT,
    reactive_power_withdrawn_inductive_kvar  DECIMAL TEXT,
    voltage_v                                DECIMAL TEXT,
    PRIMARY KEY (secondary_substation_id, time)
) WITHOUT ROWID;

-- Table 18.
CREATE TABLE primary_substation_reading (
    primary_substation_id INTEGER NOT NULL REFERENCES primary_substation,
    time                  TIMESTAMP NOT NULL CHECK (time GLOB '????-??-??T??:??:??Z'),
    active_power_mw       DECIMAL TEXT,
    reactive_power_mvar   DECIMAL TEXT,
    current_a             DECIMAL TEXT,
    voltage_kv            DECIMAL TEXT,
    tap_position          INTEGER,
    PRIMARY KEY (primary_substation_id, time)
) WITHOUT ROWID;

-- Table 19: a medium-voltage client hangs on a primary substation alone.
CREATE TABLE grid_topology (
    client_id                   INTEGER PRIMARY KEY REFERENCES client,
    secondary_substation_id     INTEGER REFERENCES secondary_substation,
    secondary_substation_feeder INTEGER,
    primary_substation_id       INTEGER NOT NULL REFERENCES primary_substation,
    primary_substation_feeder   INTEGER NOT NULL,
    CHECK ((secondary_substation_id IS NULL) = (secondary_substation_feeder IS NULL))
);
CREATE INDEX topology_by_secondary_substation ON grid_topology (secondary_substation_id, secondary_substation_feeder);
CREATE INDEX topology_by_primary_substation ON grid_topology (primary_substation_id, primary_substation_feeder);

-- What GET /1.0/Data/Metering gives: what each client withdraws, whichever table has it.
CREATE VIEW metering AS
    SELECT client.user_id, client.zone_id, reading.time, reading.active_power_withdrawn_kw AS value, 'kW' AS unit
    FROM client JOIN lv_client_reading AS reading USING (client_id)
    UNION ALL
    SELECT client.user_id, client.zone_id, reading.time, reading.active_power_withdrawn_kw AS value, 'kW' AS unit
    FROM client JOIN special_client_reading AS reading USING (client_id);

-- What tables 15 to 18 measure: one value in a row, with the words of the document.
CREATE VIEW lv_client_measure (client_id, time, measure, value, unit) AS
    SELECT client_id, time, 'Active Power Injected', active_power_injected_kw, 'kW' FROM lv_client_reading
    UNION ALL
    SELECT client_id, time, 'Active Power Withdrawn', active_power_withdrawn_kw, 'kW' FROM lv_client_reading
    UNION ALL
    SELECT client_id, time, 'Reactive Power Injected (Capacitive)',
           reactive_power_injected_capacitive_kvar, 'kVAr' FROM lv_client_reading
    UNION ALL
    SELECT client_id, time, 'Reactive Power Injected (Inductive)',
           reactive_power_injected_inductive_kvar, 'kVAr' FROM lv_client_reading
    UNION ALL
    SELECT client_id, time, 'Reactive Power Withdrawn (Capacitive)',
           reactive_power_withdrawn_capacitive_kvar, 'kVAr' FROM lv_client_reading
    UNION ALL
    SELECT client_id, time, 'Reactive Power Withdrawn (Inductive)',
           reactive_power_withdrawn_inductive_kvar, 'kVAr' FROM lv_client_reading
    UNION ALL
    SELECT client_id, time, 'Voltage', voltage_v, 'V' FROM lv_client_reading;
CREATE VIEW special_client_measure (client_id, time, measure, value, unit) AS
    SELECT client_id, time, 'Active Power Withdrawn', active_power_withdrawn_kw, 'kW' FROM special_client_reading
    UNION ALL
    SELECT client_id, time, 'Reactive Power Injected', reactive_power_injected_kvar, 'kVAr' FROM special_client_reading
    UNION ALL
    SELECT client_id, time, 'Reactive Power Withdrawn',
           reactive_power_withdrawn_kvar, 'kVAr' FROM special_client_reading;
CREATE VIEW secondary_substation_measure (secondary_substation_id, time, measure, value, unit) AS
    SELECT secondary_substation_id, time, 'Active Power Injected',
           active_power_injected_kw, 'kW' FROM secondary_substation_reading
    UNION ALL
    SELECT secondary_substation_id, time, 'Active Power Withdrawn',
           active_power_withdrawn_kw, 'kW' FROM secondary_substation_reading
    UNION ALL
    SELECT secondary_substation_id, time, 'Reactive Power Injected (Capacitive)',
           reactive_power_injected_capacitive_kvar, 'kVAr' FROM secondary_substation_reading
    UNION ALL
    SELECT secondary_substation_id, time, 'Reactive Power Injected (Inductive)',
           reactive_power_injected_inductive_kvar, 'kVAr' FROM secondary_substation_reading
    UNION ALL
    SELECT secondary_substation_id, time, 'Reactive Power Withdrawn (Capacitive)',
           reactive_power_withdrawn_capacitive_kvar, 'kVAr' FROM secondary_substation_reading
    UNION ALL
    SELECT secondary_substation_id, time, 'Reactive Power Withdrawn (Inductive)',
           reactive_power_withdrawn_inductive_kvar, 'kVAr' FROM secondary_substation_reading
    UNION ALL
    SELECT secondary_substation_id, time, 'Voltage', voltage_v, 'V' FROM secondary_substation_reading;
CREATE VIEW primary_substation_measure (primary_substation_id, time, measure, value, unit) AS
    SELECT primary_substation_id, time, 'Active Power', active_power_mw, 'MW' FROM primary_substation_reading
    UNION ALL
    SELECT primary_substation_id, time, 'Reactive Power', reactive_power_mvar, 'MVAr' FROM primary_substation_reading
    UNION ALL
    SELECT primary_substation_id, time, 'Current', current_a, 'A' FROM primary_substation_reading
    UNION ALL
    SELECT primary_substation_id, time, 'Tap Position', tap_position, 'N/A' FROM primary_substation_reading
    UNION ALL
    SELECT primary_substation_id, time, 'Voltage', voltage_kv, 'kV' FROM primary_substation_reading;
