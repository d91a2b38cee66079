//! Samples of the declared data sets, which every test process is given by environment variable.
//!
//! A sample is a seeded choice of rows, in the order of the source and in its own format, columns and types. It is made
//! in layers ([`choose`]): whole keys with the rows they refer to, witness rows that the code's own comparisons tell
//! apart ([`hunt`]), strata, and a uniform rest. A source of several files stays one: the sample is a directory with the
//! same relative paths, so that hive partitions (`month=1/part-0.parquet`) keep their columns.
//!
//! | step | module | what it does |
//! |---|---|---|
//! | 1 | [`source`], [`format`](mod@format) | finds the files |
//! | 2 | [`survey`](mod@survey), [`contract`] | columns, types, row groups; partitions and contract agree |
//! | 3 | [`cache`] | reuses what an earlier run wrote; never shows half a sample |
//! | 4 | [`relations`], [`joins`] | data sets that refer to others come before those; which ones the code joins |
//! | 5 | [`scan`], [`frames`], [`text`] | streams rows, only the columns and row groups that are needed |
//! | 6 | [`choose`], [`layers`], [`hunt`], [`fill`] | which rows |
//! | 7 | [`take`], [`mask`], [`secret`], [`pii`] | writes them, masks on, and reads them back |
//! | 8 | [`manifest`], [`profile`], [`lineage`] | says what was done |
//!
//! The same source, settings, code and seed give the same bytes, on any machine and with any number of threads.

pub mod cache;
pub mod cell;
pub mod choose;
pub mod contract;
pub mod data_set;
pub mod describe;
pub mod fill;
pub mod format;
pub mod frames;
pub mod hunt;
pub mod inspect;
pub mod joins;
mod json;
pub mod layers;
pub mod lineage;
pub mod manifest;
pub mod mask;
pub mod pii;
pub mod profile;
pub mod random;
pub mod relations;
pub mod scan;
pub mod secret;
pub mod source;
pub mod survey;
pub mod take;
pub mod text;

use std::collections::{BTreeMap, HashSet};

use cargo_metadata::camino::Utf8Path;
use mutators::scan::Table;
use mutators::witness::Clues;
use rayon::prelude::*;

use crate::config::contracts;
use crate::error::Result;
use crate::model::{DataSetUse, Event, Phase, Reporter};
use cache::{Cache, Facts};
use choose::{Choice, Demand, Plan};
use contract::Contract;
use joins::{Join, Met};
use manifest::{Entry, SourceFile};
use mask::Masker;
use scan::Address;
use source::Source;
use survey::Survey;
use take::{Job, Taken};

pub use data_set::{DataSet, Layers, Mask, Pii, Reference};

/// Why a row is in a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// A row of another sample refers to it.
    Parents,
    /// Its key is among those that are taken whole.
    Key,
    /// The code's comparisons tell it apart.
    Witness,
    /// It stands for its stratum.
    Strata,
    /// It refers to nothing, as a declared share of rows does.
    Orphans,
    /// By chance.
    Reservoir,
}

impl Layer {
    /// In one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parents => "parents",
            Self::Key => "key",
            Self::Witness => "witness",
            Self::Strata => "strata",
            Self::Orphans => "orphans",
            Self::Reservoir => "reservoir",
        }
    }
}

/// A sample with everything that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What the tests get.
    pub used: DataSetUse,
    /// What the manifest says.
    pub entry: Entry,
}

/// What is wanted of the samples.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// All data sets that are declared.
    pub data_sets: &'a [DataSet],
    /// Those that are wanted; all where empty. Data sets that are related to them are sampled too.
    pub names: &'a [String],
    /// What the code compares columns with, by data set.
    pub clues: &'a BTreeMap<String, Clues>,
    /// Where samples go.
    pub out_dir: &'a Utf8Path,
    /// True where samples are made anew even if nothing changed.
    pub refresh: bool,
}

impl Request<'_> {
    /// What the code compares the columns of a data set with; nothing where no code asks for its rows.
    fn clues_of(&self, data_set: &DataSet) -> &Clues {
        static NONE: Clues = Clues::NONE;
        self.clues.get(&data_set.name).unwrap_or(&NONE)
    }
}

/// A data set with its files.
pub struct Opened<'a> {
    /// Its settings.
    pub data_set: &'a DataSet,
    /// Its files.
    pub source: Source,
    /// What is known of each.
    pub surveys: Vec<Survey>,
    /// Its contract, if there is one.
    pub contract: Option<Contract>,
}

