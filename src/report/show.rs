//! `show`: all that the last run knows of one mutant.

use std::fmt::Write;

use cargo_metadata::camino::Utf8Path;

use crate::error::{Error, Result};
use crate::report::schema::{MutantResult, Report, Status};
use crate::report::style::{self, Paint};
use crate::report::summary::relative;
use crate::report::words::{capital, counted, line, nearest, time, visible};
use crate::report::{json, text};

/// More candidates than this for an ambiguous id are counted only.
const CANDIDATES: usize = 5;

/// What the last run, whose files are in `dir`, knows of a mutant; an unambiguous start of the id will do.
///
/// # Errors
/// Where there was no run, or no single mutant has that id.
pub fn show(dir: &Utf8Path, id: &str, color: bool) -> Result<String> {
    let report = stored(dir)?;
    let (file, mutant) = find(&report, id)?;
    Ok(Card { report: &report, dir, file, mutant, paint: Paint { color } }.render())
}

/// What the last run left in `dir`.
pub(super) fn stored(dir: &Utf8Path) -> Result<Report> {
    let path = dir.join("mutants.json");
    if !path.exists() {
        return Err(Error::Usage(format!(
            "there is no run to show: {path} does not exist; run `cargo mutate-data` first"
        )));
    }
    json::read(&path)
}

/// The mutant with an id that starts so, and its file.
pub(super) fn find<'a>(report: &'a Report, id: &str) -> Result<(&'a Utf8Path, &'a MutantResult)> {
    let typed = line(id);
    let found: Vec<_> = report.mutants().filter(|(_, mutant)| mutant.id.starts_with(id)).collect();
    let exact = found.iter().position(|(_, mutant)| mutant.id == id);
    match (exact, found.as_slice()) {
        (Some(index), all) => Ok((all[index].0, all[index].1)),
        (None, [(file, mutant)]) => Ok((file, mutant)),
        (None, []) => {
            let all = "`cargo mutate-data list` shows all";
            let hint = match nearest(id, report.mutants().map(|(_, mutant)| mutant.id.as_str())) {
                Some(nearest) => format!("the nearest is {nearest}; {all}"),
                None => all.to_owned(),
            };
            Err(Error::Usage(format!(
                "no mutant of the last run has an id that starts with `{typed}`; {hint}"
            )))
        }
        (None, several) => {
            let mut text =
                format!("{} have an id that starts with `{typed}`:", counted(several.len(), "mutant"));
            for (file, mutant) in several.iter().take(CANDIDATES) {
                let _ = write!(text, "\n  {} {}", mutant.id, place(file, mutant));
            }
            if several.len() > CANDIDATES {
                let _ = write!(text, "\n  and {} more", several.len() - CANDIDATES);
            }
            Err(Error::Usage(text))
        }
    }
}

pub(super) fn place(file: &Utf8Path, mutant: &MutantResult) -> String {
    let start = mutant.location.start;
    format!("{}:{}:{}", line(file.as_str()), start.line, start.column)
}

struct Card<'a> {
    report: &'a Report,
    dir: &'a Utf8Path,
    file: &'a Utf8Path,
    mutant: &'a MutantResult,
    paint: Paint,
}

