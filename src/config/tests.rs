//! What `mutate-data.toml` may say, and what it is told otherwise.

use std::time::Duration;

use super::*;
use crate::sample::{Mask, Pii};

fn parsed(text: &str) -> Config {
    parse(Utf8Path::new("mutate-data.toml"), text).unwrap_or_else(|error| panic!("{error}"))
}

fn complaint(text: &str) -> String {
    match parse(Utf8Path::new("mutate-data.toml"), text) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(error) => {
            assert_eq!(error.code(), 1);
            error.to_string()
        }
    }
}

#[test]
fn settings_are_read() {
    let choices = parsed(
        "packages = ['flights']\njobs = 0x4\ntimeout = 1.5\nmemory-limit = 2_000\ngroup = 'strict'\nfiles = 'clean.rs'",
    )
    .choices;
    assert_eq!(choices.packages, Some(vec!["flights".to_owned()]));
    assert_eq!(choices.jobs, Some(4));
    assert_eq!(choices.timeout, Some(Duration::from_millis(1500)));
    assert_eq!(choices.memory_limit, Some(2_000_000_000));
    assert_eq!(choices.group, Some(mutators::Group::Strict));
    assert!(choices.files.is_some_and(|files| files.is_match("src/clean.rs")));
}

#[test]
fn an_unknown_key_gets_the_nearest_name_and_its_line() {
    assert_eq!(
        complaint("jobs = 1\n\n# comment\ntime_out = 3\n"),
        "mutate-data.toml:4: unknown key `time_out`, did you mean `timeout`?"
    );
}

#[test]
fn a_table_that_is_no_key_is_unknown() {
    assert!(complaint("[dataset]\nname = 'a'").contains("unknown key `dataset`, did you mean `data-set`?"));
}

#[test]
fn values_of_the_wrong_type_are_named() {
    assert_eq!(
        complaint("jobs = 'four'"),
        "mutate-data.toml:1: key `jobs`: must be a whole number, but is a string"
    );
    assert_eq!(
        complaint("packages = [\n'a',\n3]"),
        "mutate-data.toml:3: key `packages`: must hold strings only, but holds an integer"
    );
    assert!(complaint("jobs = 0").contains("key `jobs`: must be a whole number from 1"));
    assert!(complaint("jobs = -1").contains("must be a whole number from 0"));
    assert!(complaint("timeout = nan").contains("number of seconds above 0"));
    assert!(complaint("doctests = 1").contains("must be true or false, but is an integer"));
}

#[test]
fn broken_toml_is_reported_with_its_line() {
    assert!(complaint("jobs = 1\nre = \n").starts_with("mutate-data.toml:2: "));
    assert!(complaint("jobs = 1\njobs = 2\n").contains("duplicate key"));
}

#[test]
fn regexes_globs_and_mutators_are_checked_where_they_stand() {
    assert!(
        complaint("\nre = 'a('")
            .starts_with("mutate-data.toml:2: key `re`: `a(` is not a regular expression")
    );
    assert!(complaint("files = ['[']").starts_with("mutate-data.toml:1: key `files`: `[` is not a glob"));
    assert!(complaint("mutators = ['arithmetik']").contains("did you mean `arithmetic`?"));
}

#[test]
fn data_sets_have_defaults() {
    let config = parsed("[[data-set]]\nname = 'daily-sales'\nsource = 'data/*.csv'\n");
    let [data_set] = config.data_sets.as_slice() else { panic!("{:?}", config.data_sets) };
    assert_eq!((data_set.rows, data_set.seed), (5000, 42));
    assert_eq!(data_set.variable(), "MUTATE_DATA_DAILY_SALES");
}

