//! Names of time zones, as the IANA database has them and Windmill's server reads them (`chrono-tz`).

/// All names, in their order.
pub(crate) fn time_zones() -> impl Iterator<Item = &'static str> {
    include_str!("../../../../../grammars/time-zones.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
}
