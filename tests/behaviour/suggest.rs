//! Tests that the tool writes: compiled against the instrumented library, run without and with the mutant.

use std::collections::BTreeMap;

use cargo_metadata::camino::Utf8PathBuf;
use mutate_data::build::Built;
use mutate_data::discover::{self, Discovery};
use mutate_data::explain::killing_test::{self, Case};
use mutate_data::explain::structs::Structs;
use mutate_data::explain::value::Value;
use mutate_data::explain::verify::Verifier;
use mutate_data::harness::Harness;
use mutate_data::model::{Mutant, Suggestion};
use mutate_data::settings::{CargoOptions, Settings};
use mutate_data::workspace::{self, Workspace};

use crate::support::{Package, manifest};

const CODE: &str = "/// Cents and where they come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// In cents.
    pub cents: u64,
    /// Of the customer.
    pub country: String,
}

/// What sending costs.
pub fn fee(order: &Order) -> u64 {
    if order.cents > 1000 { 0 } else { 500 }
}

/// What is paid.
pub fn price(order: &Order) -> u64 {
    order.cents + fee(order)
}

fn share(part: f64, whole: f64) -> f64 {
    part / whole
}

/// In percent.
pub fn percent(part: f64, whole: f64) -> f64 {
    100.0 * share(part, whole)
}