#[test]
fn broken_data_sets_are_refused() {
    let with = |lines: &str| complaint(&format!("[[data-set]]\n{lines}"));
    assert!(with("source = 'a.csv'").contains("mutate-data.toml:1: a data set without `name`"));
    assert!(with("name = 'a'").contains("a data set without `source`"));
    assert!(
        with("name = 'a'\nsource = 'a.csv'\nrow = 3").contains(":4: unknown key `row`, did you mean `rows`?")
    );
    assert!(
        with("name = 'a'\nsource = 'a.csv'\nrows = 0").contains("key `rows`: must be a whole number from 1")
    );
    assert!(with("name = '1 a'\nsource = 'a.csv'").contains("must start with a letter"));
    assert!(with("name = 'Samples'\nsource = 'a.csv'").contains("reserved"));
    assert!(with("name = 'a'\nsource = '[a'").contains(":3: key `source`: `[a` is not a glob"));
    assert!(complaint("data-set = 3").contains("write `[[data-set]]`"));
}

#[test]
fn data_sets_of_one_variable_are_refused() {
    let two = |a: &str, b: &str| {
        complaint(&format!(
            "[[data-set]]\nname='{a}'\nsource='x.csv'\n[[data-set]]\nname='{b}'\nsource='y.csv'"
        ))
    };
    assert_eq!(two("a", "a"), "mutate-data.toml:4: data set `a` is declared twice; rename one");
    assert!(two("a-b", "a_b").contains("share the variable MUTATE_DATA_A_B"));
}

#[test]
fn own_mutators_are_read_and_may_be_selected() {
    let config = parsed(
        "mutators = ['to-usd']\n[[mutator]]\nname = 'to-usd'\nmethod = 'to_eur'\nreplacement = ['to_usd', '']\n\
         doc = 'the wrong currency'\ngroup = 'strict'\n",
    );
    let [rule] = config.rules.as_slice() else { panic!("{:?}", config.rules) };
    assert_eq!(rule.pattern, mutators::rules::Pattern::Method("to_eur".to_owned()));
    assert_eq!((rule.replacements.len(), rule.group), (2, mutators::Group::Strict));
}

#[test]
fn broken_mutators_are_refused_with_their_line() {
    let with = |lines: &str| complaint(&format!("[[mutator]]\n{lines}"));
    assert!(with("method = 'a'").contains("mutate-data.toml:1: a mutator without `name`"));
    assert!(with("name = 'a'\nreplacement = 'b'").contains(":1: mutator `a` looks for nothing"));
    assert!(
        with("name = 'a'\nmethod = 'b'\nmacro = 'c'").contains(":1: mutator `a` looks for several things")
    );
    assert!(with("name = 'a'\nmethod = 'b'\ndoc = 'c'").contains("a mutator without `replacement`"));
    assert!(with("name = 'a'\nmethod = 'b'\nreplacement = 'c'").contains("a mutator without `doc`"));
    assert!(with("name = 'a'\nmetod = 'b'").contains(":3: unknown key `metod`, did you mean `method`?"));
    assert!(
        with("name = 'a'\nmethod = 'b'\ndoc = 'c'\nreplacement = 'd()'")
            .contains(":5: key `replacement`: `d()` is no name of a method")
    );
    assert!(
        with("name = 'logical'\nmethod = 'b'\ndoc = 'c'\nreplacement = 'd'")
            .contains(":2: key `name`: `logical` is taken")
    );
    let twice = "[[mutator]]\nname = 'a'\nmethod = 'b'\ndoc = 'c'\nreplacement = 'd'\n";
    assert!(complaint(&twice.repeat(2)).contains(":6: mutator `a` is declared twice"));
}

#[test]
fn what_is_explained_and_observed_is_read() {
    let choices = parsed("[explain]\nlevel = 'why'\nobserve = ['Cart::*', 'total']").choices;
    assert_eq!(choices.explain, Some(crate::settings::Explain::Why));
    let observe = choices.observe.expect("globs");
    assert!(
        observe.is_match("Cart::add")
            && observe.is_match("mod shop::Cart::add")
            && observe.is_match("A::total")
    );
    assert!(!observe.is_match("Carts::add") && !observe.is_match("subtotal"));
    assert!(complaint("[explain]\nlevel = 'whole'").contains("unknown level `whole`, "));
    assert!(
        complaint("[explain]\nobserved = 'a'").contains("unknown key `observed`, did you mean `observe`?")
    );
}

