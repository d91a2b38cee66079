//! Observed functions: what they take and return is recorded, of the original and of a mutant, and nothing else changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use mutate_data::discover::{self, Discovery};
use mutate_data::explain::observation::{self, Call, Observation};
use mutate_data::explain::value::Value;
use mutate_data::settings::{CargoOptions, Settings};
use mutate_data::workspace;

use crate::report::Report;
use crate::support::{Ended, Package};

/// A package whose instrumented test binary is there.
struct Built {
    package: Package,
    discovery: Discovery,
    binary: PathBuf,
}

impl Built {
    /// Asks the tool itself for the binary, by a mutant whose tests run.
    fn of(package: Package, mutant: &str) -> Self {
        let replay: Ended = package.ask(&["--no-config", "replay", mutant]);
        let line = replay.out.split_once("MUTATE_DATA_ACTIVE=").map(|(_, rest)| rest);
        let program = line.and_then(|line| line.split('\'').nth(1));
        let binary = PathBuf::from(program.unwrap_or_else(|| panic!("{}\n{}", replay.out, replay.err)));
        let target_dir = package.output("").parent().and_then(Path::parent).map(Path::to_path_buf);
        let target_dir = target_dir.and_then(|path| Utf8PathBuf::from_path_buf(path).ok());
        let manifest = Utf8PathBuf::from_path_buf(package.tree().join("Cargo.toml")).expect("UTF-8");
        let cargo = CargoOptions { target_dir, offline: true, ..CargoOptions::default() };
        let settings = Settings { manifest_path: Some(manifest), cargo, ..Settings::default() };
        let workspace = workspace::load(&settings).expect("a workspace");
        let discovery = discover::discover(&settings, &workspace).expect("mutants");
        Self { package, discovery, binary }
    }