impl Opened<'_> {
    /// Bytes of columns in the row groups that `wants` takes; text is read whole.
    #[must_use]
    pub fn bytes(&self, columns: &[String], wants: impl Fn(&Survey, usize) -> bool) -> u64 {
        if self.source.format.is_text() {
            return self.source.bytes();
        }
        let of = |survey: &Survey| -> u64 {
            let wanted = (0..survey.groups.len()).filter(|group| wants(survey, *group));
            wanted.map(|group| frames::bytes(survey, group, columns)).sum()
        };
        self.surveys.iter().map(of).sum()
    }
}

/// Finds the files of a data set, looks at each, and checks every name that the settings use.
///
/// # Errors
/// Usage errors that name file and place: see the modules of this one.
pub fn open(data_set: &DataSet) -> Result<Opened<'_>> {
    let source = Source::find(data_set)?;
    let surveys = survey::survey(data_set, &source)?;
    let opened = Opened { data_set, source, surveys, contract: contracts::load(data_set)? };
    inspect::check_names(&opened)?;
    Ok(opened)
}

/// The columns of the data sets, as far as their sources can be read: code that reads one may read another by mistake.
#[must_use]
pub fn tables(data_sets: &[DataSet]) -> Vec<Table> {
    // What is wrong with a source is told where samples are made.
    let opened = data_sets.par_iter().filter_map(|data_set| Some((data_set, open(data_set).ok()?)));
    let table = |(data_set, opened): (&DataSet, Opened<'_>)| Table {
        name: data_set.name.clone(),
        columns: opened.surveys.first().map_or_else(Vec::new, |survey| {
            survey.columns.iter().map(|column| (column.name.clone(), column.type_name.clone())).collect()
        }),
    };
    opened.map(table).collect()
}

