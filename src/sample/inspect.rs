//! Judgements on settings and samples: names that no column has, what decides a sample, what the user should know.

use mutators::witness::Clues;

use super::data_set::Mask;
use super::hunt::{group_sizes, key_sets};
use super::manifest::Entry;
use super::mask::Masker;
use super::pii::Detector;
use super::scan::{Batch, Scan, Visitor};
use super::source;
use super::survey::{Column, Kind};
use super::take::Taken;
use super::{DataSet, Opened, Pii, contract};
use crate::error::Result;
use crate::settings::parse;

/// Every column that the settings name exists.
///
/// # Errors
/// Usage errors with the nearest name; differences from the contract.
pub fn check_names(opened: &Opened<'_>) -> Result<()> {
    let data_set = opened.data_set;
    let named = data_set.key.iter().map(|name| ("key", name));
    let named = named.chain(data_set.stratify_by.iter().map(|name| ("stratify-by", name)));
    let references = data_set.references.iter().flat_map(|reference| &reference.columns);
    for (key, name) in named.chain(references.map(|name| ("references", name))) {
        check_name(opened, key, name)?;
    }
    for (name, mask) in &data_set.mask {
        check_name(opened, "mask", name)?;
        if source::partitions(&opened.source.files[0].relative).contains(name) && mask.hides() {
            return Err(data_set.error(format_args!(
                "`mask` names the column `{name}`, which stands in the paths of the partitions; mask it where they are made"
            )));
        }
        if let Mask::ShiftDates(entity) = mask {
            check_name(opened, "mask", entity)?;
        }
    }
    match &opened.contract {
        None => Ok(()),
        Some(promise) => {
            let lines = contract::differences(promise, &opened.source, &opened.surveys);
            if lines.is_empty() { Ok(()) } else { Err(contract::broken(data_set, promise, &lines)) }
        }
    }
}

fn check_name(opened: &Opened<'_>, key: &str, name: &str) -> Result<()> {
    let known = column_names(opened);
    if known.iter().any(|known| known == name) {
        return Ok(());
    }
    // Names of columns are spelled in any way, so case and underscores count for nothing.
    let plain = |name: &str| name.to_lowercase().replace('_', "-");
    let plains: Vec<String> = known.iter().map(|name| plain(name)).collect();
    let near = parse::nearest(name, plains.iter().map(String::as_str));
    let near = near.and_then(|near| known.iter().find(|name| plain(name) == near));
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("columns are `{}`", known.join("`, `")),
    };
    Err(opened.data_set.error(format_args!(
        "`{key}` names the column `{name}`, which {} does not have; {hint}",
        opened.source.files[0].path
    )))
}

/// The names of all columns of a source, those that stand in the paths of its partitions first.
#[must_use]
pub fn column_names(opened: &Opened<'_>) -> Vec<String> {
    let mut names = source::partitions(&opened.source.files[0].relative);
    for column in opened.surveys.iter().flat_map(|survey| &survey.columns) {
        if !names.contains(&column.name) {
            names.push(column.name.clone());
        }
    }
    names
}

