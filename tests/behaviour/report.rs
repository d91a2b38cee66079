//! `mutants.json` as the tests ask about it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A line and a column, both from 1.
pub type Place = (u64, u64);

/// One mutant with its verdict.
#[derive(Debug, Clone)]
pub struct Mutant {
    pub id: String,
    pub file: String,
    pub item: String,
    pub mutator: String,
    pub original: String,
    pub replacement: String,
    pub status: String,
    pub reason: String,
    pub diff: String,
    /// The change in words.
    pub description: String,
    /// Whether it changes a text of SQL.
    pub is_sql: bool,
    pub start: Place,
    pub end: Place,
    /// Names of the tests that reach it.
    pub covered_by: Vec<String>,
    /// Names of the tests that noticed it.
    pub killed_by: Vec<String>,
}

impl Mutant {
    /// Killed, or ended by a limit.
    pub fn is_detected(&self) -> bool {
        matches!(&*self.status, "Killed" | "Timeout")
    }

    /// Whether it says anything about the tests.
    pub fn is_valid(&self) -> bool {
        !matches!(&*self.status, "CompileError" | "Ignored")
    }

    fn line(&self) -> String {
        let (line, column) = self.start;
        let Self { file, item, mutator, original, replacement, status, reason, .. } = self;
        format!("{file}:{line}:{column} {item} {mutator} `{original}` -> `{replacement}`: {status}, {reason}")
    }

    /// What it is, without where it is and what became of it.
    fn is(&self, item: &str, original: &str, replacement: &str) -> bool {
        self.item == item && self.original == original && self.replacement == replacement
    }
}

/// One test.
#[derive(Debug, Clone)]
pub struct Test {
    pub name: String,
    pub quarantined: Option<String>,
}

/// What a run found out.
#[derive(Debug, Clone)]
pub struct Report {
    pub mutants: Vec<Mutant>,
    pub tests: Vec<Test>,
    pub warnings: Vec<String>,
    pub interrupted: bool,
    pub score: Option<f64>,
}

impl Report {
    /// Reads the JSON; panics where it has another shape.
    pub fn parse(text: &str) -> Self {
        let json: Value = serde_json::from_str(text).expect("mutants.json is JSON");
        let definitions = || json["testFiles"].as_object().into_iter().flatten();
        let definitions =
            || definitions().flat_map(|(_, file)| file["tests"].as_array().into_iter().flatten());
        let names: BTreeMap<String, String> =
            definitions().map(|test| (string(&test["id"]), string(&test["name"]))).collect();
        let files = json["files"].as_object().into_iter().flatten();
        let mutants = files.flat_map(|(file, content)| {
            let mutants = content["mutants"].as_array().into_iter().flatten();
            mutants.map(|mutant| read(file, mutant, &names)).collect::<Vec<_>>()
        });
        let tests = definitions().map(|test| Test {
            name: string(&test["name"]),
            quarantined: test["mutateData"]["quarantined"].as_str().map(str::to_owned),
        });
        let facts = &json["mutateData"];
        Self {
            mutants: mutants.collect(),
            tests: tests.collect(),
            warnings: facts["warnings"].as_array().into_iter().flatten().map(string).collect(),
            interrupted: facts["interrupted"].as_bool().expect("`interrupted` is there"),
            score: facts["score"].as_f64(),
        }
    }

    /// Whether a mutant survived or was not reached.
    pub fn has_gaps(&self) -> bool {
        self.mutants.iter().any(|mutant| matches!(&*mutant.status, "Survived" | "NoCoverage"))
    }

    /// Whether a mutant says anything about the tests.
    pub fn has_valid(&self) -> bool {
        self.mutants.iter().any(Mutant::is_valid)
    }

    /// What holds of every run that came to its end.
    #[track_caller]
    pub fn assert_sound(&self) {
        assert!(!self.interrupted);
        let ids: BTreeSet<&str> = self.mutants.iter().map(|mutant| &*mutant.id).collect();
        assert_eq!(ids.len(), self.mutants.len(), "ids are unique");
        let odd: Vec<String> = self
            .mutants
            .iter()
            .filter(|mutant| matches!(&*mutant.status, "Pending" | "RuntimeError"))
            .map(Mutant::line)
            .collect();
        assert!(odd.is_empty(), "undecided:\n{}", odd.join("\n"));
    }

    /// Panics where a test passes in the original and not in the inert build.
    #[track_caller]
    pub fn assert_no_quarantine(&self) {
        let quarantined: Vec<_> = self.tests.iter().filter(|test| test.quarantined.is_some()).collect();
        assert!(quarantined.is_empty(), "{quarantined:?}");
    }

    /// The mutants of an item, and of items inside it.
    pub fn of(&self, item: &str) -> Vec<&Mutant> {
        let inner = format!("{item}::");
        self.mutants.iter().filter(|mutant| mutant.item == item || mutant.item.starts_with(&inner)).collect()
    }

    /// Items with mutants that no switch holds, of a run without the rebuild lane.
    pub fn unplaced(&self) -> BTreeSet<&str> {
        let unplaced = self.mutants.iter().filter(|mutant| mutant.reason.contains("build of its own"));
        unplaced.map(|mutant| &*mutant.item).collect()
    }

