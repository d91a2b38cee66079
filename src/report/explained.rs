//! `explain` and `suggest`: why a mutant survived with all the evidence, and the tests to write first.

use std::collections::BTreeMap;
use std::fmt::Write;

use cargo_metadata::camino::Utf8Path;

use crate::error::{Error, Result};
use crate::model::{Alignment, DataDiff, Explanation, Results, RowDiff, SmallestRows, Suggestion};
use crate::report::json;
use crate::report::schema::{MutantResult, Report, Status};
use crate::report::show::{find, place, stored};
use crate::report::style::{self, Paint};
use crate::report::table::{Cell, Grid};
use crate::report::why;
use crate::report::words::{capital, counted, line, visible};

/// Columns of a terminal that a table may take; a wider one is told row by row.
const WIDTH: usize = 110;
/// Columns that are summed up.
const COLUMNS: usize = 12;
/// Rows of the smallest input that are shown of each table.
const SMALLEST: usize = 20;

/// Why a mutant of the last run, whose files are in `dir`, survived; an unambiguous start of the id will do.
///
/// # Errors
/// Where there was no run, no single mutant has that id, or it was not looked into.
pub fn explanation(dir: &Utf8Path, id: &str, color: bool) -> Result<String> {
    told(&stored(dir)?, id, color)
}

/// As [`explanation`], of a run that was not stored.
///
/// # Errors
/// As [`explanation`].
pub fn explanation_now(results: &Results, id: &str, color: bool) -> Result<String> {
    told(&json::report(results), id, color)
}

fn told(report: &Report, id: &str, color: bool) -> Result<String> {
    let (file, mutant) = find(report, id)?;
    let Some(explanation) = &mutant.mutate_data.why else {
        let gap = matches!(mutant.status, Status::Survived | Status::NoCoverage);
        let id = &mutant.id;
        return Err(Error::Usage(if gap {
            format!("the last run did not look into {id}; run `cargo mutate-data` with `--explain full`")
        } else {
            format!(
                "{id} is no survivor ({}); `cargo mutate-data show {id}` tells of it",
                mutant.mutate_data.verdict
            )
        }));
    };
    let mut out = String::new();
    let told = Told { report, paint: Paint { color } };
    // Writing to a string cannot fail.
    let _ = told.head(&mut out, file, mutant, explanation).and_then(|()| told.body(&mut out, explanation));
    Ok(out)
}

/// The `n` tests of the last run that notice most survivors together, with their code.
///
/// # Errors
/// Where there was no run.
pub fn suggestions(dir: &Utf8Path, n: usize, color: bool) -> Result<String> {
    let report = stored(dir)?;
    let explanations: BTreeMap<String, Explanation> = report
        .mutants()
        .filter_map(|(_, mutant)| Some((mutant.id.clone(), mutant.mutate_data.why.clone()?)))
        .collect();
    let is_gap = |mutant: &MutantResult| matches!(mutant.status, Status::Survived | Status::NoCoverage);
    let gaps = report.mutants().filter(|(_, mutant)| is_gap(mutant)).count();
    let paint = Paint { color };
    let Some((sentence, choices)) = why::best(&explanations, gaps, n) else {
        let unverified = explanations.values().filter(|explanation| explanation.suggestion.is_some()).count();
        let hint = match unverified {
            0 => String::new(),
            count => {
                format!("; `cargo mutate-data explain ID` shows {} not verified", counted(count, "test"))
            }
        };
        return Ok(format!("No verified test is suggested for the {}{hint}\n", counted(gaps, "survivor")));
    };
    let mut out = format!("{}\n", paint.put(style::BOLD, capital(&sentence)));
    let told = Told { report: &report, paint };
    for choice in choices {
        let Some(suggestion) = explanations.get(&choice.id).and_then(|found| found.suggestion.as_ref())
        else {
            continue;
        };
        let _ = told.suggestion(&mut out, suggestion, &choice.kills);
    }
    Ok(out)
}

struct Told<'a> {
    report: &'a Report,
    paint: Paint,
}