/// Every column that references name in other data sets exists there.
///
/// # Errors
/// Usage errors with the nearest name.
pub fn check_references(all: &[Opened<'_>]) -> Result<()> {
    for child in all {
        for reference in &child.data_set.references {
            let Some(parent) = all.iter().find(|other| other.data_set.name == reference.to) else { continue };
            for name in &reference.key {
                check_name(parent, &format!("references` of `{}", child.data_set.name), name)?;
            }
            let masks = |data_set: &DataSet, names: &[String]| -> Vec<Option<Mask>> {
                names
                    .iter()
                    .map(|name| data_set.mask.get(name).filter(|mask| mask.hides()).cloned())
                    .collect()
            };
            if masks(child.data_set, &reference.columns) != masks(parent.data_set, &reference.key) {
                return Err(child.data_set.error(format_args!(
                    "`{}` refers to `{}` of `{}`, but they are masked differently, so that no row would match; give both the same mask",
                    reference.columns.join(", "),
                    reference.key.join(", "),
                    reference.to
                )));
            }
        }
    }
    Ok(())
}

/// Everything that decides a sample apart from the content of its files: settings, contract, masking key, and of the
/// code what it compares the columns with.
#[must_use]
pub fn decided_by(opened: &Opened<'_>, masker: &Masker<'_>, clues: &Clues) -> String {
    let mut text = opened.data_set.policy();
    text.push_str(&masker.key_id());
    if let Some(contract) = &opened.contract {
        text.push_str(&format!("{contract:?}"));
    }
    if opened.data_set.witnesses {
        let names = column_names(opened);
        for name in names.iter().filter(|name| clues.names(name)) {
            text.push_str(&format!("{name}{:?}", clues.of(name)));
        }
        let known = names.into_iter().collect();
        text.push_str(&format!("{:?}{:?}", key_sets(clues, &known), group_sizes(clues, &known)));
    }
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// A hash of names and types.
#[must_use]
pub fn schema_hash(columns: &[Column]) -> String {
    let text: Vec<String> =
        columns.iter().map(|column| format!("{}: {}", column.name, column.type_name)).collect();
    blake3::hash(text.join("\n").as_bytes()).to_hex()[..16].to_owned()
}

/// A hash of the masks, without their key.
#[must_use]
pub fn masking_policy(data_set: &DataSet) -> String {
    let masks: Vec<String> = data_set.mask.iter().map(|(name, mask)| format!("{name} = {mask}")).collect();
    blake3::hash(masks.join("\n").as_bytes()).to_hex()[..16].to_owned()
}

/// Notes columns that look personal.
///
/// # Errors
/// Usage errors where the data set denies them.
pub fn judge_personal(data_set: &DataSet, taken: &Taken, entry: &mut Entry) -> Result<()> {
    if taken.personal.is_empty() {
        return Ok(());
    }
    let columns: Vec<String> =
        taken.personal.iter().map(|(column, kind)| format!("`{column}` looks like {kind}")).collect();
    let advice = "name it in `mask` (pseudonym, redact, shift-dates, bucket, or keep)";
    let text = format!("{}; {advice}", columns.join(", "));
    if data_set.pii == Pii::Deny {
        return Err(data_set.error(text));
    }
    entry.personal = taken.personal.iter().map(|(column, _)| column.clone()).collect();
    entry.notes.push(text);
    Ok(())
}

/// Notes sizes that do not come out as asked.
pub fn note_sizes(opened: &Opened<'_>, entry: &mut Entry) {
    let rows = opened.data_set.rows;
    if entry.source_rows < rows as u64 {
        entry.notes.push(format!(
            "{rows} rows asked, but {} holds {}; all are taken",
            opened.source.base, entry.source_rows
        ));
    }
    let bare = entry.files.iter().filter(|file| file.rows > 0 && file.sample_rows == 0).count();
    if bare > 0 {
        let all = entry.files.len();
        entry.notes.push(format!("{rows} rows leave {bare} of {all} files without any; raise `rows`"));
    }
}

/// The columns of a source that look personal, by name or by the values of all rows.
///
/// # Errors
/// Files that cannot be read.
pub fn personal(opened: &Opened<'_>) -> Result<Vec<String>> {
    struct Look<'a> {
        names: &'a [String],
        detector: Detector,
    }
    impl Visitor for Look<'_> {
        fn wants(&mut self, _: usize, _: usize) -> Vec<usize> {
            (0..self.names.len()).collect()
        }

        fn visit(&mut self, batch: &Batch<'_>) -> Result<Vec<usize>> {
            for (name, cells) in self.names.iter().zip(&batch.columns) {
                self.detector.see(name, cells.iter().flatten());
            }
            Ok(vec![])
        }
    }
    let is_text = |column: &&Column| matches!(column.kind, Kind::Text | Kind::Int);
    let names: Vec<String> =
        opened.surveys[0].columns.iter().filter(is_text).map(|column| column.name.clone()).collect();
    let mut look = Look { names: &names, detector: Detector::default() };
    let (data_set, source, surveys) = (opened.data_set, &opened.source, opened.surveys.as_slice());
    Scan { data_set, source, surveys, needed: &names }.run(&mut look, None)?;
    Ok(look.detector.finish().into_iter().map(|(name, _)| name).collect())
}