#[test]
fn keys_are_listed_in_order() {
    let tables = [data_sets::KEY, own_mutators::KEY, gate::KEY, skips::KEY, explain::KEY];
    let names: Vec<_> = known_keys().filter(|name| !tables.contains(name)).collect();
    assert!(names.is_sorted_by(|a, b| a < b));
}

#[test]
fn the_file_is_found_up_to_the_workspace_root_and_not_beyond() -> Result<()> {
    let folder = tempfile::tempdir().map_err(Error::io("create", "a folder"))?;
    let root = Utf8Path::from_path(folder.path()).map(|path| path.canonicalize_utf8());
    let root = root.transpose().map_err(Error::io("open", "a folder"))?.unwrap_or_default();
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        let made = fs::create_dir_all(path.parent().unwrap_or(&root));
        made.and_then(|()| fs::write(&path, text)).map_err(Error::io("write", path.clone()))
    };
    write(FILE_NAME, "jobs = 3")?;
    write("Cargo.toml", "[workspace]\nmembers = ['a']\nexclude = ['b']")?;
    write("a/src/lib.rs", "")?;
    write("b/Cargo.toml", "[package]")?;
    write("c/Cargo.toml", "[package]\n[workspace]")?;
    let found = |dir: &str| load(&root.join(dir)).map(|config| config.map(|config| config.path));
    assert_eq!(found("a/src")?, Some(root.join(FILE_NAME)));
    assert_eq!(found("b")?, None);
    assert_eq!(found("c")?, None);
    Ok(())
}

#[test]
fn layers_masks_and_references_are_read() {
    let config = parsed(
        "[[data-set]]\nname = 'orders'\nsource = 'o.csv'\nkey = ['a', 'b']\nstratify-by = 'c'\nwitnesses = false\n\
         layers = { key = 10, witness = 20 }\npii = 'deny'\nschema = 's.toml'\nkeep-partitions = false\n\
         references = [{ columns = 'p', to = 'people', key = 'id', orphans = 0.02 }, { columns = ['x', 'y'], to = 'zs' }]\n\
         [data-set.mask]\nemail = 'pseudonym'\nbirth = 'shift-dates: person'\ntotal = 'bucket:100'\nday = 'bucket:month'\n",
    );
    let [set] = config.data_sets.as_slice() else { panic!("{:?}", config.data_sets) };
    assert_eq!(
        (set.key.join(","), set.stratify_by.join(","), set.witnesses),
        ("a,b".into(), "c".into(), false)
    );
    assert_eq!((set.layers.key, set.layers.witness, set.layers.strata), (Some(10), Some(20), None));
    assert_eq!((set.pii, set.keep_partitions), (Pii::Deny, false));
    assert_eq!(set.references[0].orphans, Some(20_000));
    assert_eq!(set.references[1].key, ["x", "y"]);
    assert_eq!(set.mask["birth"], Mask::ShiftDates("person".to_owned()));
    assert_eq!((&set.mask["total"], &set.mask["day"]), (&Mask::Bucket(100), &Mask::Month));
    assert!(set.contract_path().as_str().ends_with("/s.toml"));
}

#[test]
fn mistakes_in_layers_masks_and_references_are_named_with_their_line() {
    let with = |lines: &str| complaint(&format!("[[data-set]]\nname = 'a'\nsource = 'a.csv'\n{lines}"));
    for (lines, said) in [
        ("stratify = 'c'", ":4: unknown key `stratify`, did you mean `stratify-by`?"),
        (
            "mask = { email = 'pseudonim' }",
            ":4: key `email`: unknown mask `pseudonim`, did you mean `pseudonym`?",
        ),
        ("mask = 'email'", ":4: key `mask`: must be a table"),
        ("\nmask = { b = 'shift-dates' }", ":5: key `b`: `shift-dates` needs the column of the entity"),
        ("mask = { b = 'bucket:0' }", "`bucket` needs a width"),
        ("layers = { keys = 3 }", ":4: unknown key `keys`, did you mean `key`?"),
        ("rows = 5\nlayers = { key = 3, strata = 3 }", ":1: `layers` take more than the 5 rows"),
        ("references = [{ columns = 'p' }]", ":4: a reference needs `columns` and `to`"),
        ("references = [{ colums = 'p', to = 'b' }]", ":4: unknown key `colums`, did you mean `columns`?"),
        ("references = [{ columns = 'p', to = 'b', key = ['x', 'y'] }]", "1 columns refer to a key of 2"),
        ("references = [{ columns = 'p', to = 'b', orphans = 2 }]", "must be a share from 0 to 1"),
        ("orphans = 0.1", ":4: key `orphans`: is for a data set with one reference"),
        ("pii = 'denny'", ":4: key `pii`: unknown choice `denny`, did you mean `deny`?"),
        ("key = []", ":4: key `key`: must be the name of a column"),
        ("mask-key = 'my secret!'", "the key itself does not belong into a file"),
    ] {
        let text = with(lines);
        assert!(text.contains(said), "{said} of {text}");
    }
    assert!(complaint("[[data-set]]\nname = 'mask-key'\nsource = 'a.csv'").contains("reserved"));
}

