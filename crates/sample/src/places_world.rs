//! Towns outside France with a postal code (British and Canadian ones: its first half), province and coordinates.

use crate::places::{Country, Place};

const fn gb(
    city: &'static str,
    postal_code: &'static str,
    province: &'static str,
    latitude: f64,
    longitude: f64,
    population: u32,
) -> Place {
    Place::new(city, postal_code, province, Country::UnitedKingdom, latitude, longitude, population)
}

const fn us(
    city: &'static str,
    postal_code: &'static str,
    province: &'static str,
    latitude: f64,
    longitude: f64,
    population: u32,
) -> Place {
    Place::new(city, postal_code, province, Country::UnitedStates, latitude, longitude, population)
}

const fn be(
    city: &'static str,
    postal_code: &'static str,
    province: &'static str,
    latitude: f64,
    longitude: f64,
    population: u32,
) -> Place {
    Place::new(city, postal_code, province, Country::Belgium, latitude, longitude, population)
}

const fn ch(
    city: &'static str,
    postal_code: &'static str,
    province: &'static str,
    latitude: f64,
    longitude: f64,
    population: u32,
) -> Place {
    Place::new(city, postal_code, province, Country::Switzerland, latitude, longitude, population)
}

const fn ca(
    city: &'static str,
    postal_code: &'static str,
    province: &'static str,
    latitude: f64,
    longitude: f64,
    population: u32,
) -> Place {
    Place::new(city, postal_code, province, Country::Canada, latitude, longitude, population)
}

/// Towns of Great Britain.
#[rustfmt::skip]
pub(crate) const BRITISH: &[Place] = &[
    gb("London", "N1", "LON", 51.5387, -0.1020, 400_000),
    gb("London", "SE15", "LON", 51.4730, -0.0690, 400_000),
    gb("London", "SW2", "LON", 51.4520, -0.1200, 400_000),
    gb("London", "E8", "LON", 51.5450, -0.0550, 400_000),
    gb("London", "W12", "LON", 51.5060, -0.2340, 400_000),
    gb("Manchester", "M14", "GTM", 53.4480, -2.2240, 550_000),
    gb("Birmingham", "B13", "WMD", 52.4380, -1.8860, 1_140_000),
    gb("Leeds", "LS6", "WYK", 53.8200, -1.5690, 800_000),
    gb("Sheffield", "S11", "SYK", 53.3640, -1.5030, 550_000),
    gb("Liverpool", "L17", "MSY", 53.3770, -2.9400, 490_000),
    gb("Bristol", "BS6", "BST", 51.4680, -2.5960, 470_000),
    gb("Newcastle upon Tyne", "NE6", "TWR", 54.9760, -1.5640, 300_000),
    gb("Nottingham", "NG7", "NTT", 52.9570, -1.1760, 320_000),
    gb("Leicester", "LE2", "LEC", 52.6150, -1.1180, 360_000),
    gb("Edinburgh", "EH10", "EDH", 55.9290, -3.2100, 520_000),
    gb("Glasgow", "G12", "GLG", 55.8780, -4.2980, 630_000),
    gb("Cardiff", "CF5", "CRF", 51.4880, -3.2300, 360_000),
    gb("Swansea", "SA2", "SWA", 51.6160, -3.9870, 240_000),
    gb("Belfast", "BT9", "BFS", 54.5770, -5.9500, 340_000),
    gb("Brighton", "BN1", "ESX", 50.8380, -0.1390, 290_000),
    gb("Oxford", "OX4", "OXF", 51.7370, -1.2260, 160_000),
    gb("Cambridge", "CB1", "CAM", 52.1990, 0.1440, 145_000),
    gb("Norwich", "NR2", "NFK", 52.6230, 1.2780, 140_000),
    gb("Exeter", "EX4", "DEV", 50.7330, -3.5330, 130_000),
    gb("York", "YO10", "NYK", 53.9480, -1.0540, 150_000),
    gb("Bath", "BA2", "SOM", 51.3670, -2.3660, 95_000),
    gb("Hebden Bridge", "HX7", "WYK", 53.7430, -2.0130, 4_500),
    gb("Kendal", "LA9", "CMA", 54.3280, -2.7470, 29_000),
    gb("Totnes", "TQ9", "DEV", 50.4320, -3.6840, 9_000),
    gb("Ludlow", "SY8", "SHR", 52.3670, -2.7190, 11_000),
    gb("Aberystwyth", "SY23", "CGN", 52.4150, -4.0830, 13_000),
    gb("Inverness", "IV2", "HED", 57.4650, -4.2020, 48_000),
    gb("Truro", "TR1", "CON", 50.2630, -5.0510, 21_000),
    gb("Whitby", "YO21", "NYK", 54.4860, -0.6240, 13_000),
];

