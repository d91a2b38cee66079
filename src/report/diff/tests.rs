//! Tests of the diffs, with the `patch` program as the judge where it is installed.

use std::fs;
use std::process::Command;

use super::*;
use crate::report::testing::{self, CLEAN, mutant};

fn rendered(lines: &[DiffLine]) -> String {
    let mark = |segment: &Segment| {
        if segment.emphasised { format!("[{}]", segment.text) } else { segment.text.clone() }
    };
    let line =
        |line: &DiffLine| format!("{} {}\n", line.sign(), line.segments.iter().map(mark).collect::<String>());
    lines.iter().map(line).collect()
}

fn change(source: &str, original: &str, replacement: &str) -> String {
    rendered(&lines(&mutant("1", "a.rs", source, original, 0, replacement), source))
}

#[test]
fn the_changed_words_of_a_line_are_marked() {
    assert_eq!(change("    a + b;\n", "+", "-"), "- a [+] b;\n+ a [-] b;\n");
    assert_eq!(change("a < b", "<", "<="), "- a [<] b\n+ a [<=] b\n");
    assert_eq!(
        change("a.is_some_and(f)", "is_some_and", "is_none_or"),
        "- a.[is_some_and](f)\n+ a.[is_none_or](f)\n"
    );
}

#[test]
fn only_the_words_that_differ_are_marked_in_a_long_edit() {
    let change = change(
        "x(\"SELECT a FROM t WHERE a > 1\");",
        "\"SELECT a FROM t WHERE a > 1\"",
        "\"SELECT a FROM t\"",
    );
    assert_eq!(change, "- x(\"SELECT a FROM t[ WHERE a > 1]\");\n+ x(\"SELECT a FROM t\");\n");
}

#[test]
fn a_deleted_statement_leaves_no_blank_line() {
    assert_eq!(change("fn f() {\n    log();\n}\n", "log();", ""), "- log();\n");
}

#[test]
fn common_indentation_is_dropped_and_inner_indentation_kept() {
    let source = "{\n\tif a {\n\t\tb();\n\t}\n}\n";
    assert_eq!(change(source, "if a {\n\t\tb();\n\t}", "c()"), "- if a {\n-     b();\n- }\n+ c()\n");
}

#[test]
fn lines_that_stay_within_an_edit_are_a_gap() {
    assert_eq!(change("a\nb\nc\n", "a\nb\nc", "x\nb\ny"), "- a\n+ x\n  ...\n- c\n+ y\n");
}

#[test]
fn short_forms_leave_the_middle_out() {
    let body = "a1\na2\na3\na4\na5\na6\na7".to_owned();
    let mutant = mutant("1", "a.rs", &body, &body, 0, "None");
    assert_eq!(rendered(&short(&lines(&mutant, &body))), "- a1\n- a2\n  ... 4 more lines\n- a7\n+ None\n");
}

#[test]
fn short_forms_keep_what_is_next_to_the_change() {
    let source = format!("{}+{}", "a".repeat(10_000), "b".repeat(10_000));
    let short = short(&lines(&mutant("1", "a.rs", &source, "+", 0, "-"), &source));
    assert!(short.iter().all(|line| line.text().len() < 300), "{}", rendered(&short));
    assert!(rendered(&short).contains("aaa[-]bbb"));
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let results = testing::hostile();
    let lines = rendered(&lines(&results.mutants[1], testing::HOSTILE));
    assert_eq!(
        lines.lines().next(),
        Some("- fn b(\\u{202e}x: u8) { let 𝒳 = 1 [+] 2; } // \\u{1b}[31m \\u{0}")
    );
}

#[test]
fn another_text_than_the_mutants_own_gives_no_diff() {
    let mutant = mutant("1", "a.rs", "a + b", "+", 0, "-");
    assert_eq!(lines(&mutant, "something else"), []);
    assert_eq!(unified(&mutant, ""), "");
}

#[test]
fn unified_diffs_have_three_lines_of_context() {
    let mutant = mutant("1", "flights/src/clean.rs", CLEAN, "flight.delay", 0, "0");
    insta::assert_snapshot!(unified(&mutant, CLEAN), @r"
    --- a/flights/src/clean.rs
    +++ b/flights/src/clean.rs
    @@ -11,7 +11,7 @@
                 if flight.cancelled && flight.diverted {
                     continue;
                 }
    -            out.push(flight.delay);
    +            out.push(0);
             }
             out.sort_unstable();
             out
    ");
}

#[test]
fn patch_and_git_make_the_mutated_file() {
    let crlf = CLEAN.replace('\n', "\r\n");
    let cases = [
        (CLEAN, "<", 0, "<="),
        (CLEAN, "/// Minutes", 0, "//"),
        (CLEAN, "out.sort_unstable();", 0, ""),
        (CLEAN, "let mut out = vec![];\n        for flight in &self.flights {", 0, "todo!(); {"),
        (crlf.as_str(), "+", 0, "-"),
        (testing::HOSTILE, "+", 0, "-"),
        (testing::HOSTILE, "'quotes'", 0, "\n\n"),
        ("one", "one", 0, "two"),
        ("one\n", "one", 0, ""),
        ("one\n", "one\n", 0, ""),
    ];
    for (file, program, arguments) in
        [("src dir/a b.rs", "patch", ["-p1", "-s", "-i"]), ("a.rs", "git", ["apply", "-p1", "--"])]
    {
        if Command::new(program).arg("--version").output().is_err() {
            continue;
        }
        for (source, original, nth, replacement) in &cases {
            let mutant = mutant("1", file, source, original, *nth, replacement);
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(&path, source).expect("written");
            fs::write(folder.path().join("m.diff"), unified(&mutant, source)).expect("written");
            let run = Command::new(program)
                .args(arguments)
                .arg("m.diff")
                .current_dir(&folder)
                .output()
                .expect("run");
            assert!(run.status.success(), "{program} {}: {run:?}", unified(&mutant, source));
            // `patch` removes a file that becomes empty.
            let text = fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(text, mutated_source(&mutant, source), "{program} on {original:?}");
        }
    }
}

#[test]
fn of_a_sql_text_the_lines_of_the_sql_are_shown() {
    let source = "db.execute(\"select a from t where b > 3\")";
    let mut mutant =
        mutant("1", "a.rs", source, "\"select a from t where b > 3\"", 0, "\"SELECT a FROM t WHERE b >= 3\"");
    let text = |operator: &str| format!("SELECT\n  a\nFROM\n  t\nWHERE\n  b {operator} 3");
    mutant.sql = Some(mutators::SqlEdit { before: text(">"), after: text(">=") });
    let shown: Vec<_> =
        lines(&mutant, source).iter().map(|line| format!("{}{}", line.sign(), line.text())).collect();
    assert_eq!(shown, ["-b > 3", "+b >= 3"]);
    let marked: Vec<_> = lines(&mutant, source)
        .iter()
        .flat_map(|line| line.segments.clone())
        .filter(|segment| segment.emphasised)
        .map(|segment| segment.text)
        .collect();
    assert_eq!(marked, [">", ">="]);
    assert_eq!(mutant.change(), "replace > with >=");
    // The patch changes the Rust file.
    assert!(unified(&mutant, source).contains("+db.execute(\"SELECT a FROM t WHERE b >= 3\")"));
}