/// Counts down; a mutant of it counts up.
pub fn steps(mut n: u64) -> u64 {
    let mut count = 0;
    while n > 1 {
        n -= 1;
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_runs() {
        let order = Order { cents: 7, country: \"NL\".to_owned() };
        assert!(fee(&order) > 0 && price(&order) > 0 && steps(8) > 0);
        assert!(percent(1.0, 3.0) > 0.0);
    }
}
";

/// A finished run of the tool with what it takes to verify tests.
struct Bench {
    package: Package,
    settings: Settings,
    workspace: Workspace,
    discovery: Discovery,
    built: Built,
    structs: Structs,
}

impl Bench {
    fn new(key: &str) -> Self {
        let package = Package::of(key, &[("Cargo.toml", &manifest("shop")), ("src/lib.rs", CODE)]);
        package.green(&["--workspace"]);
        let path = |path: std::path::PathBuf| Utf8PathBuf::from_path_buf(path).expect("UTF-8");
        let output = path(package.output("rustc"));
        let target_dir = output.parent().and_then(|output| output.parent()).expect("a target directory");
        let cargo = CargoOptions { target_dir: Some(target_dir.to_owned()), ..CargoOptions::default() };
        let manifest_path = Some(path(package.tree().join("Cargo.toml")));
        let settings = Settings { manifest_path, cargo, jobs: 2, ..Settings::default() };
        let workspace = workspace::load(&settings).expect("a workspace");
        let discovery = discover::discover(&settings, &workspace).expect("mutants");
        // The newest record is that of this run's library.
        let mut records: Vec<_> = output.read_dir_utf8().expect("records").flatten().collect();
        records.sort_by_key(|record| record.metadata().and_then(|data| data.modified()).expect("a time"));
        let record = records.last().expect("a record").path().file_stem().expect("a name").to_owned();
        let library = target_dir.join("debug/deps").join(format!("lib{record}.rlib"));
        let built = Built { libraries: BTreeMap::from([("shop".to_owned(), library)]), ..Built::default() };
        let structs = Structs::parse(CODE);
        Self { package, settings, workspace, discovery, built, structs }
    }

    fn mutant(&self, item: &str, change: &str) -> &Mutant {
        let found = self.discovery.reported().find(|mutant| mutant.item == item && mutant.change() == change);
        found.unwrap_or_else(|| {
            let all: Vec<String> = self.discovery.reported().map(Mutant::describe).collect();
            panic!("no mutant {change} in {item} among {all:#?}")
        })
    }

    fn suggest(&self, cases: &[Case<'_>]) -> Vec<Result<Suggestion, String>> {
        let scratch = tempfile::tempdir().expect("a folder");
        let own = Utf8PathBuf::from_path_buf(scratch.path().to_owned()).expect("UTF-8");
        let harness = Harness { lost: own.join("lost"), scratch: own, ..Harness::default() };
        let all = self.discovery.reported().map(|mutant| (mutant.number, mutant.id.clone()));
        let survivors = all.collect();
        let verifier = Verifier {
            settings: &self.settings,
            workspace: &self.workspace,
            built: &self.built,
            harness: &harness,
            survivors: &survivors,
            mutants: self.discovery.mutants.len(),
        };
        verifier.suggest("shop", cases).expect("answers")
    }
}

fn text(text: &str) -> Value {
    Value::Text { type_name: "?".to_owned(), text: text.to_owned() }
}

fn parameters(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, declared)| ((*name).to_owned(), (*declared).to_owned())).collect()
}

#[test]
fn written_tests_are_verified_by_running_them() {
    let bench = Bench::new("suggest");
    let boundary = bench.mutant("fee", "replace > with >=");
    let (order, high, zero) = (text("Order { cents: 1000, country: \"NL\" }"), text("500"), text("0"));
    let fee = Case {
        id: &boundary.id,
        number: boundary.number,
        fault: &boundary.describe(),
        crate_name: "shop",
        module_path: vec![],
        function: "fee",
        reachable: true,
        parameters: parameters(&[("order", "& Order")]),
        return_type: "u64",
        is_async: false,
        arguments: vec![Some(&order)],
        tables: vec![],
        before: &high,
        after: &zero,
        samples: vec![],
        structs: &bench.structs,
    };
    let division = bench.mutant("share", "replace / with %");
    let [part, whole, third, other] = ["1.0", "3.0", "33.33333333333333", "100.0"].map(text);
    let percent = Case {
        id: &division.id,
        number: division.number,
        function: "percent",
        parameters: parameters(&[("part", "f64"), ("whole", "f64")]),
        return_type: "f64",
        arguments: vec![Some(&part), Some(&whole)],
        before: &third,
        after: &other,
        ..fee.clone()
    };
    let endless = bench.mutant("steps", "replace -= with +=");
    let [eight, seven, never] = ["8", "7", "9"].map(text);
    let steps = Case {
        number: endless.number,
        function: "steps",
        parameters: parameters(&[("n", "u64")]),
        arguments: vec![Some(&eight)],
        before: &seven,
        after: &never,
        ..fee.clone()
    };
    let cases = [
        fee.clone(),
        percent.clone(),
        // The same function by another path, so that its test wants the same name.
        fee.clone(),
        Case { function: "share", reachable: false, ..percent.clone() },
        Case { before: &zero, after: &high, ..fee.clone() },
        Case { parameters: parameters(&[("order", "u64")]), arguments: vec![Some(&eight)], ..fee.clone() },
        Case { number: division.number, ..fee.clone() },
        steps,
    ];
    let answers = bench.suggest(&cases);
    let found = |index: usize| answers[index].as_ref().expect("a test");
    for (index, own) in [(0, boundary), (1, division), (2, boundary)] {
        assert!(found(index).verified && found(index).integration, "{:?}", found(index));
        assert!(found(index).kills.contains(&own.id) && found(index).kills.len() > 1, "{:?}", found(index));
    }
    let killed = |index: usize, mutant: &Mutant| found(index).kills.contains(&mutant.id);
    assert!(!killed(0, division) && !killed(1, boundary), "tests kill what they run");
    assert!(
        found(0).code.contains("assert_eq!(fee(&Order { cents: 1000, country: \"NL\".to_owned() }), 500);")
    );
    assert!(found(1).code.contains("<= 1e-9 * expected.abs()"));
    assert_eq!([0, 2].map(|index| found(index).name.as_str()), ["fee_is_500", "fee_is_500_3"]);
    assert!(!found(3).verified && !found(3).integration && found(3).kills.is_empty());
    let refused = |index: usize| answers[index].as_ref().expect_err("no test").clone();
    assert_eq!(refused(4), "the written test fails without the mutant");
    assert!(refused(5).starts_with("the written test does not compile: mismatched types"), "{}", refused(5));
    for index in [6, 7] {
        assert_eq!(refused(index), "with the mutant the written test does not fail by itself");
    }
    assert!(bench.package.output("suggest/shop/t0.rs").exists());
    assert!(!bench.package.output("suggest/shop/suggested").exists());
    stands_alone(&bench, found(0));
}

/// The written file passes where a user puts it, without anything of ours.
fn stands_alone(bench: &Bench, suggestion: &Suggestion) {
    let tree = Utf8PathBuf::from_path_buf(bench.package.tree().to_owned()).expect("UTF-8");
    let path = tree.join("tests").join(format!("{}.rs", suggestion.name));
    killing_test::write(&path, suggestion).expect("a file");
    let mut command = std::process::Command::new("cargo");
    command.args(["test", "--offline", "--test", &suggestion.name]).current_dir(&tree);
    let output = command.env("CARGO_TARGET_DIR", &bench.workspace.target_dir).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