impl Told<'_> {
    fn head(
        &self,
        out: &mut String,
        file: &Utf8Path,
        mutant: &MutantResult,
        told: &Explanation,
    ) -> std::fmt::Result {
        let facts = &mutant.mutate_data;
        let id = self.paint.put(style::ID, &mutant.id);
        writeln!(out, "{id} {}", self.paint.put(style::GAP, told.kind.name()))?;
        let place = self.paint.put(style::BOLD, place(file, mutant));
        writeln!(out, "{place} in {}, package {}", line(&facts.item), line(&facts.package))?;
        writeln!(out, "{}: {}", mutant.mutator_name, line(&mutant.description))
    }

    fn heading(&self, out: &mut String, text: &str) -> std::fmt::Result {
        writeln!(out, "\n{}", self.paint.put(style::BOLD, text))
    }

    fn body(&self, out: &mut String, told: &Explanation) -> std::fmt::Result {
        writeln!(out, "\nWhy: {}", line(&told.evidence))?;
        if told.chain.len() > 1 {
            let names: Vec<String> = told.chain.iter().map(|name| line(name)).collect();
            writeln!(out, "Its way out: {}", names.join(" → "))?;
        }
        let test = told.test.and_then(|index| self.report.test(&index.to_string()));
        if let Some(test) = test {
            writeln!(out, "Seen in: {}: {}", line(&test.mutate_data.target), line(&test.name))?;
        }
        for text in &told.unstable {
            writeln!(out, "Not compared: {}", line(text))?;
        }
        if let Some(diff) = &told.diff {
            let of = told.function.as_ref().map_or_else(String::new, |name| format!(" of {}", line(name)));
            self.heading(out, &format!("Output{of}, without → with the mutant: {}", why::amount(diff)))?;
            self.diff(out, diff)?;
        }
        if let Some(rows) = &told.rows {
            self.heading(out, &format!("The smallest input that shows it: {}", why::smallest(rows)))?;
            self.smallest(out, rows)?;
        }
        if !told.missing.is_empty() {
            self.heading(out, "Missing in the data")?;
            for missing in &told.missing {
                writeln!(out, "  {}", line(&missing.text))?;
                let pair =
                    |(column, value): &(String, String)| format!("{} = {}", line(column), why::value(value));
                let made: Vec<String> = missing.made.iter().map(pair).collect();
                if !made.is_empty() {
                    writeln!(out, "    made and tried: {}", made.join(", "))?;
                }
            }
        }
        match &told.suggestion {
            Some(suggestion) => self.suggestion(out, suggestion, &suggestion.kills),
            None => match &told.no_test {
                Some(reason) => writeln!(out, "\nNo test was written: {}", line(reason)),
                None => Ok(()),
            },
        }
    }

    fn diff(&self, out: &mut String, diff: &DataDiff) -> std::fmt::Result {
        for sentence in &diff.schema {
            writeln!(out, "  {}", line(sentence))?;
        }
        if let Some(text) = &diff.text {
            for text in text.lines() {
                let style = match text.as_bytes().first() {
                    Some(b'-') => style::OLD,
                    Some(b'+') => style::NEW,
                    _ => style::DIM,
                };
                writeln!(out, "  {}", self.paint.put(style, visible(text)))?;
            }
        }
        if !diff.rows.is_empty() {
            out.push_str(&self.rows(&diff.rows));
            let all = diff.changed + diff.added + diff.lost;
            if all > diff.rows.len() {
                writeln!(out, "  and {} more", counted(all - diff.rows.len(), "row"))?;
            }
        }
        // One value has no more to sum up than its row shows.
        if diff.alignment != Alignment::Text && !diff.columns.is_empty() {
            out.push('\n');
            out.push_str(&self.columns(diff).render(self.paint));
            if diff.columns.len() > COLUMNS {
                writeln!(out, "  and {}", counted(diff.columns.len() - COLUMNS, "more column"))?;
            }
        }
        if let Some(tolerance) = diff.tolerance {
            writeln!(out, "  Floats closer than {tolerance} of the larger one count as equal")?;
        }
        Ok(())
    }

    fn columns(&self, diff: &DataDiff) -> Grid {
        let header = ["column", "rows changed", "largest change", "sum", "nulls"];
        let row = |column: &crate::model::ColumnDiff| {
            let name = Cell::plain(line(&column.name));
            let facts = why::column(column).map(|(before, after)| match after.is_empty() {
                true => Cell::plain(before),
                false => Cell::change(Some(&before), Some(&after)),
            });
            std::iter::once(name).chain(facts).collect()
        };
        Grid {
            header: header.map(str::to_owned).to_vec(),
            rows: diff.columns.iter().take(COLUMNS).map(row).collect(),
        }
    }

    /// Rows as a table, or one after the other where that would be too wide.
    fn rows(&self, rows: &[RowDiff]) -> String {
        let table = Side::of(rows).grid();
        if table.width() <= WIDTH {
            return table.render(self.paint);
        }
        let mut out = String::new();
        for row in rows {
            let key =
                row.key.iter().map(|(column, value)| format!(" {} {}", line(column), why::value(value)));
            let _ = writeln!(out, "  {}{}", why::change(row.change), key.collect::<Vec<_>>().join(","));
            let cells = row.cells.iter().map(|cell| {
                let side = |text: &Option<String>| text.as_deref().map(why::value);
                let (before, after) = (side(&cell.before), side(&cell.after));
                let name = Cell::plain(format!("  {}", line(&cell.column)));
                vec![name, Cell::change(before.as_deref(), after.as_deref())]
            });
            let grid = Grid { header: vec![String::new(); 2], rows: cells.collect() };
            // The empty header is no line of its own.
            out.push_str(grid.render(self.paint).trim_start_matches('\n'));
        }
        out
    }

    fn smallest(&self, out: &mut String, rows: &SmallestRows) -> std::fmt::Result {
        for table in &rows.tables {
            writeln!(out, "  {}", line(&table.name))?;
            let cells = |row: &Vec<String>| row.iter().map(|text| Cell::plain(why::value(text))).collect();
            let shown: Vec<Vec<Cell>> = table.rows.iter().take(SMALLEST).map(cells).collect();
            let header = table.columns.iter().map(|name| line(name)).collect();
            let text = Grid { header, rows: shown }.render(self.paint);
            text.lines().try_for_each(|line| writeln!(out, "  {line}"))?;
            let more = table.more + table.rows.len().saturating_sub(SMALLEST);
            if more > 0 {
                writeln!(out, "    and {}", counted(more, "more row"))?;
            }
        }
        Ok(())
    }

    fn suggestion(&self, out: &mut String, suggestion: &Suggestion, kills: &[String]) -> std::fmt::Result {
        let status = why::verified(suggestion);
        let style = if suggestion.verified { style::GOOD } else { style::WARNING };
        let status = self.paint.put(style, status);
        let name = self.paint.put(style::BOLD, format_args!("Test {}", line(&suggestion.name)));
        writeln!(out, "\n{name} for {}, {status}", why::place(suggestion))?;
        writeln!(out, "  asserts: {}", line(&suggestion.asserts))?;
        if let Some(note) = &suggestion.note {
            writeln!(out, "  {}", line(note))?;
        }
        if !kills.is_empty() {
            let ids: Vec<String> = kills.iter().map(|id| self.paint.put(style::ID, line(id))).collect();
            writeln!(out, "  kills {}: {}", counted(kills.len(), "survivor"), ids.join(" "))?;
        }
        out.push('\n');
        suggestion
            .code
            .lines()
            .try_for_each(|code| writeln!(out, "{}", format!("    {}", visible(code)).trim_end()))
    }
}

