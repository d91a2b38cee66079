//! Cleans raw flights: drops impossible rows, says how each flight ended, and works out delays from the clock.

use std::collections::BTreeMap;

const MINUTES_PER_HOUR: i32 = 60;
const MINUTES_PER_DAY: i32 = 24 * MINUTES_PER_HOUR;

/// No flight is earlier than this many minutes; a clock that says so has passed midnight.
///
/// The longest delay of 2013 is 1301 minutes and the greatest lead 86, so any cut from 87 to 139 gives the
/// published delays.
const EARLIEST: i32 = 120;

/// A year, a month (1 to 12) and a day of the month, in local time.
pub type Date = (i32, i32, i32);

/// One row of the flights table, as it comes. Times are `HHMM`, local to the airport they belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flight {
    /// Day of the scheduled departure.
    pub date: Date,
    /// Code of the carrier, two characters.
    pub carrier: String,
    /// Registration of the aircraft, if one was assigned.
    pub tail: Option<String>,
    /// Code of the airport of departure.
    pub origin: String,
    /// Code of the airport of arrival.
    pub dest: String,
    /// Scheduled departure.
    pub sched_dep: i32,
    /// Actual departure; none if the flight was cancelled.
    pub dep: Option<i32>,
    /// Scheduled arrival.
    pub sched_arr: i32,
    /// Actual arrival.
    pub arr: Option<i32>,
    /// Minutes in the air; none if the flight did not reach its destination as planned.
    pub air_minutes: Option<i32>,
    /// Distance between the two airports in miles.
    pub miles: i32,
}

/// How a flight ended. Delays are minutes after schedule, negative when early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It left and arrived.
    Flown {
        /// Delay of the departure.
        dep_delay: i32,
        /// Delay of the arrival.
        arr_delay: i32,
    },
    /// It left, and landed somewhere else or at an unknown time.
    Diverted {
        /// Delay of the departure.
        dep_delay: i32,
    },
    /// It never left.
    Cancelled,
}

/// A flight that makes sense, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CleanFlight {
    /// The row, with its codes tidied.
    pub flight: Flight,
    /// How it ended.
    pub outcome: Outcome,
    /// Mean speed over ground in miles per hour, for flights with a time in the air.
    pub mph: Option<f64>,
}

/// Minutes since midnight of an `HHMM` time; none if there is no such time. `2400` is the end of the day.
///
/// ```
/// use flights::clean::minutes_of_day;
/// assert_eq!(minutes_of_day(517), Some(317));
/// assert_eq!(minutes_of_day(1475), None);
/// ```
pub fn minutes_of_day(hhmm: i32) -> Option<i32> {
    let (hour, minute) = (hhmm / 100, hhmm % 100);
    let exists = hhmm >= 0 && minute < MINUTES_PER_HOUR && (hour < 24 || hhmm == 2400);
    exists.then_some(hour * MINUTES_PER_HOUR + minute)
}

/// Minutes from the `scheduled` to the `actual` time (both `HHMM`), which may lie on the other side of midnight.
/// None if either time does not exist.
pub fn delay(scheduled: i32, actual: i32) -> Option<i32> {
    let difference = minutes_of_day(actual)? - minutes_of_day(scheduled)?;
    let delay = if difference < -EARLIEST {
        difference + MINUTES_PER_DAY
    } else if difference >= MINUTES_PER_DAY - EARLIEST {
        difference - MINUTES_PER_DAY
    } else {
        difference
    };
    Some(delay)
}

/// How `flight` ended; none if its clock times do not exist.
pub fn outcome(flight: &Flight) -> Option<Outcome> {
    let Some(dep) = flight.dep else {
        return Some(Outcome::Cancelled);
    };
    let dep_delay = delay(flight.sched_dep, dep)?;
    // Diverted flights may have the time at which the passengers arrived after all, but never a time in the air.
    match (flight.arr, flight.air_minutes) {
        (Some(arr), Some(_)) => Some(Outcome::Flown { dep_delay, arr_delay: delay(flight.sched_arr, arr)? }),
        _ => Some(Outcome::Diverted { dep_delay }),
    }
}

/// The flights that make sense, in the same order; all others are dropped.
pub fn clean(flights: impl IntoIterator<Item = Flight>) -> Vec<CleanFlight> {
    flights.into_iter().filter(is_plausible).map(tidy).filter_map(resolve).collect()
}

fn is_plausible(flight: &Flight) -> bool {
    flight.miles > 0
        && flight.origin != flight.dest
        && flight.air_minutes.is_none_or(|minutes| minutes > 0 && minutes < MINUTES_PER_DAY)
}

fn tidy(flight: Flight) -> Flight {
    let tail = flight.tail.as_deref().map(|tail| tail.trim().to_uppercase()).filter(|tail| !tail.is_empty());
    let carrier = flight.carrier.trim().to_uppercase();
    Flight { carrier, tail, ..flight }
}

fn resolve(flight: Flight) -> Option<CleanFlight> {
    let outcome = outcome(&flight)?;
    let mph = flight.air_minutes.map(|minutes| speed(flight.miles, minutes));
    Some(CleanFlight { flight, outcome, mph })
}

fn speed(miles: i32, minutes: i32) -> f64 {
    f64::from(miles) * f64::from(MINUTES_PER_HOUR) / f64::from(minutes)
}

