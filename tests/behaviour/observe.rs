//! Observed functions: what they take and return is recorded, of the original and of a mutant, and nothing else changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use mutate_data::discover::{self, Discovery};
use mutate_data::explain::observation::{self, Call, Observation};
use mutate_data::explain::value::{Cell, Column, Value};
use mutate_data::settings::{CargoOptions, Settings};
use mutate_data::workspace;

use crate::report::Report;
use crate::support::{Ended, Package};

/// A package whose instrumented test binary is there.
struct Built {
    package: Package,
    discovery: Discovery,
    binary: PathBuf,
    /// Number of the mutant that was asked for.
    active: String,
}

impl Built {
    /// Asks the tool itself for the binary, by a mutant whose tests run.
    fn of(package: Package, mutant: &str, flags: &[&str]) -> Self {
        let replay: Ended = package.ask(&[&["--no-config", "replay", mutant], flags].concat());
        let line = replay.out.split_once("MUTATE_DATA_ACTIVE=").map(|(_, rest)| rest);
        let (active, program) = line.and_then(|line| line.split_once(" '")).unzip();
        let program = program.and_then(|program| program.split('\'').next());
        let binary = PathBuf::from(program.unwrap_or_else(|| panic!("{}\n{}", replay.out, replay.err)));
        let target_dir = package.output("").parent().and_then(Path::parent).map(Path::to_path_buf);
        let target_dir = target_dir.and_then(|path| Utf8PathBuf::from_path_buf(path).ok());
        let manifest = Utf8PathBuf::from_path_buf(package.tree().join("Cargo.toml")).expect("UTF-8");
        let cargo = CargoOptions { target_dir, offline: true, ..CargoOptions::default() };
        let settings = Settings { manifest_path: Some(manifest), cargo, ..Settings::default() };
        let workspace = workspace::load(&settings).expect("a workspace");
        let discovery = discover::discover(&settings, &workspace).expect("mutants");
        Self { package, discovery, binary, active: active.unwrap_or_default().to_owned() }
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
    let points =
        ["Nothing", "Calls", "Results"].map(|extent| learned.matches(&format!("\"{extent}\"")).count());
    let why =
        "results of `fussy`, `evens`, `drop` and `above` cannot be read, nor the argument of `fussy_length`";
    assert_eq!(points, [0, 4, 1], "{why}");
    for item in ["fussy", "fussy_length"] {
        assert!(report.of(item).iter().any(|mutant| mutant.status == "Killed"), "{item} keeps its mutants");
    }
    let sum = report.one("sum", "rows.iter().sum()", "0");
    let built = Built::of(package, &sum.id, &[]);

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
    assert_eq!(returned("evens"), [None], "an iterator of no named type is seen to be called, and no more");

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

    let mutant = built.observe("tests::plain", &built.active, &[]);
    assert_eq!(built.returned(&mutant, "sum"), some(&["0"]), "the mutant's own early return");
    assert!(mutant.calls.iter().all(|call| call.function == built.number("sum")), "its test fails there");
    let traced = built.observe("tests::plain", "0", &[]);
    assert_eq!(traced, Observation::default(), "nothing is on");
}

#[test]
fn arguments_are_recorded_and_replaced() {
    let package = Package::variant("observe", "observe_arguments");
    let report = package.green(&["--no-config"]);
    let built = Built::of(package, &report.one("sum", "rows.iter().sum()", "0").id, &[]);
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
    assert_eq!(text.matches("mutate_data_rt::call(").count(), 3, "`sum`, `Cart::with` and `Cart::above`");
}

#[test]
fn frames_are_recorded_cell_by_cell() {
    let package = Package::member("tests/fixtures/frames", "observe_frames");
    let flags = ["--function", "^above$"];
    let report = package.green(&[&["--no-config"][..], &flags].concat());
    let mutant = report.mutants.iter().find(|mutant| mutant.replacement == "gt_eq").expect("a mutant");
    let built = Built::of(package, &mutant.id, &flags);
    let functions =
        ["above", "both", "one", "sales_of", "shops_of"].map(|path| built.number(path).to_string()).join(",");
    let variables = [("MUTATE_DATA_ARGUMENTS", functions.as_str())];
    let test = "observed::tests::frames_are_returned";
    let seen = built.observe(test, "observe", &variables);
    let value = |seen: &Observation, path: &str| built.calls(seen, path)[0].returned.clone();
    let table = |value: Option<Value>| match value {
        Some(Value::Frame(table)) => table,
        other => panic!("{other:?}"),
    };
    let numbers = |column: Option<&Column>| column.map(|column| column.cells.clone()).unwrap_or_default();
    let ints = |values: &[i128]| values.iter().copied().map(Cell::Int).collect::<Vec<_>>();

    let every = table(value(&seen, "every_dtype"));
    assert_eq!((every.height, every.columns.len()), (2, 24));
    for column in &every.columns {
        let text = Cell::Text("é".to_owned());
        let wanted = match &*column.dtype {
            "Boolean" => Cell::Bool(true),
            "Float32" | "Float64" => Cell::Float(3.0),
            "String" | "Categorical" => text,
            "Null" => Cell::Null,
            "Binary" => Cell::Other("Binary([195, 169])".to_owned()),
            "List(Int64)" => Cell::Other("[1, null]".to_owned()),
            "Struct({'n': Int64, 't': String})" => Cell::Other("{n: 1, t: \"a\"}".to_owned()),
            other if other.starts_with("Decimal") || other.starts_with("Array") => {
                assert!(matches!(column.cells[0], Cell::Other(_)), "{column:?}");
                column.cells[0].clone()
            }
            _ => Cell::Int(3),
        };
        let second = match &*column.name {
            "Struct" => Cell::Other("{n: 2, t: \"b\"}".to_owned()),
            _ => Cell::Null,
        };
        assert_eq!(column.cells, [wanted, second], "{}", column.dtype);
        let made = ["List", "Array", "Struct"].contains(&&*column.name);
        assert!(made || column.name == column.dtype, "{} is {}", column.name, column.dtype);
    }

    assert_eq!(numbers(table(value(&seen, "above")).column("n")), ints(&[2, 3]), "a query is run");
    let taken = &built.calls(&seen, "above")[0].arguments;
    assert_eq!(numbers(table(taken.get(&0).cloned()).column("n")), ints(&[1, 2, 3]));
    assert_eq!(taken.get(&1).map(text).as_deref(), Some("1"));
    let wrong = value(&seen, "wrong").as_ref().map(text).unwrap_or_default();
    assert!(wrong.starts_with("Err(") && wrong.contains("nobody"), "{wrong}");
    assert_eq!(numbers(table(value(&seen, "one")).column("n")), ints(&[1, 2, 3]));
    assert_eq!(built.returned(&seen, "one")[1], None, "it leaves by `?`");
    let both = table(value(&seen, "both"));
    let padded = [Cell::Int(1), Cell::Other("no row".to_owned()), Cell::Other("no row".to_owned())];
    assert_eq!(
        (numbers(both.column("0.n")), numbers(both.column("1.n"))),
        (ints(&[1, 2, 3]), padded.to_vec())
    );
    let counted = table(value(&seen, "counted"));
    assert_eq!(counted.column("1").map(|column| &column.cells[0]), Some(&Cell::Text("3".to_owned())));

    // The tables of a struct come after the parameters.
    let parts = &built.calls(&seen, "sales_of")[0].arguments;
    assert_eq!(parts.keys().collect::<Vec<_>>(), [&1, &2], "the struct itself has no text");
    assert_eq!(numbers(table(parts.get(&2).cloned()).column("n")), ints(&[1, 2, 3]));
    for (function, argument, kept) in
        [("sales_of", "1 rows 2", vec![3]), ("shops_of", "2 rows 0,1", vec![1, 2])]
    {
        let path = built.package.output("subset");
        let line = format!("function {}\ncall 0\nargument {argument}\n", built.number(function));
        fs::write(&path, line).expect("a file");
        let subset = [("MUTATE_DATA_SUBSET", path.to_str().expect("UTF-8"))];
        let seen = built.observe(test, "observe", &subset);
        assert_eq!(numbers(table(value(&seen, function)).column("n")), ints(&kept), "{function}");
    }

    let mutated = built.observe(test, &built.active, &[]);
    assert_eq!(numbers(table(value(&mutated, "above")).column("n")), ints(&[1, 2, 3]));

    let subset = built.package.output("subset");
    let line = format!("function {}\ncall 0\nargument 0 rows 2,1 without t,%6e%6f\n", built.number("above"));
    fs::write(&subset, line).expect("a file");
    let subset = [("MUTATE_DATA_SUBSET", subset.to_str().expect("UTF-8")), variables[0]];
    let seen = built.observe(test, "observe", &subset);
    let kept = table(built.calls(&seen, "above")[0].arguments.get(&0).cloned());
    assert_eq!((numbers(kept.column("n")), kept.columns.len()), (ints(&[3, 2]), 1));
    assert_eq!(numbers(table(value(&seen, "above")).column("n")), ints(&[3, 2]));
}