impl Card<'_> {
    fn render(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let Self { mutant, paint, .. } = self;
        let facts = &mutant.mutate_data;
        let gap = matches!(mutant.status, Status::Survived | Status::NoCoverage);
        let verdict = paint.put(if gap { style::GAP } else { style::BOLD }, &facts.verdict);
        writeln!(out, "{} {verdict}", paint.put(style::ID, &mutant.id))?;
        let (item, package) = (line(&facts.item), line(&facts.package));
        writeln!(out, "{} in {item}, package {package}", paint.put(style::BOLD, place(self.file, mutant)))?;
        let (name, family, group) = (&mutant.mutator_name, &facts.family, &facts.group);
        writeln!(out, "{name} ({family}, group {group}): {}", line(&mutant.description))?;
        if !facts.also.is_empty() {
            writeln!(out, "also proposed by {}", line(&facts.also.join(", ")))?;
        }
        writeln!(out, "\n{}", self.diff())?;
        writeln!(out, "Why: {}", text_block(&mutant.status_reason))?;
        if let Some(missing) = &facts.missing {
            writeln!(out, "What is missing: {}", line(missing))?;
        }
        if let Some(why) = &facts.why {
            let kind = paint.put(style::BOLD, capital(why.kind.name()));
            writeln!(out, "{kind}: {}", line(&why.evidence))?;
        }
        self.write_tests(out)?;
        if let Some(mutator) = mutators::catalogue::find(name) {
            writeln!(out, "\n{}", paint.put(style::BOLD, format_args!("About {name}")))?;
            out.push_str(&text::manual(mutator));
        }
        self.write_commands(out)
    }

    fn diff(&self) -> String {
        let paint = |line: &str| {
            let style = match line.as_bytes().first() {
                Some(b'-') if !line.starts_with("--- ") => style::OLD,
                Some(b'+') if !line.starts_with("+++ ") => style::NEW,
                Some(b' ') => return visible(line) + "\n",
                _ => style::DIM,
            };
            self.paint.put(style, visible(line)) + "\n"
        };
        let facts = &self.mutant.mutate_data;
        let sql = facts.sql.as_ref().map(|sql| {
            let diff = similar::TextDiff::from_lines(&sql.before, &sql.after);
            diff.unified_diff().context_radius(3).missing_newline_hint(false).to_string()
        });
        sql.as_ref().unwrap_or(&facts.diff).lines().map(paint).collect()
    }

    fn write_tests(&self, out: &mut String) -> std::fmt::Result {
        let Self { report, mutant, paint, .. } = self;
        let infected = &mutant.mutate_data.infected_by;
        if mutant.covered_by.is_empty() {
            return Ok(());
        }
        let sees = match (infected.len(), mutant.mutate_data.verdict.as_str()) {
            (0, _) => String::new(),
            (count, _) => format!(", the changed value differs in {count} of them"),
        };
        let heading = format!("{} run this code{sees}", counted(mutant.covered_by.len(), "test"));
        writeln!(out, "\n{}", paint.put(style::BOLD, heading))?;
        for id in &mutant.covered_by {
            let Some(test) = report.test(id) else { continue };
            let spent = time(std::time::Duration::from_secs_f64(test.mutate_data.duration.max(0.0) / 1e3));
            let (name, target) = (line(&test.name), line(&test.mutate_data.target));
            let marks = [(&mutant.killed_by, "ended it"), (infected, "value differs")];
            let marks: Vec<_> =
                marks.iter().filter(|(ids, _)| ids.contains(id)).map(|(_, mark)| *mark).collect();
            let marks = if marks.is_empty() { String::new() } else { format!("  ({})", marks.join(", ")) };
            writeln!(out, "  {spent:>8}  {target}: {name}{marks}")?;
        }
        Ok(())
    }

    fn write_commands(&self, out: &mut String) -> std::fmt::Result {
        let Self { report, mutant, paint, .. } = self;
        writeln!(out, "\n{}", paint.put(style::BOLD, "Try it"))?;
        writeln!(out, "  cargo mutate-data replay {}", mutant.id)?;
        if mutant.mutate_data.why.is_some() {
            writeln!(out, "  cargo mutate-data explain {}", mutant.id)?;
        }
        let file = self.dir.join(format!("diff/{}.diff", mutant.id));
        if matches!(mutant.status, Status::Survived | Status::NoCoverage) {
            let file = relative(&file, &report.project_root);
            let package = &mutant.mutate_data.package;
            writeln!(out, "  patch -p1 < {file} && cargo test -p {package}; patch -R -p1 < {file}")?;
        }
        Ok(())
    }
}