    /// What a test process records, with the original or a mutant on.
    fn observe(&self, test: &str, active: &str, variables: &[(&str, &str)]) -> Observation {
        let folder = self.package.output("observed");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let mut command = Command::new(&self.binary);
        command.args(["--exact", test, "--test-threads=1"]).current_dir(self.package.tree());
        command.env("MUTATE_DATA_ACTIVE", active).env("MUTATE_DATA_OBSERVE", &folder);
        command.envs(variables.iter().copied()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("the test runs");
        observation::read(Utf8Path::from_path(&folder).expect("UTF-8")).expect("records")
    }

    /// The number of a mutant.
    fn active(&self, id: &str) -> String {
        let mutant = self.discovery.mutants.iter().find(|mutant| mutant.id == id);
        mutant.expect("the mutant").number.to_string()
    }

    fn number(&self, path: &str) -> u32 {
        let number = self.discovery.observed.iter().position(|function| function.path == path);
        u32::try_from(number.unwrap_or_else(|| panic!("{path} is not observed"))).expect("few functions")
    }

    fn calls<'a>(&self, seen: &'a Observation, path: &str) -> Vec<&'a Call> {
        let number = self.number(path);
        seen.calls.iter().filter(|call| call.function == number).collect()
    }

    /// The texts of what a function returned, call by call.
    fn returned(&self, seen: &Observation, path: &str) -> Vec<Option<String>> {
        self.calls(seen, path).into_iter().map(|call| call.returned.as_ref().map(text)).collect()
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Frame(table) => format!("{table:?}"),
        Value::Items { ordered, items, .. } => {
            format!("{}{}", if *ordered { "in order " } else { "" }, items.join(" "))
        }
        Value::Text { text, .. } => text.clone(),
    }
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[test]
fn results_are_recorded_by_call() {
    let package = Package::fixture("observe");
    let report = package.green(&["--no-config"]);
    report.assert_no_quarantine();
    let learned = fs::read_to_string(package.output("learned.json")).expect("what was learned");
    assert!(!learned.contains("\"Results\"") && !learned.contains("\"Nothing\""), "a point is dropped");
    let sum = report.one("sum", "rows.iter().sum()", "0");
    let built = Built::of(package, &sum.id);

    let plain = built.observe("tests::plain", "observe", &[]);
    let returned = |path: &str| built.returned(&plain, path);
    assert!(!plain.truncated);
    assert_eq!(returned("sum"), some(&["6"]));
    assert_eq!(returned("grade"), some(&["\"invalid\"", "\"a\"", "\"b\"", "\"c\""]));
    assert_eq!(returned("total"), [Some("Ok(3)".to_owned()), None], "the second one leaves by `?`");
    assert_eq!(returned("opaque"), [None], "there is no text");
    assert_eq!(returned("last"), [None], "nobody says that there is a text");
    assert_eq!(returned("first"), some(&["Some(\"a\")"]));
    assert_eq!(returned("later"), some(&["7", "2"]));
    assert_eq!(returned("longer"), some(&["\"ab\""]));
    assert_eq!(returned("shown"), some(&["Some(1.5)", "None"]));
    assert_eq!(returned("collected"), some(&["in order 1 3"]));
    assert!(plain.calls.iter().all(|call| call.arguments.is_empty()), "nobody asked for arguments");
    for path in HIDDEN {
        assert!(built.discovery.observed.iter().all(|function| function.path != path), "{path}");
    }

    let collections = built.observe("tests::collections", "observe", &[]);
    let returned = |path: &str| built.returned(&collections, path);
    let counted = &built.calls(&collections, "counted")[0].returned;
    let Some(Value::Items { ordered: false, items, .. }) = counted else { panic!("{counted:?}") };
    assert!(items.len() == 2 && items.contains(&"(\"a\", 2)".to_owned()), "{items:?}");
    assert_eq!(returned("ranked"), some(&["in order (1, \"a\") (3, \"ccc\")", "Err(\"no words\")"]));
    assert_eq!(returned("middle"), some(&["in order 2 3"]));
    assert_eq!(returned("biggest"), some(&["5"]));
    assert_eq!(returned("spread"), some(&["Ok((1, 3))"]));

    let rest = built.observe("tests::the_rest", "observe", &[]);
    let returned = |path: &str| built.returned(&rest, path);
    assert_eq!((returned("doubled"), returned("tripled")), (vec![], some(&["9"])), "one stays constant");
    // In order of entry, which is not the order of results.
    assert_eq!(returned("factorial"), some(&["6", "2", "1", "1"]));
    assert_eq!(returned("found"), some(&["true", "false"]));
    assert_eq!(returned("Cart::with").len(), 2);
    assert_eq!(returned("Priced::count"), some(&["2"]));
    assert_eq!(returned("<impl Priced for Cart>::prices"), some(&["in order 3 5"]));
    assert_eq!(returned("chatty"), some(&["chatty 0"]));
    assert!(returned("Chatty::label").is_empty(), "only the record of `chatty` calls it");
    assert_eq!(returned("touchy"), [None], "its text panics");
    let outer = built.calls(&rest, "factorial");
    assert!(outer.windows(2).all(|pair| pair[0].entered < pair[1].entered && pair[1].left < pair[0].left));

    let refused = built.observe("tests::refused", "observe", &[]);
    assert_eq!(built.returned(&refused, "refuse"), [None]);

    let mutant = built.observe("tests::plain", &built.active(&sum.id), &[]);
    assert_eq!(built.returned(&mutant, "sum"), some(&["0"]), "the mutant's own early return");
    assert!(mutant.calls.iter().all(|call| call.function == built.number("sum")), "its test fails there");
    let traced = built.observe("tests::plain", "0", &[]);
    assert_eq!(traced, Observation::default(), "nothing is on");
}

/// Functions whose results have no type that could be named.
const HIDDEN: [&str; 2] = ["evens", "Cart::above"];

