//! `sample`: makes samples, or says what would be read, what they hold, whether the data keep their contracts.

use std::time::Instant;

use super::commands::terminal;
use super::flags::SampleOptions;
use super::output::print;
use crate::config::contracts;
use crate::error::{Error, Result};
use crate::model::{Event, Phase, Reporter};
use crate::sample::survey::Survey;
use crate::sample::{self, DataSet, Request, contract, describe, inspect, source};
use crate::settings::{Settings, parse};
use crate::{discover, workspace};

/// The exit code.
pub fn answer(settings: &Settings, names: &[String], options: &SampleOptions) -> Result<u8> {
    let workspace = workspace::load(settings)?;
    let data_sets = named(&settings.data_sets, names)?;
    sample::relations::groups(&settings.data_sets, &[])?;
    if options.dry_run {
        return dry_run(&data_sets);
    }
    if options.check {
        return check(settings, &data_sets);
    }
    let out_dir = &workspace.output().join("samples");
    let clues = &discover::witness::clues(&workspace, &settings.data_sets);
    let request = Request { data_sets: &settings.data_sets, names, clues, out_dir, refresh: options.refresh };
    if options.write_schema {
        return write_contracts(settings, &data_sets);
    }
    let terminal = terminal(settings);
    let start = Instant::now();
    terminal.event(&Event::PhaseStarted { phase: Phase::Sample, total: Some(data_sets.len()) });
    let samples = sample::prepare(&request, &terminal)?;
    let summary = format!("{} data sets", samples.len());
    terminal.event(&Event::PhaseFinished {
        phase: Phase::Sample,
        duration: start.elapsed(),
        summary: &summary,
    });
    for sample in &samples {
        if options.describe {
            print(&describe::describe(sample))?;
            continue;
        }
        let used = &sample.used;
        let from = if used.cached { "made before" } else { "made now" };
        let (rows, all) = (used.sample_rows, used.source_rows);
        let layers = describe::layers(&sample.entry);
        let missing = match sample.entry.missing_witnesses.len() {
            0 => String::new(),
            1 => ", 1 witness missing (see --describe)".to_owned(),
            missing => format!(", {missing} witnesses missing (see --describe)"),
        };
        print(&format!(
            "{}: {rows} of {all} rows ({layers}), {from}{missing}\n  {}={}\n",
            used.name, used.variable, used.path
        ))?;
    }
    Ok(0)
}

/// The data sets of these names, all where there is no name.
fn named<'a>(data_sets: &'a [DataSet], names: &[String]) -> Result<Vec<&'a DataSet>> {
    if data_sets.is_empty() {
        let advice = "add a [[data-set]] to mutate-data.toml at the workspace root, see `sample --help`";
        return Err(Error::Usage(format!("no data set is declared; {advice}")));
    }
    if names.is_empty() {
        return Ok(data_sets.iter().collect());
    }
    let known = data_sets.iter().map(|data_set| data_set.name.as_str());
    let find = |name: &String| {
        let found = data_sets.iter().find(|data_set| data_set.name == *name);
        found.ok_or_else(|| {
            Error::Usage(format!("unknown data set `{name}`, {}", parse::suggestion(name, known.clone())))
        })
    };
    names.iter().map(find).collect()
}

fn dry_run(data_sets: &[&DataSet]) -> Result<u8> {
    for data_set in data_sets {
        print(&describe::outlook(&sample::open(data_set)?))?;
    }
    Ok(0)
}

/// Opens what a data set refers to, besides itself.
fn opened_parents<'a>(settings: &'a Settings, data_set: &DataSet) -> Result<Vec<sample::Opened<'a>>> {
    let is_parent = |other: &&DataSet| data_set.references.iter().any(|reference| reference.to == other.name);
    let opened = settings.data_sets.iter().filter(is_parent).map(sample::open).collect::<Result<Vec<_>>>()?;
    Ok(opened)
}

fn parent_keys(settings: &Settings, data_set: &DataSet) -> Result<Vec<std::collections::HashSet<u64>>> {
    let opened = opened_parents(settings, data_set)?;
    let all: Vec<(&DataSet, &source::Source, &[Survey])> =
        opened.iter().map(|other| (other.data_set, &other.source, other.surveys.as_slice())).collect();
    contract::parents(data_set, &all)
}

/// Every row against its contract.
fn check(settings: &Settings, data_sets: &[&DataSet]) -> Result<u8> {
    for data_set in data_sets {
        let opened = sample::open(data_set)?;
        let Some(promise) = &opened.contract else {
            print(&format!("{}: no contract; write one with --write-schema\n", data_set.name))?;
            continue;
        };
        let mut lines = contract::check(data_set, promise, &opened.source, &opened.surveys)?;
        let parents = parent_keys(settings, data_set)?;
        for (reference, keys) in data_set.references.iter().zip(&parents) {
            let Some(most) = promise.orphans.get(&reference.columns) else { continue };
            let rows = (*data_set, &opened.source, opened.surveys.as_slice());
            let share = contract::orphans(rows, &reference.columns, keys)?;
            if share > *most {
                let columns = reference.columns.join("`, `");
                lines.push(format!(
                    "column `{columns}`: expected at most {most} of the rows without a row in {}, found {share:.4} in {}",
                    reference.to, opened.source.base
                ));
            }
        }
        if !lines.is_empty() {
            return Err(contract::broken(data_set, promise, &lines));
        }
        print(&format!("{}: keeps {}\n", data_set.name, promise.path))?;
    }
    Ok(0)
}

fn write_contracts(settings: &Settings, data_sets: &[&DataSet]) -> Result<u8> {
    for data_set in data_sets {
        // What the old contract says does not matter.
        let source = source::Source::find(data_set)?;
        let surveys = sample::survey::survey(data_set, &source)?;
        let opened = sample::Opened { data_set, source, surveys, contract: None };
        inspect::check_names(&opened)?;
        let personal = inspect::personal(&opened)?;
        let parents = parent_keys(settings, data_set)?;
        let draft = contract::draft(data_set, &opened.source, &opened.surveys, &personal, &parents)?;
        contracts::save(&draft)?;
        print(&format!("{}: {} columns in {}\n", data_set.name, draft.columns.len(), draft.path))?;
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_data_set_gets_the_nearest_name() {
        let sets = ["flights", "planes"].map(|name| DataSet::new(name, "x", "/".into()));
        let error = named(&sets, &["flight".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "unknown data set `flight`, did you mean `flights`?");
        assert!(named(&[], &[]).unwrap_err().to_string().contains("[[data-set]]"));
    }
}