#[test]
fn the_gate_is_read_with_its_packages_and_families() {
    let gate = parsed(
        "[gate]\nmin-score = 80\nnew-survivors = 0\nbaseline = 'ci/known'\ndeny-stale = true\n\
         [gate.package.flights]\nmin-test-strength = 92.5\n[gate.family.join]\nmax-survivors = 1\n",
    )
    .choices
    .gate;
    assert_eq!((gate.overall.min_score, gate.overall.new_survivors), (Some(80.0), Some(0)));
    assert_eq!(
        (gate.packages["flights"].min_test_strength, gate.families["join"].max_survivors),
        (Some(92.5), Some(1))
    );
    assert!(gate.baseline.is_some_and(|path| path.is_absolute() && path.ends_with("ci/known")));
    assert_eq!(gate.deny_stale, Some(true));
}

#[test]
fn wrong_rules_of_the_gate_are_named() {
    assert!(complaint("[gate]\nmin-scor = 1").contains("unknown key `min-scor`, did you mean `min-score`?"));
    assert!(complaint("[gate]\nmin-score = 101").contains("must be a percentage from 0 to 100"));
    assert!(
        complaint("[gate.family.joins]\nmin-score = 1")
            .contains("unknown family `joins`, did you mean `join`?")
    );
    assert!(complaint("[gate.package.a]\nbaseline = 'x'").contains("unknown key `baseline`"));
    assert!(complaint("gate = 3").contains("must be a table; write `[gate]`"));
}

#[test]
fn suppressions_are_read() {
    let skips = parsed(
        "[[skip]]\nid = ['3f2a', '77aa']\nreason = 'r'\nuntil = 2027-01-31\n\n\
         [[skip]]\nmutator = 'arithmetic'\nfile = 'clean.rs'\nfunction = '^total$'\nre = 'replace'\n\
         package = 'flights'\nreason = 'r'\nuntil = '2027-02-01'\n",
    )
    .skips;
    assert_eq!((skips.len(), skips[0].ids.len()), (2, 2));
    assert_eq!(skips[0].until.map(|until| until.to_string()).as_deref(), Some("2027-01-31"));
    assert_eq!(skips[1].place, "mutate-data.toml:6");
}

#[test]
fn a_suppression_needs_a_reason_and_something_to_suppress() {
    assert!(complaint("[[skip]]\nid = 'a'").contains("without `reason`"));
    assert!(complaint("[[skip]]\nid = 'a'\nreason = '  '").contains("key `reason`: is empty"));
    assert!(complaint("[[skip]]\nreason = 'r'").contains("would suppress everything"));
    assert!(complaint("[[skip]]\nid = 'a'\nreason = 'r'\nuntil = 'May'").contains("is not a date"));
    assert!(complaint("[[skip]]\nid = 'a'\nreason = 'r'\nuntil = 5").contains("must be a date"));
    assert!(complaint("[[skip]]\nids = 'a'\nreason = 'r'").contains("unknown key `ids`, did you mean `id`?"));
}

#[test]
fn kinds_of_report_are_read() {
    assert_eq!(parsed("report = ['csv', 'github']").choices.reports.map(|reports| reports.len()), Some(2));
    assert!(complaint("report = 'pdf'").contains("unknown report `pdf`"));
}