/// Towns of the United States.
#[rustfmt::skip]
pub(crate) const AMERICAN: &[Place] = &[
    us("New York", "10025", "NY", 40.7980, -73.9680, 900_000),
    us("Brooklyn", "11215", "NY", 40.6630, -73.9860, 900_000),
    us("Los Angeles", "90026", "CA", 34.0780, -118.2600, 900_000),
    us("Chicago", "60614", "IL", 41.9230, -87.6530, 900_000),
    us("Houston", "77008", "TX", 29.7980, -95.4180, 900_000),
    us("Philadelphia", "19147", "PA", 39.9360, -75.1560, 900_000),
    us("San Diego", "92104", "CA", 32.7410, -117.1290, 900_000),
    us("Austin", "78704", "TX", 30.2430, -97.7650, 900_000),
    us("San Francisco", "94110", "CA", 37.7490, -122.4150, 800_000),
    us("Seattle", "98103", "WA", 47.6730, -122.3430, 730_000),
    us("Denver", "80205", "CO", 39.7590, -104.9660, 710_000),
    us("Boston", "02130", "MA", 42.3120, -71.1140, 650_000),
    us("Portland", "97214", "OR", 45.5140, -122.6430, 640_000),
    us("Minneapolis", "55408", "MN", 44.9460, -93.2860, 420_000),
    us("New Orleans", "70118", "LA", 29.9500, -90.1240, 370_000),
    us("Pittsburgh", "15217", "PA", 40.4320, -79.9250, 300_000),
    us("Madison", "53703", "WI", 43.0780, -89.3760, 270_000),
    us("Ann Arbor", "48103", "MI", 42.2790, -83.7840, 120_000),
    us("Asheville", "28801", "NC", 35.5950, -82.5560, 94_000),
    us("Burlington", "05401", "VT", 44.4840, -73.2200, 44_000),
    us("Ithaca", "14850", "NY", 42.4440, -76.5000, 32_000),
    us("Taos", "87571", "NM", 36.4070, -105.5730, 6_500),
];

/// Towns of French-speaking Belgium.
#[rustfmt::skip]
pub(crate) const BELGIAN: &[Place] = &[
    be("Bruxelles", "1000", "BRU", 50.8467, 4.3525, 180_000),
    be("Ixelles", "1050", "BRU", 50.8330, 4.3660, 87_000),
    be("Schaerbeek", "1030", "BRU", 50.8680, 4.3790, 130_000),
    be("Liège", "4000", "WLG", 50.6451, 5.5734, 195_000),
    be("Namur", "5000", "WNA", 50.4669, 4.8675, 112_000),
    be("Charleroi", "6000", "WHT", 50.4110, 4.4440, 200_000),
    be("Mons", "7000", "WHT", 50.4540, 3.9520, 95_000),
    be("Tournai", "7500", "WHT", 50.6070, 3.3890, 69_000),
    be("Louvain-la-Neuve", "1348", "WBR", 50.6690, 4.6110, 31_000),
    be("Wavre", "1300", "WBR", 50.7170, 4.6010, 34_000),
    be("Arlon", "6700", "WLX", 49.6830, 5.8160, 30_000),
    be("Bastogne", "6600", "WLX", 50.0040, 5.7150, 16_000),
    be("Verviers", "4800", "WLG", 50.5910, 5.8630, 55_000),
    be("Dinant", "5500", "WNA", 50.2600, 4.9120, 13_000),
];

/// Towns of French-speaking Switzerland.
#[rustfmt::skip]
pub(crate) const SWISS: &[Place] = &[
    ch("Genève", "1204", "GE", 46.2010, 6.1470, 200_000),
    ch("Carouge", "1227", "GE", 46.1830, 6.1390, 23_000),
    ch("Lausanne", "1003", "VD", 46.5200, 6.6320, 140_000),
    ch("Vevey", "1800", "VD", 46.4620, 6.8430, 20_000),
    ch("Yverdon-les-Bains", "1400", "VD", 46.7780, 6.6410, 30_000),
    ch("Fribourg", "1700", "FR", 46.8060, 7.1610, 38_000),
    ch("Neuchâtel", "2000", "NE", 46.9920, 6.9310, 44_000),
    ch("La Chaux-de-Fonds", "2300", "NE", 47.1010, 6.8260, 37_000),
    ch("Sion", "1950", "VS", 46.2330, 7.3600, 35_000),
    ch("Martigny", "1920", "VS", 46.1020, 7.0720, 20_000),
    ch("Delémont", "2800", "JU", 47.3640, 7.3440, 12_500),
    ch("Bulle", "1630", "FR", 46.6190, 7.0570, 25_000),
];

/// Towns of Canada.
#[rustfmt::skip]
pub(crate) const CANADIAN: &[Place] = &[
    ca("Montréal", "H2X", "QC", 45.5120, -73.5710, 900_000),
    ca("Montréal", "H2J", "QC", 45.5270, -73.5820, 900_000),
    ca("Québec", "G1R", "QC", 46.8120, -71.2080, 550_000),
    ca("Sherbrooke", "J1H", "QC", 45.4030, -71.8920, 170_000),
    ca("Trois-Rivières", "G9A", "QC", 46.3430, -72.5430, 140_000),
    ca("Gatineau", "J8X", "QC", 45.4280, -75.7200, 290_000),
    ca("Rimouski", "G5L", "QC", 48.4490, -68.5240, 49_000),
    ca("Toronto", "M6J", "ON", 43.6470, -79.4200, 900_000),
    ca("Ottawa", "K1N", "ON", 45.4290, -75.6840, 900_000),
    ca("Kingston", "K7L", "ON", 44.2310, -76.4860, 130_000),
    ca("Vancouver", "V5K", "BC", 49.2810, -123.0390, 660_000),
    ca("Victoria", "V8V", "BC", 48.4180, -123.3660, 92_000),
    ca("Halifax", "B3H", "NS", 44.6330, -63.5900, 440_000),
];