#[test]
fn arguments_are_recorded_and_replaced() {
    let package = Package::variant("observe", "observe_arguments");
    let report = package.green(&["--no-config"]);
    let built = Built::of(package, &report.one("sum", "rows.iter().sum()", "0").id);
    let wanted = ["sum", "total", "Cart::with", "peek"].map(|path| built.number(path).to_string()).join(",");
    let variables = [("MUTATE_DATA_ARGUMENTS", wanted.as_str())];
    let plain = built.observe("tests::plain", "observe", &variables);
    let taken = |seen: &Observation, path: &str| -> Vec<Vec<(usize, String)>> {
        let calls = built.calls(seen, path).into_iter();
        calls.map(|call| call.arguments.iter().map(|(at, value)| (*at, text(value))).collect()).collect()
    };
    let one = |at: usize, text: &str| vec![(at, text.to_owned())];
    assert_eq!(taken(&plain, "sum"), [one(0, "in order 1 2 3")]);
    let texts = [one(0, "in order \"1\" \"2\""), one(0, "in order \"1\" \"x\" \"5\"")];
    assert_eq!(taken(&plain, "total"), texts);
    assert_eq!(taken(&plain, "grade"), vec![vec![]; 4], "nobody asked");
    let rest = built.observe("tests::the_rest", "observe", &variables);
    let cart = |prices: &str, price: &str| {
        vec![(0, format!("Cart {{ prices: [{prices}] }}")), (1, price.to_owned())]
    };
    assert_eq!(taken(&rest, "Cart::with"), [cart("", "3"), cart("3", "5")]);

    let subset = built.package.output("subset");
    let subset_of = |path: &str, line: &str| {
        let text = format!("function {}\n{line}\n", built.number(path));
        fs::write(&subset, text).expect("a file");
        let variables =
            [("MUTATE_DATA_SUBSET", subset.to_str().expect("UTF-8")), ("MUTATE_DATA_ARGUMENTS", &wanted)];
        built.observe("tests::plain", "observe", &variables)
    };
    let kept = subset_of("sum", "call 0\nargument 0 rows 2,0,9");
    assert_eq!(
        (built.returned(&kept, "sum"), taken(&kept, "sum")),
        (some(&["4"]), vec![one(0, "in order 3 1")])
    );
    let none = subset_of("sum", "call 0\nargument 0 rows");
    assert_eq!(built.returned(&none, "sum"), some(&["0"]));
    let all = subset_of("sum", "call 0\nargument 0 rows *");
    assert_eq!(built.returned(&all, "sum"), some(&["6"]));
    let second = subset_of("total", "call 1\nargument 0 rows 0,2");
    assert_eq!(built.returned(&second, "total"), some(&["Ok(3)", "Ok(6)"]));
    let scalar = subset_of("opaque", "call 0\nargument 0 rows 0");
    assert_eq!(built.calls(&scalar, "opaque").len(), 1, "a number has no rows");
}

#[test]
fn nothing_is_observed_where_nobody_wants_explanations() {
    let package = Package::variant("observe", "observe_none");
    let with = package.green(&["--no-config"]);
    let lib = package
        .output("instrumented")
        .join(package.tree().strip_prefix("/").expect("a root"))
        .join("src/lib.rs");
    assert!(fs::read_to_string(&lib).expect("instrumented").contains("mutate_data_frames::observe!"));
    let without = package.green(&["--no-config", "--explain", "none"]);
    assert!(!fs::read_to_string(&lib).expect("instrumented").contains("mutate_data_frames"));
    let verdicts = |report: &Report| -> Vec<(String, String)> {
        report.mutants.iter().map(|mutant| (mutant.id.clone(), mutant.status.clone())).collect()
    };
    assert_eq!(verdicts(&with), verdicts(&without));
    package.write("mutate-data.toml", "[explain]\nobserve = ['sum', 'Cart::*']\n");
    package.green(&[]);
    let text = fs::read_to_string(&lib).expect("instrumented");
    assert_eq!(text.matches("mutate_data_rt::call(").count(), 2, "`sum` and `Cart::with`");
}