/// Counts of flights by outcome, and the arrival delay of those that were flown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Flights that left and arrived.
    pub flown: u64,
    /// Flights that left and did not arrive as planned.
    pub diverted: u64,
    /// Flights that never left.
    pub cancelled: u64,
    /// Sum of the positive arrival delays in minutes; early arrivals do not make up for late ones.
    pub late_minutes: i64,
    /// The longest arrival delay in minutes, if any flight arrived.
    pub worst: Option<i32>,
}

impl Totals {
    /// Adds up `flights`.
    pub fn of(flights: &[CleanFlight]) -> Self {
        flights.iter().fold(Self::default(), |totals, flight| totals.and(flight.outcome))
    }

    fn and(self, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Flown { arr_delay, .. } => Self {
                flown: self.flown + 1,
                late_minutes: self.late_minutes + i64::from(arr_delay.max(0)),
                worst: self.worst.max(Some(arr_delay)),
                ..self
            },
            Outcome::Diverted { .. } => Self { diverted: self.diverted + 1, ..self },
            Outcome::Cancelled => Self { cancelled: self.cancelled + 1, ..self },
        }
    }

    /// All flights, however they ended.
    pub fn flights(&self) -> u64 {
        self.flown + self.diverted + self.cancelled
    }

    /// Cancelled flights as a share (0 to 1) of all; none without flights.
    pub fn cancelled_share(&self) -> Option<f64> {
        let flights = self.flights();
        (flights > 0).then(|| self.cancelled as f64 / flights as f64)
    }
}

/// The day with the most minutes of late arrivals, and those minutes; none if no flight was late.
pub fn worst_day(flights: &[CleanFlight]) -> Option<(Date, i64)> {
    let mut minutes: BTreeMap<Date, i64> = BTreeMap::new();
    for clean in flights {
        if let Outcome::Flown { arr_delay, .. } = clean.outcome
            && arr_delay > 0
        {
            *minutes.entry(clean.flight.date).or_default() += i64::from(arr_delay);
        }
    }
    minutes.into_iter().max_by_key(|&(_, minutes)| minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flight() -> Flight {
        Flight {
            date: (2013, 1, 1),
            carrier: "UA".into(),
            tail: Some("N14228".into()),
            origin: "EWR".into(),
            dest: "IAH".into(),
            sched_dep: 515,
            dep: Some(517),
            sched_arr: 819,
            arr: Some(830),
            air_minutes: Some(227),
            miles: 1400,
        }
    }

    #[test]
    fn clock_times_become_minutes() {
        assert_eq!(minutes_of_day(0), Some(0));
        assert_eq!(minutes_of_day(1305), Some(785));
        assert_eq!(minutes_of_day(2400), Some(1440));
        assert_eq!(minutes_of_day(1260), None);
        assert_eq!(minutes_of_day(2510), None);
    }

    #[test]
    fn a_delay_is_the_difference_of_the_clocks() {
        assert_eq!(delay(515, 517), Some(2));
        assert_eq!(delay(1000, 955), Some(-5));
        assert_eq!(delay(1000, 1072), None);
    }

    #[test]
    fn a_delay_may_pass_midnight() {
        assert_eq!(delay(2350, 20), Some(30));
        assert_eq!(delay(641, 242), Some(1201));
    }

    #[test]
    fn a_flight_without_time_in_the_air_was_diverted() {
        let diverted = Flight { air_minutes: None, ..flight() };
        assert_eq!(outcome(&diverted), Some(Outcome::Diverted { dep_delay: 2 }));
    }

    #[test]
    fn impossible_flights_are_dropped() {
        let circle = Flight { dest: "EWR".into(), ..flight() };
        let nowhere = Flight { miles: 0, ..flight() };
        let timeless = Flight { dep: Some(1299), ..flight() };
        let clean = clean([circle, flight(), nowhere, timeless]);
        assert_eq!(clean.len(), 1);
        assert_eq!(clean[0].flight, flight());
    }

    #[test]
    fn codes_are_tidied() {
        let untidy = Flight { carrier: " ua ".into(), tail: Some("  ".into()), ..flight() };
        let clean = clean([untidy]);
        assert_eq!(clean[0].flight.carrier, "UA");
        assert_eq!(clean[0].flight.tail, None);
    }

    #[test]
    fn speed_is_miles_per_hour() {
        let clean = clean([Flight { miles: 300, air_minutes: Some(45), ..flight() }]);
        assert_eq!(clean[0].mph, Some(400.0));
    }

    #[test]
    fn totals_count_each_outcome() {
        let cancelled = Flight { dep: None, ..flight() };
        let early = Flight { arr: Some(809), ..flight() };
        let totals = Totals::of(&clean([flight(), cancelled.clone(), early, cancelled]));
        assert_eq!((totals.flown, totals.diverted, totals.cancelled), (2, 0, 2));
        assert_eq!(totals.late_minutes, 11);
        assert_eq!(totals.worst, Some(11));
        assert_eq!(totals.cancelled_share(), Some(0.5));
    }

    #[test]
    fn the_worst_day_has_the_most_late_minutes() {
        let later = Flight { date: (2013, 1, 2), arr: Some(929), ..flight() };
        let worst = worst_day(&clean([flight(), later, flight()]));
        assert_eq!(worst, Some(((2013, 1, 2), 70)));
    }
}
