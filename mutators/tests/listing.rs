//! What the scan finds in code of every shape: one listing per fixture and per source of the corpus, so that a change of
//! the walk shows line by line. `UPDATE_LISTING=1 cargo test -p mutators --test listing` writes the listings anew.
//!
//! In the fixtures, only the families `code` and `rows` are asked, which apply to any Rust; the sources of frames and of
//! SQL have listings of what their own families propose, and all of them one of the clues that samples are drawn by.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use mutators::scan::{Cfg, MANIFEST_DIR, Options, Scan, SqlCall, SqlOptions, Table};
use mutators::witness::clues;
use mutators::{CATALOGUE, Family, Proposal, scan};

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources by name.
fn sources() -> BTreeMap<String, PathBuf> {
    let fixtures = fs::read_dir(folder().join("../tests/fixtures")).expect("the fixtures").flatten();
    let fixtures = fixtures
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path().join("src/lib.rs")));
    let corpus = [
        ("corpus", "tests/corpus/job.rs"),
        ("cases", "tests/corpus/cases.rs"),
        ("forms", "tests/corpus/forms.rs"),
        ("odd_code", "tests/corpus/odd_code.rs"),
        ("cargo_mutants", "tests/cargo_mutants/source.rs"),
    ];
    let corpus = corpus.map(|(name, path)| (name.to_owned(), folder().join(path)));
    fixtures.chain(corpus).filter(|(_, path)| path.exists()).collect()
}

/// Places in a text: `3:5` for a byte, lines and characters from 1.
struct Places<'a> {
    source: &'a str,
    /// Where lines start.
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(source: &'a str) -> Self {
        let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        Self { source, lines: std::iter::once(0).chain(breaks).collect() }
    }

    fn at(&self, byte: usize) -> String {
        let line = self.lines.partition_point(|start| *start <= byte);
        format!("{line}:{}", self.source[self.lines[line - 1]..byte].chars().count() + 1)
    }

    fn range(&self, range: &Range<usize>) -> String {
        format!("{}-{}", self.at(range.start), self.at(range.end))
    }

    fn ranges(&self, ranges: &[Range<usize>]) -> String {
        ranges.iter().map(|range| self.range(range)).collect::<Vec<_>>().join(" ")
    }
}

fn listing(source: &str) -> String {
    let mutators: Vec<_> =
        CATALOGUE.iter().filter(|mutator| matches!(mutator.family, Family::Code | Family::Rows)).collect();
    let mut cfg = Cfg::new("unix\ntarget_os=\"linux\"\ntest\n", ["x".to_owned()]);
    cfg.insert("fast");
    let options = Options::new(&cfg, &mutators);
    let Ok(scan) = scan(source, options) else { return "no Rust\n".to_owned() };
    let places = Places::new(source);
    let mut lines: Vec<String> = scan.proposals.iter().map(|proposal| told(&places, proposal)).collect();
    lines.extend(facts(&places, &scan));
    lines.join("\n") + "\n"
}

/// Texts of one folder by their names.
fn corpora(names: &[&str]) -> BTreeMap<String, PathBuf> {
    names.iter().map(|name| ((*name).to_owned(), folder().join(format!("tests/corpus/{name}.rs")))).collect()
}

/// The modules of the fixture of frames.
fn frames() -> BTreeMap<String, PathBuf> {
    let files = fs::read_dir(folder().join("../tests/fixtures/frames/src")).expect("the fixture").flatten();
    let named = |path: PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (format!("fixture_{name}"), path)
    };
    files.map(|entry| named(entry.path())).collect()
}

/// Two tables that the corpora read.
fn tables() -> [Table; 2] {
    let table = |name: &str, columns: &[(&str, &str)]| {
        let columns = columns.iter().map(|(name, ty)| ((*name).to_owned(), (*ty).to_owned()));
        Table { name: name.to_owned(), columns: columns.collect() }
    };
    [
        table(
            "sales",
            &[
                ("shop", "String"),
                ("day", "Date"),
                ("gross_total", "Float64"),
                ("net_total", "Float64"),
                ("tax", "Float64"),
                ("pieces", "Float64"),
                ("opened", "Date"),
            ],
        ),
        table("shops", &[("shop", "String"), ("city", "String"), ("opened", "Date"), ("closed", "Date")]),
    ]
}

/// What some families propose.
fn proposed(source: &str, wanted: impl Fn(Family) -> bool, schemas: &[Table]) -> String {
    let mutators: Vec<_> = CATALOGUE.iter().filter(|mutator| wanted(mutator.family)).collect();
    let cfg = Cfg::default();
    let calls = [SqlCall { name: "ask".into(), dialect: "duckdb".into() }];
    let held = ["held.sql".to_owned(), format!("{MANIFEST_DIR}/held.sql")];
    let included =
        |path: &str| held.iter().any(|one| one == path).then(|| "SELECT a\nFROM held\nLIMIT 3".to_owned());
    let sql = SqlOptions { calls: &calls, included: &included };
    let scan = scan(source, Options { schemas, sql, ..Options::new(&cfg, &mutators) }).expect("Rust");
    let places = Places::new(source);
    scan.proposals.iter().map(|proposal| told(&places, proposal) + "\n").collect()
}