/// Foreign text of one or more lines, continued under its first.
fn text_block(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Results;
    use crate::report::format::Reports;
    use crate::report::{testing, write_all};

    fn after(mut results: Results) -> impl Fn(&str) -> Result<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("UTF-8").to_owned();
        results.root.clone_from(&root);
        write_all(&mut results, &root.join("target/mutate-data"), &Reports::default()).expect("written");
        move |id| {
            let _keep = &folder;
            show(&root.join("target/mutate-data"), id, false)
        }
    }

    #[test]
    fn a_card_tells_place_diff_reason_tests_and_commands() {
        let card = after(testing::results())("3f9").expect("a card");
        let (facts, manual) = card.split_once("\nAbout arithmetic\n").expect("a manual");
        insta::assert_snapshot!(facts, @r"
    3f9bd001 survived
    flights/src/clean.rs:3:48 in landing, package flights
    arithmetic (code, group default): replace + with -
    also proposed by return-value

    --- a/flights/src/clean.rs
    +++ b/flights/src/clean.rs
    @@ -1,6 +1,6 @@
     /// Minutes after midnight, a day later where the clock went round.
     pub fn landing(departure: u32, minutes: u32) -> u32 {
    -    let late = if departure < 1440 { departure + minutes } else { minutes };
    +    let late = if departure < 1440 { departure - minutes } else { minutes };
         late % 1440
     }
     

    Why: the value changes in at least one test, and no assertion notices

    2 tests run this code, the changed value differs in 1 of them
         11 ms  flights (lib): clean::tests::midnight_is_a_day_later
        340 ms  flights (lib): clean::tests::cancelled_flights_have_no_delay  (value differs)
    ");
        assert!(manual.contains("The bug it imitates"), "{manual}");
        assert!(manual.ends_with(
            "Try it\n  cargo mutate-data replay 3f9bd001\n  \
             patch -p1 < target/mutate-data/diff/3f9bd001.diff && cargo test -p flights; \
             patch -R -p1 < target/mutate-data/diff/3f9bd001.diff\n"
        ));
    }

    #[test]
    fn a_data_gap_names_the_row_that_is_missing() {
        let card = after(testing::results())("3f2a").expect("a card");
        assert!(card.contains("\nWhat is missing: no test has `departure` equal to `1440`\n"), "{card}");
    }

    #[test]
    fn a_killed_mutant_names_its_killer_and_the_message() {
        let card = after(testing::results())("a100000a").expect("a card");
        assert!(card.contains("Why: assertion `left == right` failed: 1 hour\n"), "{card}");
        assert!(card.contains("clean::tests::midnight_is_a_day_later  (ended it)\n"), "{card}");
        assert!(!card.contains("patch -p1"), "no diff file was written");
    }

    #[test]
    fn ids_that_fit_none_or_several_say_so() {
        let show = after(testing::results());
        let message = |id| show(id).expect_err("no single mutant").to_string();
        assert_eq!(
            message("3f"),
            "2 mutants have an id that starts with `3f`:\n  3f2a91c0 flights/src/clean.rs:3:29\n  \
             3f9bd001 flights/src/clean.rs:3:48"
        );
        let unknown = "no mutant of the last run has an id that starts with";
        let all = "`cargo mutate-data list` shows all";
        assert_eq!(message("3f2a91c1"), format!("{unknown} `3f2a91c1`; the nearest is 3f2a91c0; {all}"));
        assert_eq!(message("zzzz"), format!("{unknown} `zzzz`; {all}"));
    }

    #[test]
    fn without_a_run_there_is_nothing_to_show() {
        let message = show(Utf8Path::new("/nonexistent"), "3f", false).expect_err("no run").to_string();
        assert!(message.ends_with("run `cargo mutate-data` first"), "{message}");
    }

    #[test]
    fn hostile_text_cannot_steer_the_terminal() {
        let show = after(testing::hostile());
        for id in ["00000001", "00000002", "00000003"] {
            let card = show(id).expect("a card");
            assert!(card.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{card:?}");
        }
    }
}
