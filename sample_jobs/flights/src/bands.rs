//! Sorts arrival delays into bands, and says what each band costs.

use std::collections::BTreeMap;
use std::fmt;

use crate::clean::{CleanFlight, Outcome};

/// From this many minutes on a flight is late (the rule of the US Department of Transportation).
pub const LATE: i32 = 15;
/// From this many minutes on passengers miss their connections.
pub const VERY_LATE: i32 = 60;
/// From this many minutes on the airline owes a voucher.
pub const SEVERE: i32 = 180;

/// Flights below this many miles are short.
const SHORT_HAUL: i32 = 500;
/// Flights from this many miles on are long.
const LONG_HAUL: i32 = 1500;

/// Value in cents of the voucher for a severe delay on a short flight.
const SHORT_VOUCHER: i64 = 5_000;

/// A range of arrival delays, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Before schedule.
    Early,
    /// Less than [`LATE`] minutes late.
    OnTime,
    /// Less than [`VERY_LATE`] minutes late.
    Late,
    /// Less than [`SEVERE`] minutes late.
    VeryLate,
    /// Anything worse.
    Severe,
}

impl Band {
    /// The band of an arrival delay in minutes.
    ///
    /// ```
    /// use flights::bands::Band;
    /// assert_eq!(Band::of(-4), Band::Early);
    /// assert_eq!(Band::of(240), Band::Severe);
    /// ```
    pub fn of(arr_delay: i32) -> Self {
        if arr_delay < 0 {
            Self::Early
        } else if arr_delay < LATE {
            Self::OnTime
        } else if arr_delay < VERY_LATE {
            Self::Late
        } else if arr_delay < SEVERE {
            Self::VeryLate
        } else {
            Self::Severe
        }
    }

    /// Weight of one flight of this band in the penalty score.
    pub fn penalty(self) -> f64 {
        match self {
            Self::Early | Self::OnTime => 0.0,
            Self::Late => 1.0,
            Self::VeryLate => 2.5,
            Self::Severe => 6.0,
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Early => "early",
            Self::OnTime => "on time",
            Self::Late => "late",
            Self::VeryLate => "very late",
            Self::Severe => "severe",
        };
        out.pad(name)
    }
}

/// Cents that the airline owes each passenger of a flight: for severe delays, more the longer the flight.
pub fn voucher(outcome: Outcome, miles: i32) -> i64 {
    let owed = match outcome {
        Outcome::Flown { arr_delay, .. } => arr_delay >= SEVERE,
        Outcome::Diverted { .. } => true,
        Outcome::Cancelled => false,
    };
    let factor = match miles {
        ..SHORT_HAUL => 1,
        SHORT_HAUL..LONG_HAUL => 2,
        LONG_HAUL.. => 4,
    };
    if owed { SHORT_VOUCHER * factor } else { 0 }
}

/// Arrivals by band; bands without a flight are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BandCounts {
    counts: BTreeMap<Band, u64>,
}

impl BandCounts {
    /// Counts the flights that arrived.
    pub fn of(flights: &[CleanFlight]) -> Self {
        let mut counts = BTreeMap::new();
        for band in flights.iter().filter_map(|clean| band(clean.outcome)) {
            *counts.entry(band).or_insert(0) += 1;
        }
        Self { counts }
    }

    /// Bands and their counts, best band first.
    pub fn iter(&self) -> impl Iterator<Item = (Band, u64)> {
        self.counts.iter().map(|(&band, &count)| (band, count))
    }

    /// All flights that arrived.
    pub fn arrivals(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Flights of `band` as a share (0 to 1) of the arrivals; none without arrivals.
    pub fn share(&self, band: Band) -> Option<f64> {
        let arrivals = self.arrivals();
        let count = self.counts.get(&band).copied().unwrap_or(0);
        (arrivals > 0).then(|| count as f64 / arrivals as f64)
    }

    /// Mean [`Band::penalty`] of the arrivals; none without arrivals.
    pub fn score(&self) -> Option<f64> {
        let penalty: f64 = self.iter().map(|(band, count)| band.penalty() * count as f64).sum();
        let arrivals = self.arrivals();
        (arrivals > 0).then(|| penalty / arrivals as f64)
    }
}

fn band(outcome: Outcome) -> Option<Band> {
    match outcome {
        Outcome::Flown { arr_delay, .. } => Some(Band::of(arr_delay)),
        Outcome::Diverted { .. } | Outcome::Cancelled => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Flight;

    fn arrived(arr_delay: i32) -> CleanFlight {
        let outcome = Outcome::Flown { dep_delay: 0, arr_delay };
        CleanFlight { flight: Flight::default(), outcome, mph: None }
    }

    #[test]
    fn delays_fall_into_bands() {
        assert_eq!(Band::of(0), Band::OnTime);
        assert_eq!(Band::of(30), Band::Late);
        assert_eq!(Band::of(90), Band::VeryLate);
        assert_eq!(Band::of(180), Band::Severe);
    }

    #[test]
    fn vouchers_grow_with_distance() {
        let severe = Outcome::Flown { dep_delay: 200, arr_delay: 200 };
        assert_eq!([200, 1000, 2500].map(|miles| voucher(severe, miles)), [5_000, 10_000, 20_000]);
        assert_eq!(voucher(Outcome::Flown { dep_delay: 0, arr_delay: 20 }, 2500), 0);
        assert_eq!(voucher(Outcome::Cancelled, 2500), 0);
    }

    #[test]
    fn counts_leave_out_flights_that_did_not_arrive() {
        let cancelled = CleanFlight { outcome: Outcome::Cancelled, ..arrived(0) };
        let counts = BandCounts::of(&[arrived(-3), arrived(5), cancelled, arrived(7), arrived(70)]);
        assert_eq!(counts.arrivals(), 4);
        assert_eq!(counts.share(Band::OnTime), Some(0.5));
        assert_eq!(counts.score(), Some(0.625));
    }
}