/// Rows that differ as one table: what happened, the key, and each column that differs in any of them.
pub(crate) struct Side<'a> {
    /// Columns of the key.
    pub(crate) keys: Vec<&'a str>,
    /// Columns that differ.
    pub(crate) columns: Vec<&'a str>,
    rows: &'a [RowDiff],
}

impl<'a> Side<'a> {
    pub(crate) fn of(rows: &'a [RowDiff]) -> Self {
        let mut side = Self { keys: vec![], columns: vec![], rows };
        for row in rows {
            let names = row.key.iter().map(|(name, _)| name.as_str());
            for name in names {
                if !side.keys.contains(&name) {
                    side.keys.push(name);
                }
            }
            for cell in &row.cells {
                if !side.columns.contains(&cell.column.as_str()) {
                    side.columns.push(&cell.column);
                }
            }
        }
        side
    }

    fn grid(&self) -> Grid {
        let names = self.keys.iter().chain(&self.columns).map(|name| line(name));
        let row = |row: &RowDiff| {
            let word = Cell::plain(why::change(row.change));
            let keys = self.keys.iter().map(|name| {
                let value = row.key.iter().find(|(column, _)| column == name);
                Cell::plain(value.map(|(_, value)| why::value(value)).unwrap_or_default())
            });
            let cells = self.columns.iter().map(|name| {
                let Some(cell) = row.cells.iter().find(|cell| cell.column == *name) else {
                    return Cell::default();
                };
                let side = |text: &Option<String>| text.as_deref().map(why::value);
                Cell::change(side(&cell.before).as_deref(), side(&cell.after).as_deref())
            });
            std::iter::once(word).chain(keys).chain(cells).collect()
        };
        Grid {
            header: std::iter::once(String::new()).chain(names).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