    /// The one mutant of this kind.
    #[track_caller]
    pub fn one(&self, item: &str, original: &str, replacement: &str) -> &Mutant {
        let mut found = self.mutants.iter().filter(|mutant| mutant.is(item, original, replacement));
        match (found.next(), found.next()) {
            (Some(mutant), None) => mutant,
            (None, _) => panic!(
                "no `{original}` -> `{replacement}` in {item}, which has\n{}",
                lines(self.of(item).iter().copied())
            ),
            _ => panic!("more than one `{original}` -> `{replacement}` in {item}"),
        }
    }

    /// The verdict of all mutants of this kind, of which there is at least one.
    #[track_caller]
    pub fn status_of(&self, item: &str, original: &str, replacement: &str) -> &str {
        let found: Vec<&Mutant> =
            self.mutants.iter().filter(|mutant| mutant.is(item, original, replacement)).collect();
        let statuses: BTreeSet<&str> = found.iter().map(|mutant| &*mutant.status).collect();
        match Vec::from_iter(statuses)[..] {
            [status] => status,
            [] => panic!(
                "no `{original}` -> `{replacement}` in {item}, which has\n{}",
                lines(self.of(item).iter().copied())
            ),
            _ => panic!("verdicts differ:\n{}", lines(found.iter().copied())),
        }
    }

    /// Panics unless every mutant of these items that compiles is detected.
    #[track_caller]
    pub fn assert_detected(&self, items: &[&str]) {
        for item in items {
            let valid: Vec<&Mutant> = self.of(item).into_iter().filter(|mutant| mutant.is_valid()).collect();
            assert!(!valid.is_empty(), "{item} has no mutant that runs");
            let missed: Vec<&Mutant> = valid.into_iter().filter(|mutant| !mutant.is_detected()).collect();
            assert!(missed.is_empty(), "missed:\n{}", lines(missed.iter().copied()));
        }
    }

    /// Panics unless every mutant that compiles is detected, but these (item, original, replacement), which no test
    /// can tell from the original.
    #[track_caller]
    pub fn assert_all_detected_but(&self, equivalent: &[(&str, &str, &str)]) {
        let known = |mutant: &Mutant| {
            equivalent.iter().any(|(item, original, replacement)| mutant.is(item, original, replacement))
        };
        let valid = self.mutants.iter().filter(|mutant| mutant.is_valid() && !known(mutant));
        assert!(valid.clone().count() > 0, "nothing ran");
        let missed: Vec<&Mutant> = valid.filter(|mutant| !mutant.is_detected()).collect();
        assert!(missed.is_empty(), "missed:\n{}", lines(missed.iter().copied()));
    }

    /// Panics unless the item has mutants, and all have this status.
    #[track_caller]
    pub fn assert_all(&self, item: &str, status: &str) {
        let found = self.of(item);
        assert!(!found.is_empty(), "{item} has no mutant");
        let others: Vec<&Mutant> = found.into_iter().filter(|mutant| mutant.status != status).collect();
        assert!(others.is_empty(), "not {status}:\n{}", lines(others.iter().copied()));
    }

    /// Panics where a mutant begins in one of these lines of a file.
    #[track_caller]
    pub fn assert_untouched(&self, file: &str, places: std::ops::RangeInclusive<Place>) {
        let inside =
            self.mutants.iter().filter(|mutant| mutant.file == file && places.contains(&mutant.start));
        let inside: Vec<&Mutant> = inside.collect();
        assert!(inside.is_empty(), "to be left alone:\n{}", lines(inside.iter().copied()));
    }

    /// Files that have mutants.
    pub fn files(&self) -> BTreeSet<&str> {
        self.mutants.iter().map(|mutant| &*mutant.file).collect()
    }

    /// Whether some warning holds all of this.
    pub fn warns(&self, parts: &[&str]) -> bool {
        self.warnings.iter().any(|warning| parts.iter().all(|part| warning.contains(part)))
    }

    /// The verdicts by id.
    pub fn verdicts(&self) -> BTreeMap<&str, &str> {
        self.mutants.iter().map(|mutant| (&*mutant.id, &*mutant.status)).collect()
    }
}

fn lines<'a>(mutants: impl Iterator<Item = &'a Mutant>) -> String {
    mutants.map(Mutant::line).collect::<Vec<_>>().join("\n")
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn place(value: &Value) -> Place {
    let number = |name: &str| value[name].as_u64().unwrap_or_else(|| panic!("{value} has no {name}"));
    (number("line"), number("column"))
}

fn read(file: &str, mutant: &Value, tests: &BTreeMap<String, String>) -> Mutant {
    let facts = &mutant["mutateData"];
    let names = |ids: &Value| {
        let ids = ids.as_array().into_iter().flatten().map(string);
        ids.map(|id| tests.get(&id).unwrap_or_else(|| panic!("no test {id}")).clone()).collect()
    };
    Mutant {
        id: string(&mutant["id"]),
        file: file.to_owned(),
        item: string(&facts["item"]),
        mutator: string(&mutant["mutatorName"]),
        original: string(&facts["original"]),
        replacement: string(&mutant["replacement"]),
        status: string(&mutant["status"]),
        reason: string(&mutant["statusReason"]),
        diff: string(&facts["diff"]),
        description: string(&mutant["description"]),
        is_sql: facts["sql"].is_object(),
        start: place(&mutant["location"]["start"]),
        end: place(&mutant["location"]["end"]),
        covered_by: names(&mutant["coveredBy"]),
        killed_by: names(&mutant["killedBy"]),
    }
}