/// The clues of one source, one name a line.
fn told_clues(source: &str) -> String {
    let clues = clues([source]);
    let compared = clues.comparisons.iter().map(|(name, clues)| format!("compared {name} {clues:?}"));
    let aliases = clues.aliases.iter().map(|(name, held)| format!("alias {name} {held:?}"));
    let groups = clues.groups.iter().map(|names| format!("group {names:?}"));
    let sorts = clues.sorts.iter().map(|names| format!("sort {names:?}"));
    let joins = clues.joins.iter().map(|(left, right)| format!("join {left:?} {right:?}"));
    let mentioned = clues.mentioned.iter().map(|name| format!("mentioned {name:?}"));
    let lines = compared.chain(aliases).chain(groups).chain(sorts).chain(joins).chain(mentioned);
    lines.map(|line| line + "\n").collect()
}

fn told(places: &Places<'_>, proposal: &Proposal) -> String {
    let (edit, site) = (places.range(&proposal.edit), places.range(&proposal.site));
    let shape = format!("{:?}", proposal.shape);
    let plain = if shape.contains("plain: true") { " plain" } else { "" };
    let shape = shape.split([' ', '(', '{']).next().unwrap_or_default();
    let function = proposal.place.function.as_ref().map_or("-", |function| function.name.as_str());
    let mut line = format!(
        "{edit} {} {:?} `{}` | {shape}{plain} {site} | {} {function}",
        proposal.mutator,
        proposal.group,
        proposal.replacement.escape_debug(),
        proposal.place.path.join("::")
    );
    if !proposal.anchors.is_empty() {
        line += &format!(" | in {}", places.ranges(&proposal.anchors));
    }
    for reason in [proposal.noise, proposal.place.skipped.as_deref()].into_iter().flatten() {
        line += &format!(" | {reason}");
    }
    line
}

/// What the scan knows beside proposals.
fn facts(places: &Places<'_>, scan: &Scan) -> Vec<String> {
    let functions = scan.functions.iter().map(|function| {
        let tail = function.tail.as_ref().map(|tail| places.range(tail)).unwrap_or_default();
        let constness = function.constness.as_ref().map(|range| places.range(range)).unwrap_or_default();
        let (range, body) = (places.range(&function.range), places.range(&function.body));
        let (path, returned) = (&function.path, &function.return_type);
        format!(
            "fn {path} -> {returned} {range} body {body} tail {tail} const {constness} opaque {}",
            function.opaque
        )
    });
    let loops = scan.loops.iter().map(|&at| format!("loop {}", places.at(at)));
    let uses = scan.uses.iter().map(|used| {
        format!("use {} {} in {}", used.name, places.range(&used.range), places.ranges(&used.anchors))
    });
    let tests = scan.test_code.iter().map(|range| format!("test {}", places.range(range)));
    let units = scan.units.iter().map(|range| format!("unit {}", places.range(range)));
    let modules = scan.modules.iter().map(|module| format!("{module:?}"));
    let idents: BTreeMap<_, _> = scan.idents.iter().collect();
    let idents = idents.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
    let names: BTreeMap<_, _> = scan.definitions.iter().collect();
    let names = names.into_iter().map(|(name, count)| format!("defined {name} {count}"));
    functions
        .chain(loops)
        .chain(uses)
        .chain(tests)
        .chain(units)
        .chain(modules)
        .chain(names)
        .chain([idents])
        .collect()
}

/// Compares what is found with the listing of that name, or writes it.
fn check(name: &str, found: &str) {
    let expected = folder().join(format!("tests/listing/{name}.txt"));
    if std::env::var_os("UPDATE_LISTING").is_some() {
        fs::create_dir_all(expected.parent().expect("a folder")).expect("made");
        return fs::write(&expected, found).expect("written");
    }
    let known = fs::read_to_string(&expected).unwrap_or_default();
    let (mut old, mut new) = (known.lines(), found.lines());
    for number in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (old, new) => assert_eq!(new, old, "{name}, line {number} of {}", expected.display()),
        }
    }
}

fn read(path: PathBuf) -> String {
    fs::read_to_string(path).expect("a source")
}

#[test]
fn what_is_found_in_code_of_every_shape() {
    let sources = sources();
    assert!(sources.len() > 25, "{sources:?}");
    for (name, path) in sources {
        check(&name, &listing(&read(path)));
    }
}

#[test]
fn what_is_found_in_frames() {
    let of_frames = |family| !matches!(family, Family::Code | Family::Rows | Family::Sql);
    let odd = corpora(&["frames", "odd_frames", "odd_calls", "odd_columns", "selective"]);
    for (name, path) in odd.into_iter().chain(frames()) {
        check(&format!("frames/{name}"), &proposed(&read(path), of_frames, &tables()));
    }
}

#[test]
fn what_is_found_in_frames_whose_tables_are_unknown() {
    let of_columns = |family| family == Family::Columns;
    for (name, path) in corpora(&["odd_columns", "frames"]) {
        check(&format!("columns/{name}"), &proposed(&read(path), of_columns, &[]));
    }
}

#[test]
fn what_mutators_of_code_leave_alone_in_frames() {
    let of_code = |family| matches!(family, Family::Code | Family::Rows);
    for (name, path) in corpora(&["odd_calls", "odd_columns", "odd_frames"]) {
        check(&format!("code/{name}"), &proposed(&read(path), of_code, &[]));
    }
}

#[test]
fn what_is_found_in_sql() {
    for (name, path) in corpora(&["odd_sql", "sql_places"]) {
        check(&format!("sql/{name}"), &proposed(&read(path), |family| family == Family::Sql, &[]));
    }
}

#[test]
fn what_code_compares_and_orders_by() {
    for (name, path) in corpora(&["clues", "frames", "job", "odd_columns"]) {
        check(&format!("clues/{name}"), &told_clues(&read(path)));
    }
}
