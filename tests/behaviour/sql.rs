//! SQL in strings and files, and the mutators that a project declares.

use std::collections::BTreeSet;

use crate::report::Mutant;
use crate::support::Package;

#[test]
fn sql_strings() {
    let package = Package::fixture("sql_strings");
    let report = package.green(&["--no-doctests"]);
    report.assert_no_quarantine();
    let sql = |item: &str| -> Vec<Mutant> {
        report.of(item).into_iter().filter(|mutant| mutant.is_sql).cloned().collect()
    };
    let statuses =
        |item: &str| sql(item).iter().map(|mutant| mutant.status.clone()).collect::<BTreeSet<String>>();
    for item in ["large", "cities", "smallest", "from", "asked", "cheapest"] {
        let missed: Vec<_> = sql(item)
            .into_iter()
            .filter(|mutant| mutant.status != "Killed")
            .map(|mutant| format!("{} {}: {}", mutant.mutator, mutant.description, mutant.status))
            .collect();
        assert!(!sql(item).is_empty(), "{item} has no SQL mutant");
        assert!(missed.is_empty(), "{item}: {missed:?}");
    }
    let swapped = sql("revenue").into_iter().find(|mutant| mutant.description == "replace SUM with MAX");
    assert_eq!(swapped.expect("the swap").status, "Survived");
    // A constant is mutated at its use.
    assert_eq!(statuses("LARGEST"), BTreeSet::from(["Killed".to_owned()]));
    // The guard: what is only parsed and printed fails the test that compares the text.
    assert_eq!(statuses("logged"), BTreeSet::from(["Ignored".to_owned()]));
    for mutant in sql("logged") {
        assert!(mutant.reason.contains("only parsed and printed"), "{}", mutant.reason);
        assert!(mutant.reason.contains("the_text_is_run_as_it_is_written"), "{}", mutant.reason);
    }
    assert_eq!(statuses("checked"), BTreeSet::from(["Ignored".to_owned()]));
    assert!(sql("checked")[0].reason.contains("while it is compiled"));
    assert!(sql("untouched").is_empty());
    assert!(
        report.mutants.iter().all(|mutant| mutant.mutator != "sql-no-op"),
        "the control is never reported"
    );
    // The report shows the SQL, and the patch still applies to the Rust file.
    let bound = sql("large").into_iter().find(|mutant| mutant.mutator == "relational").expect("a mutant");
    assert_eq!(bound.description, "replace > with >=");
    assert!(bound.diff.contains("+    db.execute(\"SELECT amount FROM orders WHERE amount >= 100\")"));
    let shown = package.ask(&["show", &bound.id]).out;
    assert!(shown.contains("-  amount > 100") && shown.contains("+  amount >= 100"), "{shown}");
    let html = std::fs::read_to_string(package.output("report/index.html")).expect("the page");
    assert!(!html.contains("sql-no-op"));
}

#[test]
fn sql_catalogue() {
    let report = Package::fixture("sql_catalogue").green(&["--no-doctests"]);
    report.assert_no_quarantine();
    let sql = mutators::CATALOGUE.iter().filter(|mutator| mutator.family == mutators::Family::Sql);
    let names: Vec<&str> = sql.map(|mutator| mutator.name).collect();
    assert!(names.len() >= 20, "{names:?}");
    let found = |name: &str, module: &str, status: &str| {
        let of = |mutant: &&Mutant| mutant.mutator == name && mutant.item.starts_with(module);
        report.mutants.iter().filter(of).any(|mutant| mutant.status == status)
    };
    for name in names {
        assert!(found(name, "tested::", "Killed"), "{name} is not killed by a proper test");
        assert!(!found(name, "tested::", "Survived"), "{name} survives a proper test");
        assert!(found(name, "untested::", "Survived"), "{name} does not survive a weak test");
    }
}

#[test]
fn a_changed_file_has_other_mutants() {
    let package = Package::variant("sql_strings", "sql_file");
    let listed = |package: &Package| -> Vec<String> {
        let ended = package.run(&["list", "--function", "^cities$"]);
        ended.out.lines().map(str::to_owned).collect()
    };
    let before = listed(&package);
    assert!(
        before.iter().any(|line| line.contains("select-distinct: delete DISTINCT in cities")),
        "{before:#?}"
    );
    package.write("src/queries/cities.sql", "SELECT city FROM orders WHERE amount > 3 ORDER BY city\n");
    let after = listed(&package);
    assert!(after.iter().any(|line| line.contains("relational: replace > with >= in cities")), "{after:#?}");
    let flipped = |lines: &[String]| lines.iter().find(|line| line.contains("order-flip")).cloned();
    // What did not change keeps its id.
    assert_eq!(flipped(&before), flipped(&after));
}

#[test]
fn own_mutators() {
    let package = Package::fixture("own_mutators");
    let report = package.green(&["--group", "all"]);
    report.assert_no_quarantine();
    report.assert_all("total", "Killed");
    assert_eq!(report.of("total").len(), 2);
    report.assert_all("booked", "Survived");
    report.assert_all("fee", "Killed");
    let one = package.ask(&["list", "-m", "wrong-year"]).out;
    assert!(one.contains("wrong-year: replace fiscal_year with calendar_year in booked"), "{one}");
    package.run(&["list", "-m", "wrong-yer"]).assert_refused(1, &["did you mean `wrong-year`?"]);
    let page = package.ask(&["mutators"]).out;
    assert!(page.contains("\nproject\n") && page.contains("wrong-currency"), "{page}");
    let manual = package.ask(&["mutators", "wrong-year"]).out;
    assert!(manual.starts_with("wrong-year (project; groups: default)"), "{manual}");
    assert!(manual.contains("the year of the calendar"), "{manual}");
    let config = package.read("mutate-data.toml").replace("\"calendar_year\"", "\"calendar_year()\"");
    package.write("mutate-data.toml", &config);
    package.run(&["list"]).assert_refused(1, &["mutate-data.toml:12: key `replacement`: `calendar_year()`"]);
}
