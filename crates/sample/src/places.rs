//! Towns and countries, and the regions that decide which family names and telephone numbers are found there.

/// The countries in which sample contacts live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Country {
    France,
    UnitedKingdom,
    UnitedStates,
    Belgium,
    Switzerland,
    Canada,
}

impl Country {
    /// Its ISO 3166-1 alpha-2 code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::France => "FR",
            Self::UnitedKingdom => "GB",
            Self::UnitedStates => "US",
            Self::Belgium => "BE",
            Self::Switzerland => "CH",
            Self::Canada => "CA",
        }
    }
}

/// A town, or one postal code of a large one.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) city: &'static str,
    pub(crate) postal_code: &'static str,
    /// Abbreviation of the department, county, state, canton or province.
    pub(crate) province: &'static str,
    pub(crate) country: Country,
    /// Millionths of a degree, north positive.
    pub(crate) latitude: i32,
    /// Millionths of a degree, east positive.
    pub(crate) longitude: i32,
    pub(crate) population: u32,
}

impl Place {
    pub(crate) const fn new(
        city: &'static str,
        postal_code: &'static str,
        province: &'static str,
        country: Country,
        latitude: f64,
        longitude: f64,
        population: u32,
    ) -> Self {
        let (latitude, longitude) = ((latitude * 1e6) as i32, (longitude * 1e6) as i32);
        Self { city, postal_code, province, country, latitude, longitude, population }
    }

    /// How often people live here: damped, so that small towns appear as they do in the file of an association.
    pub(crate) fn weight(&self) -> u32 {
        self.population.isqrt()
    }

    /// Whether fewer people live here than in a town with avenues.
    pub(crate) fn is_rural(&self) -> bool {
        self.population < 9_000
    }

    /// Whether the place is a French one outside Europe.
    #[cfg(test)]
    pub(crate) fn is_overseas(&self) -> bool {
        self.country == Country::France && self.postal_code.starts_with("97")
    }
}

/// What a family name looks like where its bearer lives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    Brittany,
    Occitania,
    Alsace,
    Basque,
    Corsica,
    Overseas,
    Paris,
    Elsewhere,
}

/// The region of a French department.
pub(crate) fn region(department: &str) -> Region {
    match department {
        "22" | "29" | "35" | "44" | "56" => Region::Brittany,
        "04" | "07" | "09" | "11" | "12" | "30" | "31" | "32" | "34" | "46" | "47" | "48" | "65" | "66" | "81"
        | "82" | "84" => Region::Occitania,
        "57" | "67" | "68" => Region::Alsace,
        "64" => Region::Basque,
        "20A" | "20B" => Region::Corsica,
        "GF" | "GP" | "MQ" | "RE" => Region::Overseas,
        "75" | "77" | "78" | "91" | "92" | "93" | "94" | "95" => Region::Paris,
        _ => Region::Elsewhere,
    }
}

/// The fictional land-line prefix of a French department; none overseas.
/// ARCEP, decision 2018-0881, annex: numbers for audiovisual works.
pub(crate) fn landline_prefix(department: &str) -> Option<&'static str> {
    Some(match department {
        "75" | "77" | "78" | "91" | "92" | "93" | "94" | "95" => "019900",
        "14" | "18" | "22" | "27" | "28" | "29" | "35" | "36" | "37" | "41" | "44" | "45" | "49" | "50" | "53"
        | "56" | "61" | "72" | "76" | "85" => "026191",
        "02" | "08" | "10" | "21" | "25" | "39" | "51" | "52" | "54" | "55" | "57" | "58" | "59" | "60" | "62"
        | "67" | "68" | "70" | "71" | "80" | "88" | "89" | "90" => "035301",
        "09" | "12" | "16" | "17" | "19" | "23" | "24" | "31" | "32" | "33" | "40" | "46" | "47" | "64" | "65"
        | "79" | "81" | "82" | "86" | "87" => "053649",
        "GF" | "GP" | "MQ" | "RE" => return None,
        _ => "046571",
    })
}
