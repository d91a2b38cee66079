//! Survivors are explained: the kind of each, the smallest input, the test that would notice; nothing unstable is told.

use std::fs;

use serde_json::Value;

use crate::support::{Package, manifest};

/// A mutant with its explanation.
struct Told {
    id: String,
    item: String,
    replacement: String,
    why: Value,
}

impl Told {
    fn kind(&self) -> &str {
        self.why["kind"].as_str().unwrap_or_default()
    }

    fn is_verified(&self) -> bool {
        self.why["suggestion"]["verified"] == true
    }
}

fn told(package: &Package) -> Vec<Told> {
    let text = fs::read_to_string(package.output("mutants.json")).expect("a report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let files = report["files"].as_object().expect("files").values();
    let mutants = files.flat_map(|file| file["mutants"].as_array().expect("mutants"));
    let of = |mutant: &Value| Told {
        id: mutant["id"].as_str().unwrap_or_default().to_owned(),
        item: mutant["mutateData"]["item"].as_str().unwrap_or_default().to_owned(),
        replacement: mutant["replacement"].as_str().unwrap_or_default().to_owned(),
        why: mutant["mutateData"]["why"].clone(),
    };
    mutants
        .filter(|mutant| ["Survived", "NoCoverage"].iter().any(|s| mutant["status"] == *s))
        .map(of)
        .collect()
}

fn kinds<'a>(all: &'a [Told], item: &str) -> Vec<&'a str> {
    let mut kinds: Vec<&str> = all.iter().filter(|told| told.item == item).map(Told::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[test]
fn each_survivor_has_its_kind_and_gaps_of_assertions_get_tests() {
    let package = Package::fixture("explained");
    package.run(&[]);
    let all = told(&package);
    for (item, expected) in [
        ("never", "not-reached"),
        ("doubled", "not-propagated"),
        ("ranking", "order-only"),
        ("totals", "not-revealed"),
        ("dear", "unknown"),
    ] {
        assert_eq!(kinds(&all, item), [expected], "{item}");
    }
    let boundary =
        all.iter().find(|told| told.item == "is_large" && told.replacement == ">=").expect("survives");
    assert_eq!(boundary.kind(), "not-infected");
    assert!(
        boundary.why["evidence"].as_str().is_some_and(|text| text.contains("`order.cents` equal to `500`"))
    );
    let announced = all.iter().find(|told| told.item == "announce" && told.replacement == "1000");
    assert_eq!(announced.expect("survives").why["function"], "announced");
    let factors = ["+", "101", "1", "1000"];
    for told in all.iter().filter(|told| told.item == "parsed" && factors.contains(&&*told.replacement)) {
        assert_eq!(told.kind(), "not-revealed");
        assert!(told.is_verified(), "{}", told.why);
    }
    for told in all.iter().filter(|told| ["ranking", "totals"].contains(&&*told.item)) {
        let rows = &told.why["rows"];
        assert_eq!((&rows["minimal"], &rows["rowsBefore"]), (&true.into(), &40.into()), "{}", told.why);
        let left = rows["tables"][0]["rows"].as_array().expect("rows").len();
        assert!((1..=2).contains(&left), "{rows}");
        assert!(told.is_verified(), "{}", told.why);
        let kills = told.why["suggestion"]["kills"].as_array().expect("kills");
        assert!(kills.contains(&told.id.clone().into()), "{kills:?}");
    }
}

#[test]
fn a_written_test_kills_what_it_promised_and_overwrites_nothing() {
    let package = Package::variant("explained", "written");
    package.run(&[]);
    let all = told(&package);
    let gap = all.iter().find(|told| told.item == "totals" && told.replacement == "=").expect("survives");
    let path = |name: &str| package.tree().join(name).to_str().expect("UTF-8").to_owned();
    package.write("kept.rs", "// mine");
    let refused = package.ask(&["explain", &gap.id, "--write-test", &path("kept.rs")]);
    refused.assert_refused(1, &["kept.rs is there already"]);
    assert_eq!(package.read("kept.rs"), "// mine");
    let ended = package.ask(&["explain", &gap.id, "--write-test", &path("tests/closes_the_gap.rs")]);
    assert!(
        ended.out.contains("assertion gap") && ended.out.contains("verified"),
        "{}\n{}",
        ended.out,
        ended.err
    );
    assert!(package.read("tests/closes_the_gap.rs").contains("#[test]"));
    package.run(&[]);
    let left: Vec<String> = told(&package).into_iter().map(|told| told.id).collect();
    let promised = gap.why["suggestion"]["kills"].as_array().expect("kills");
    for told in &all {
        let killed = promised.contains(&told.id.clone().into());
        assert_eq!(!left.contains(&told.id), killed, "{} {}", told.item, told.replacement);
    }
    let suggested = package.ask(&["suggest", "-n", "1"]);
    assert!(suggested.out.starts_with("This test kills"), "{}", suggested.out);
}

#[test]
fn what_is_not_the_same_in_two_runs_is_named_and_never_told_as_a_difference() {
    let package = Package::fixture("unstable");
    package.run(&[]);
    let all = told(&package);
    for item in ["stamped", "drawn"] {
        assert_eq!(kinds(&all, item), ["unknown"], "{item}");
    }
    let of_counts: Vec<&Told> = all.iter().filter(|told| told.item == "counted").collect();
    assert!(!of_counts.is_empty());
    for told in of_counts {
        assert_eq!(told.kind(), "not-revealed");
        assert_eq!(told.why["unstable"][0], "the order of rows of `counted` is not defined here");
        assert!(told.is_verified(), "{}", told.why);
    }
    for told in all.iter().filter(|told| told.item == "raced" && told.replacement != "0") {
        assert!(!["not-revealed", "order-only"].contains(&told.kind()), "{} {}", told.replacement, told.why);
    }
}

#[test]
fn nothing_is_explained_where_nobody_asks() {
    let package = Package::variant("explained", "plain");
    let ended = package.run(&["--explain", "none"]);
    assert!(!ended.out.contains("assertion gap"), "{}", ended.out);
    assert!(told(&package).iter().all(|told| told.why.is_null()));
}

/// A length is known when types are, so each of its mutants needs a build of its own.
const WINDOWS: &str = "/// Values that are looked at together.
pub const WINDOW: usize = 3;

/// The latest values.
pub fn latest(values: &[i64]) -> [i64; WINDOW] {
    let mut kept = [0; WINDOW];
    for (at, value) in values.iter().rev().take(WINDOW).enumerate() {
        kept[at] = *value;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_latest_values() {
        assert_eq!(latest(&[1, 2, 3, 4, 5])[0], 5);
    }
}
";

#[test]
fn survivors_with_a_build_of_their_own_have_a_kind() {
    let package = Package::of("windows", &[("Cargo.toml", &manifest("windows")), ("src/lib.rs", WINDOWS)]);
    package.green(&["--mutator", "integer-constant", "--group", "strict"]);
    let all = told(&package);
    let of_window: Vec<&Told> = all.iter().filter(|told| told.item == "WINDOW").collect();
    assert!(of_window.len() > 1, "the values of a length survive");
    for told in of_window {
        assert_eq!((told.kind(), &told.why["function"]), ("not-revealed", &"latest".into()), "{}", told.why);
        assert_ne!(told.why["diff"]["rowsBefore"], told.why["diff"]["rowsAfter"], "{}", told.why);
        assert!(told.why["noTest"].as_str().is_some_and(|text| text.contains("build of its own")));
    }
}

/// A crate with the types of another one.
const MODEL: &str = "//! Animals.

mod wing;

pub use wing::Wing;

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Animal {
    /// Legs.
    pub legs: u64,
    /// Wings.
    pub wings: Vec<Wing>,
}
";

const ZOO: &str = "//! Counts limbs.

use ant::Animal;

/// Legs, and legs with wings.
pub fn limbs(animal: &Animal) -> Vec<u64> {
    vec![animal.legs, animal.legs + animal.wings.len() as u64]
}

#[cfg(test)]
mod tests {
    use ant::Wing;

    #[test]
    fn there_are_limbs() {
        let wings = vec![Wing::Left(3), Wing::Right { feathers: 4 }];
        assert_eq!(super::limbs(&ant::Animal { legs: 6, wings }).len(), 2);
    }
}
";

#[test]
fn values_of_types_from_another_crate_of_the_workspace_are_written() {
    let manifest = format!("{}\n[dependencies]\nant = {{ path = \"ant\" }}\n", manifest("zoo"));
    let wings = "/// A wing.\n#[derive(Debug, Clone, PartialEq)]\npub enum Wing {\n    /// With feathers.\n    Left(u8),\n    \
                 /// The other.\n    Right {\n        /// How many.\n        feathers: u8,\n    },\n}\n";
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/lib.rs", ZOO),
        ("ant/Cargo.toml", "[package]\nname = \"ant\"\nversion = \"0.0.0\"\nedition = \"2024\"\n"),
        ("ant/src/lib.rs", MODEL),
        ("ant/src/wing.rs", wings),
    ];
    let package = Package::of("zoo", &files);
    package.green(&["--mutator", "arithmetic"]);
    let all = told(&package);
    assert!(!all.is_empty());
    for told in all {
        let code = told.why["suggestion"]["code"].as_str().unwrap_or_default();
        assert!(
            code.contains("use ant::{Animal, Wing};") || code.contains("use ant::Animal;"),
            "{}",
            told.why
        );
        assert!(code.contains("Wing::Right { feathers: 4 }") && told.is_verified(), "{}", told.why);
    }
}
