//! Samples as readable tables, and what sampling would read.

use std::fmt::Write;

use super::manifest::Entry;
use super::{Opened, Sample, frames};

/// Witnesses that are listed one by one; more are counted.
const MOST_LISTED: usize = 200;

/// Everything that is known of a sample.
#[must_use]
pub fn describe(sample: &Sample) -> String {
    let entry = &sample.entry;
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_all(&mut text, sample, entry);
    text
}

fn write_all(out: &mut String, sample: &Sample, entry: &Entry) -> std::fmt::Result {
    let used = &sample.used;
    writeln!(out, "{}: {} of {} rows, {}", entry.name, entry.sample_rows, entry.source_rows, layers(entry))?;
    writeln!(out, "  {}={}", used.variable, used.path)?;
    writeln!(
        out,
        "  seed {}, fingerprint {}, {} of {} bytes read",
        entry.seed,
        &entry.fingerprint[..entry.fingerprint.len().min(16)],
        entry.bytes_read,
        entry.source_bytes
    )?;
    let rows: Vec<[String; 7]> = entry
        .columns
        .iter()
        .map(|column| {
            let shown = |value: &Option<String>| value.clone().unwrap_or_default();
            [
                column.name.clone(),
                column.type_name.clone(),
                column.missing.to_string(),
                column.distinct.to_string(),
                shown(&column.min),
                shown(&column.max),
                shown(&column.mask),
            ]
        })
        .collect();
    table(out, ["column", "type", "missing", "distinct", "min", "max", "mask"], &rows)?;
    if !entry.witnesses.is_empty() {
        writeln!(out, "  witnesses found:")?;
        for (what, rows) in entry.witnesses.iter().take(MOST_LISTED) {
            writeln!(out, "    {what} ({rows} rows)")?;
        }
        more(out, entry.witnesses.len())?;
    }
    if !entry.missing_witnesses.is_empty() {
        writeln!(out, "  missing witnesses:")?;
        for what in entry.missing_witnesses.iter().take(MOST_LISTED) {
            writeln!(out, "    {what}")?;
        }
        more(out, entry.missing_witnesses.len())?;
    }
    for note in &entry.notes {
        writeln!(out, "  note: {note}")?;
    }
    Ok(())
}

fn more(out: &mut String, count: usize) -> std::fmt::Result {
    match count.checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        Some(more) => writeln!(out, "    and {more} more"),
        None => Ok(()),
    }
}

/// `key 2500, witness 300, reservoir 2200`.
#[must_use]
pub fn layers(entry: &Entry) -> String {
    let layers: Vec<String> = entry.layers.iter().map(|(name, rows)| format!("{name} {rows}")).collect();
    if layers.is_empty() { "no rows".to_owned() } else { layers.join(", ") }
}

fn table<const N: usize>(out: &mut String, head: [&str; N], rows: &[[String; N]]) -> std::fmt::Result {
    let head = head.map(str::to_owned);
    let mut width = [0; N];
    for row in std::iter::once(&head).chain(rows) {
        for (width, cell) in width.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::from(" ");
        for (cell, width) in row.iter().zip(width) {
            write!(line, " {}{}", visible(cell), " ".repeat(width - cell.chars().count()))?;
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Control characters of data would move the cursor.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '·' } else { c }).collect()
}

/// One line on what the tests of a run are given.
#[must_use]
pub fn used(samples: &[Sample]) -> String {
    let one = |sample: &Sample| {
        let entry = &sample.entry;
        let missing = match entry.missing_witnesses.len() {
            0 => String::new(),
            1 => ", 1 witness missing".to_owned(),
            missing => format!(", {missing} witnesses missing"),
        };
        let again = if sample.used.cached { ", as before" } else { "" };
        format!("{} {} of {} rows{missing}{again}", entry.name, entry.sample_rows, entry.source_rows)
    };
    samples.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What making the sample would read, without reading it.
#[must_use]
pub fn outlook(opened: &Opened<'_>) -> String {
    let data_set = opened.data_set;
    let bytes = opened.source.bytes();
    let files = opened.source.files.len();
    let mut text = format!(
        "{}: {} rows wanted, {files} files of {bytes} bytes at {}\n",
        data_set.name, data_set.rows, opened.source.base
    );
    if opened.source.format.is_text() {
        let _ = writeln!(text, "  text: all {bytes} bytes stream by once, records are kept as they are");
    } else {
        let rows: u64 = opened.surveys.iter().filter_map(|survey| survey.rows).sum();
        let groups: usize = opened.surveys.iter().map(|survey| survey.groups.len()).sum();
        let _ = writeln!(text, "  metadata: {rows} rows in {groups} row groups");
        let referred = data_set.references.iter().flat_map(|reference| &reference.columns);
        let mut whole: Vec<String> =
            data_set.key.iter().chain(&data_set.stratify_by).chain(referred).cloned().collect();
        whole.sort();
        whole.dedup();
        let read = opened
            .surveys
            .iter()
            .flat_map(|survey| (0..survey.groups.len()).map(|group| frames::bytes(survey, group, &whole)));
        if !whole.is_empty() {
            let _ = writeln!(text, "  of every row group {}: {} bytes", whole.join(", "), read.sum::<u64>());
        }
        if data_set.witnesses {
            let _ = writeln!(
                text,
                "  columns that the code names, in row groups whose statistics promise a witness"
            );
        }
        let _ = writeln!(text, "  all columns of the row groups that hold chosen rows");
    }
    for reference in &data_set.references {
        let _ =
            writeln!(text, "  refers to {}: its {} is read first", reference.to, reference.key.join(", "));
    }
    for (column, mask) in data_set.masked() {
        let _ = writeln!(text, "  masks {column}: {mask}");
    }
    if let Some(contract) = &opened.contract {
        let _ = writeln!(text, "  contract: {}", contract.path);
    }
    text
}