/// Writes the samples below `out_dir`, or reuses those of an earlier run, in the order of declaration.
///
/// One [`Event::Step`] per data set; the caller starts and ends [`Phase::Sample`].
///
/// # Errors
/// Usage errors for everything that can be wrong with settings and sources; input and output errors of `out_dir`.
pub fn prepare(request: &Request<'_>, reporter: &dyn Reporter) -> Result<Vec<Sample>> {
    if request.data_sets.is_empty() {
        return Ok(vec![]);
    }
    let cache = Cache::open(request.out_dir)?;
    // What is wrong with a source is told where its sample is made.
    let opened: Vec<Result<Opened<'_>>> = request.data_sets.par_iter().map(open).collect();
    let joins = joins::infer(&opened, |data_set| request.clues_of(data_set));
    let groups = relations::groups(request.data_sets, &joins)?;
    let is_wanted =
        |place: &usize| request.names.is_empty() || request.names.contains(&request.data_sets[*place].name);
    let mut opened: Vec<Option<Result<Opened<'_>>>> = opened.into_iter().map(Some).collect();
    let mut members = |group: &[usize]| group.iter().filter_map(|place| opened[*place].take()).collect();
    let wanted: Vec<(&Vec<usize>, Result<Vec<Opened<'_>>>)> = groups
        .iter()
        .filter(|group| group.iter().any(is_wanted))
        .map(|group| (group, members(group)))
        .collect();
    let made: Vec<Result<Vec<(usize, Sample)>>> = wanted
        .into_par_iter()
        .map(|(group, opened)| prepare_group(request, &joins, group, &opened?, &cache, reporter))
        .collect();
    let mut samples = BTreeMap::new();
    for group in made {
        samples.extend(group?);
    }
    let commit = request.data_sets.first().and_then(|data_set| lineage::git_commit(&data_set.base));
    manifest::write(request.out_dir, commit, samples.values().map(|sample| sample.entry.clone()))?;
    for sample in samples.values() {
        for note in &sample.entry.notes {
            reporter.event(&Event::Warning(&format!("data set `{}`: {note}", sample.entry.name)));
        }
    }
    Ok(samples.into_iter().filter(|(place, _)| is_wanted(place)).map(|(_, sample)| sample).collect())
}

fn prepare_group(
    request: &Request<'_>,
    joins: &[Join],
    group: &[usize],
    opened: &[Opened<'_>],
    cache: &Cache,
    reporter: &dyn Reporter,
) -> Result<Vec<(usize, Sample)>> {
    inspect::check_references(opened)?;
    let maskers = opened
        .iter()
        .map(|opened| Masker::new(opened.data_set, &opened.surveys[0].columns))
        .collect::<Result<Vec<_>>>()?;
    let decided: Vec<String> = opened
        .iter()
        .zip(&maskers)
        .map(|(opened, masker)| inspect::decided_by(opened, masker, request.clues_of(opened.data_set)))
        .zip(group)
        .map(|(by, place)| {
            format!("{by}{:?}", joins.iter().filter(|join| join.here == *place).collect::<Vec<_>>())
        })
        .collect();
    let own = opened.iter().zip(&decided);
    let stamps = own
        .map(|(opened, by)| cache::stamp(opened.data_set, &opened.source, by))
        .collect::<Result<Vec<_>>>()?;
    let stamps = together(&stamps);
    let mut known = find(opened, &stamps, |opened, stamp| cache.by_stamp(opened.data_set, stamp));
    let mut prints = vec![];
    if known.is_none() || request.refresh {
        let own = opened.iter().zip(&decided);
        prints = own
            .map(|(opened, by)| cache::fingerprint(opened.data_set, &opened.source, by))
            .collect::<Result<Vec<_>>>()?;
        let combined = together(&prints.iter().map(|(print, _)| print.clone()).collect::<Vec<_>>());
        for ((print, _), combined) in prints.iter_mut().zip(combined) {
            *print = combined;
        }
        let fingerprints: Vec<String> = prints.iter().map(|(print, _)| print.clone()).collect();
        known = find(opened, &fingerprints, |opened, print| {
            let place = fingerprints.iter().position(|other| other == print)?;
            cache.by_fingerprint(opened.data_set, print, &stamps[place])
        });
    }
    let cached = known.is_some() && !request.refresh;
    let facts = match known.filter(|_| cached) {
        Some(facts) => facts,
        None => {
            let members: Vec<(usize, &Opened<'_>)> = group.iter().copied().zip(opened).collect();
            let met = group
                .par_iter()
                .map(|place| joins::meet(joins, *place, &members))
                .collect::<Result<Vec<_>>>()?;
            Making {
                cache,
                request,
                opened,
                met,
                decided,
                maskers: &maskers,
                stamps: &stamps,
                prints: &prints,
            }
            .make()?
        }
    };
    let samples = facts.into_iter().zip(opened).zip(group);
    Ok(samples
        .map(|((facts, opened), place)| {
            reporter.event(&Event::Step { phase: Phase::Sample, note: &opened.data_set.name });
            let used = DataSetUse {
                name: opened.data_set.name.clone(),
                variable: opened.data_set.variable(),
                path: cache.path(opened.data_set, &opened.source, &facts.fingerprint),
                source_rows: facts.entry.source_rows,
                sample_rows: facts.entry.sample_rows,
                seed: opened.data_set.seed,
                fingerprint: facts.fingerprint,
                cached,
                missing_witnesses: facts.entry.missing_witnesses.clone(),
            };
            (*place, Sample { used, entry: facts.entry })
        })
        .collect())
}

/// All facts, or none where one is missing: related samples are made together.
fn find(
    opened: &[Opened<'_>],
    names: &[String],
    get: impl Fn(&Opened<'_>, &str) -> Option<Facts>,
) -> Option<Vec<Facts>> {
    opened.iter().zip(names).map(|(opened, name)| get(opened, name)).collect()
}

/// Hashes that change where any of the group changes.
fn together(own: &[String]) -> Vec<String> {
    if own.len() == 1 {
        return own.to_vec();
    }
    let all = own.concat();
    own.iter().map(|hash| blake3::hash(format!("{hash} {all}").as_bytes()).to_hex().to_string()).collect()
}

/// The samples of a group being made.
struct Making<'a> {
    request: &'a Request<'a>,
    cache: &'a Cache,
    opened: &'a [Opened<'a>],
    met: Vec<Vec<Met>>,
    decided: Vec<String>,
    maskers: &'a [Masker<'a>],
    stamps: &'a [String],
    prints: &'a [(String, Vec<String>)],
}

impl Making<'_> {
    /// Children first, since their rows say which parents are needed; nothing is visible before all of it is there.
    fn make(&self) -> Result<Vec<Facts>> {
        let mut demands: BTreeMap<&str, Vec<Demand>> = BTreeMap::new();
        let mut ceilings: BTreeMap<(&[String], u64), u64> = BTreeMap::new();
        let mut drafts = vec![];
        for (place, opened) in self.opened.iter().enumerate() {
            let data_set = opened.data_set;
            let all: Vec<(&DataSet, &Source, &[Survey])> = self
                .opened
                .iter()
                .map(|other| (other.data_set, &other.source, other.surveys.as_slice()))
                .collect();
            let parents = contract::parents(data_set, &all)?;
            let asked = demands.remove(&*data_set.name).unwrap_or_default();
            let ceiling = ceilings.entry((&data_set.key, data_set.seed)).or_insert(u64::MAX);
            let plan = Plan {
                data_set,
                source: &opened.source,
                surveys: &opened.surveys,
                clues: self.request.clues_of(data_set),
                ceiling: *ceiling,
                demands: &asked,
                parents: &parents,
                met: &self.met[place],
            };
            let mut choice = choose::choose(&plan, self.cache.dir())?;
            *ceiling = (*ceiling).min(choice.ceiling);
            let total: u64 = choice.passed.rows.iter().sum();
            let total =
                if total == 0 { opened.surveys.iter().filter_map(|survey| survey.rows).sum() } else { total };
            if total == 0 {
                let place = &opened.source.base;
                return Err(data_set
                    .error(format_args!("no rows in {place}; fill it or point `source` at data with rows")));
            }
            let draft = self.cache.draft(data_set)?;
            let job = Job {
                data_set,
                source: &opened.source,
                surveys: &opened.surveys,
                masker: &self.maskers[place],
                contract: opened.contract.as_ref(),
            };
            let taken = take::take(&job, &mut choice, &draft)?;
            if let Some(contract) = opened.contract.as_ref().filter(|_| !taken.broken.is_empty()) {
                return Err(contract::broken(data_set, contract, &taken.broken));
            }
            for ((reference, wanted), all) in
                data_set.references.iter().zip(&taken.referred).zip(&choice.referred)
            {
                demands.entry(&reference.to).or_default().push(Demand {
                    child: data_set.name.clone(),
                    key: reference.key.clone(),
                    wanted: wanted.clone(),
                    all: all.clone(),
                });
            }
            let entry = self.entry(place, &choice, &taken)?;
            drafts.push((draft, entry));
        }
        self.unchanged()?;
        let mut facts = vec![];
        for (place, (draft, entry)) in drafts.into_iter().enumerate() {
            let (stamp, fingerprint) = (self.stamps[place].clone(), self.prints[place].0.clone());
            facts.push(draft.commit(Facts { stamp, fingerprint, entry })?);
        }
        Ok(facts)
    }

    /// A source that changed while it was read gives a sample of neither state.
    fn unchanged(&self) -> Result<()> {
        let own = self.opened.iter().zip(&self.decided);
        let now = own.map(|(opened, by)| cache::stamp(opened.data_set, &opened.source, by));
        let now = together(&now.collect::<Result<Vec<_>>>()?);
        let changed = self.stamps.iter().zip(&now).position(|(before, after)| before != after);
        match changed {
            None => Ok(()),
            Some(place) => {
                let opened = &self.opened[place];
                let place = &opened.source.base;
                Err(opened
                    .data_set
                    .error(format_args!("{place} changed while it was read; run again once it is complete")))
            }
        }
    }

    fn entry(&self, place: usize, choice: &Choice, taken: &Taken) -> Result<Entry> {
        let opened = &self.opened[place];
        let data_set = opened.data_set;
        let rows: Vec<u64> = if opened.source.format.is_text() {
            choice.passed.rows.clone()
        } else {
            opened.surveys.iter().map(|survey| survey.rows.unwrap_or_default()).collect()
        };
        let mut entry = Entry {
            name: data_set.name.clone(),
            seed: data_set.seed,
            fingerprint: self.prints[place].0.clone(),
            source_rows: rows.iter().sum(),
            sample_rows: taken.rows.iter().sum(),
            bytes_read: choice.passed.bytes + taken.bytes,
            columns: taken.profiles.clone(),
            schema: inspect::schema_hash(&opened.surveys[0].columns),
            masking_policy: inspect::masking_policy(data_set),
            notes: choice.notes.clone(),
            ..Entry::default()
        };
        let path = self.cache.path(data_set, &opened.source, &entry.fingerprint);
        entry.path = path.strip_prefix(self.cache.dir()).unwrap_or(&path).to_owned();
        for layer in choice.rows.values() {
            *entry.layers.entry(layer.name().to_owned()).or_insert(0) += 1;
        }
        for ((file, rows), (sampled, content)) in
            opened.source.files.iter().zip(rows).zip(taken.rows.iter().zip(&self.prints[place].1))
        {
            entry.source_bytes += std::fs::metadata(&file.path).map_or(0, |facts| facts.len());
            entry.files.push(SourceFile {
                path: file.path.strip_prefix(&data_set.base).unwrap_or(&file.path).to_owned(),
                rows,
                sample_rows: *sampled,
                content: content.clone(),
                dvc_md5: lineage::dvc(&file.path),
            });
        }
        let is_in = |row: &Address| choice.rows.contains_key(row);
        for witness in &choice.witnesses {
            let shown: HashSet<&Address> = witness.units.iter().flatten().filter(|row| is_in(row)).collect();
            if !shown.is_empty() {
                entry.witnesses.insert(witness.what.clone(), shown.len() as u64);
            } else if witness.asked && witness.units.is_empty() {
                entry.missing_witnesses.push(witness.missed());
            }
        }
        inspect::judge_personal(data_set, taken, &mut entry)?;
        inspect::note_sizes(opened, &mut entry);
        Ok(entry)
    }
}

#[cfg(test)]
mod tests;
