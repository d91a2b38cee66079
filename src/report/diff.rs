//! What a mutant changes: a few lines for people, a unified diff for `patch`, and the whole mutated file.

use std::ops::Range;

use similar::{DiffTag, TextDiff};

use crate::model::Mutant;
use crate::report::style::{self, Paint};
use crate::report::words::{counted, visible};

/// Lines of context that `patch` needs to find a place again.
const CONTEXT: usize = 3;
/// More changed lines of one kind than this are abbreviated where space is short.
const SHORT: usize = 4;
/// Characters of unchanged text that a short form keeps on each side of the change.
const KEPT: usize = 60;
/// Bytes up to which two texts are compared word by word.
const COMPARED: usize = 2_000;

/// Which text a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The original.
    Old,
    /// The mutant.
    New,
    /// Neither: stands for lines that are left out.
    Gap,
}

/// Part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Printable text without a line break.
    pub text: String,
    /// True for the changed words, where only part of the line changes.
    pub emphasised: bool,
}

/// A changed line, common indentation removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// Which text it belongs to.
    pub side: Side,
    /// Its parts, from left to right.
    pub segments: Vec<Segment>,
}

impl DiffLine {
    /// `-`, `+` or a blank.
    #[must_use]
    pub fn sign(&self) -> char {
        match self.side {
            Side::Old => '-',
            Side::New => '+',
            Side::Gap => ' ',
        }
    }

    /// The line without marks.
    #[must_use]
    pub fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text.as_str()).collect()
    }

    fn gap(text: String) -> Self {
        Self { side: Side::Gap, segments: vec![Segment { text, emphasised: false }] }
    }
}

/// The file with the mutant in it.
///
/// # Panics
/// Where `source` is not the text that the mutant was found in.
#[must_use]
pub fn mutated_source(mutant: &Mutant, source: &str) -> String {
    format!("{}{}{}", &source[..mutant.edit.start], mutant.replacement, &source[mutant.edit.end..])
}

/// The lines that change, old before new; none where `source` is not the text that the mutant was found in.
///
/// Of a SQL mutant, the lines of the SQL are shown, not those of the Rust string around it.
#[must_use]
pub fn lines(mutant: &Mutant, source: &str) -> Vec<DiffLine> {
    if let Some(sql) = &mutant.sql {
        let (before, after) = (format!("{}\n", sql.before), format!("{}\n", sql.after));
        return changed(&before, &after, word_marks(&before, &after, 0));
    }
    let Some(block) = Block::around(mutant, source) else { return vec![] };
    changed(block.old, &block.new, marks(&mutant.original, &mutant.replacement, block.offset))
}

/// The lines in which two texts differ, with the marked bytes of each.
fn changed(old: &str, new: &str, (old_marks, new_marks): Marks) -> Vec<DiffLine> {
    let (old, new) = (split(old), split(new));
    let (mut old_at, mut new_at) = (starts(&old), starts(&new));
    let diff = TextDiff::from_slices(&old, &new);
    let mut picked: Vec<(Side, &str, Vec<Range<usize>>)> = Vec::new();
    for op in diff.ops() {
        let (tag, from, to) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            picked.push((Side::Gap, "", vec![]));
            continue;
        }
        picked.extend(from.map(|i| (Side::Old, old[i], shifted(&old_marks, old_at(i)))));
        // A line that is left blank says less than the line that is gone.
        let kept = to.filter(|&i| !new[i].trim().is_empty());
        picked.extend(kept.map(|i| (Side::New, new[i], shifted(&new_marks, new_at(i)))));
    }
    let inner = picked.iter().position(|(side, ..)| *side != Side::Gap).unwrap_or(0)
        ..picked.iter().rposition(|(side, ..)| *side != Side::Gap).map_or(0, |last| last + 1);
    let picked = &picked[inner];
    let texts = picked.iter().map(|(_, text, _)| *text).filter(|text| !text.trim().is_empty());
    let indent = texts.map(|text| text.len() - text.trim_start_matches([' ', '\t']).len()).min().unwrap_or(0);
    picked
        .iter()
        .map(|(side, text, marks)| match side {
            Side::Gap => DiffLine::gap("...".to_owned()),
            Side::Old | Side::New => DiffLine { side: *side, segments: segments(text, indent, marks) },
        })
        .collect()
}

/// The same in little space: the middle of long runs and the far ends of long lines are left out.
#[must_use]
pub fn short(lines: &[DiffLine]) -> Vec<DiffLine> {
    let mut out = Vec::new();
    for run in lines.chunk_by(|a, b| a.side == b.side) {
        if run.len() <= SHORT {
            out.extend(run.iter().map(clipped));
            continue;
        }
        out.extend(run[..SHORT - 2].iter().map(clipped));
        out.push(DiffLine::gap(format!("... {}", counted(run.len() - SHORT + 1, "more line"))));
        out.extend(run.last().map(clipped));
    }
    out
}

/// The short form for a terminal, each line indented and ended.
#[must_use]
pub(crate) fn painted(mutant: &Mutant, source: &str, paint: Paint) -> String {
    let mut out = String::new();
    for line in short(&lines(mutant, source)) {
        let (plain, changed) = match line.side {
            Side::Old => (style::OLD, style::OLD_CHANGED),
            Side::New => (style::NEW, style::NEW_CHANGED),
            Side::Gap => (style::DIM, style::DIM),
        };
        out.push_str("  ");
        out.push_str(&paint.put(plain, format_args!("{} ", line.sign())));
        for segment in &line.segments {
            out.push_str(&paint.put(if segment.emphasised { changed } else { plain }, &segment.text));
        }
        out.push('\n');
    }
    out
}

/// A unified diff that `patch -p1` and `git apply` take at the workspace root; empty where `source` is not the text
/// that the mutant was found in.
#[must_use]
pub fn unified(mutant: &Mutant, source: &str) -> String {
    let Some(block) = Block::around(mutant, source) else { return String::new() };
    let (old, new) = (split(block.old), split(&block.new));
    let head = &source[..block.range.start];
    let before: Vec<&str> = {
        let mut last: Vec<&str> = head.split_inclusive('\n').rev().take(CONTEXT).collect();
        last.reverse();
        last
    };
    let after: Vec<&str> = source[block.range.end..].split_inclusive('\n').take(CONTEXT).collect();
    let mut body = String::new();
    before.iter().for_each(|line| push(&mut body, ' ', line));
    for op in TextDiff::from_slices(&old, &new).ops() {
        let (tag, from, to) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            old[from].iter().for_each(|line| push(&mut body, ' ', line));
            continue;
        }
        old[from].iter().for_each(|line| push(&mut body, '-', line));
        new[to].iter().for_each(|line| push(&mut body, '+', line));
    }
    after.iter().for_each(|line| push(&mut body, ' ', line));
    let first = head.matches('\n').count() + 1 - before.len();
    let context = before.len() + after.len();
    let place = |count: usize| format!("{},{count}", if count == 0 { first - 1 } else { first });
    let (from, to) = (place(context + old.len()), place(context + new.len()));
    // A tab ends the name for `patch`, which otherwise stops at its first blank.
    let end = if mutant.file.as_str().contains(' ') { "\t" } else { "" };
    let file = &mutant.file;
    format!("--- a/{file}{end}\n+++ b/{file}{end}\n@@ -{from} +{to} @@\n{body}")
}

fn push(body: &mut String, sign: char, line: &str) {
    body.push(sign);
    body.push_str(line);
    if !line.ends_with('\n') {
        body.push_str("\n\\ No newline at end of file\n");
    }
}

/// The whole lines around an edit, before and after.
struct Block<'a> {
    /// Bytes of the file.
    range: Range<usize>,
    /// Where the edit starts, from the start of the block.
    offset: usize,
    old: &'a str,
    new: String,
}

impl<'a> Block<'a> {
    fn around(mutant: &Mutant, source: &'a str) -> Option<Self> {
        let edit = mutant.edit.clone();
        if source.get(edit.clone()) != Some(mutant.original.as_str()) {
            return None;
        }
        let start = source[..edit.start].rfind('\n').map_or(0, |at| at + 1);
        let end = source[edit.end..].find('\n').map_or(source.len(), |at| edit.end + at + 1);
        let new = format!("{}{}{}", &source[start..edit.start], mutant.replacement, &source[edit.end..end]);
        Some(Self { range: start..end, offset: edit.start - start, old: &source[start..end], new })
    }
}

/// Lines as `patch` knows them: ended by a line feed alone, with the carriage return as content.
fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Where line `i` starts; asked in rising order, so that the whole costs one pass.
fn starts<'a>(lines: &'a [&'a str]) -> impl FnMut(usize) -> usize + 'a {
    let (mut next, mut at) = (0, 0);
    move |line| {
        at += lines[next..line].iter().map(|text| text.len()).sum::<usize>();
        next = line;
        at
    }
}

fn shifted(marks: &[Range<usize>], by: usize) -> Vec<Range<usize>> {
    marks.iter().map(|mark| mark.start.saturating_sub(by)..mark.end.saturating_sub(by)).collect()
}

/// The changed bytes of an old and of a new text.
type Marks = (Vec<Range<usize>>, Vec<Range<usize>>);

/// The changed bytes of the old and of the new block.
fn marks(old: &str, new: &str, offset: usize) -> Marks {
    let one_line = !old.contains('\n') && !new.contains('\n');
    if one_line { word_marks(old, new, offset) } else { whole_marks(old, new, offset) }
}

fn whole_marks(old: &str, new: &str, offset: usize) -> Marks {
    let whole = |text: &str| {
        let all = offset..offset + text.len();
        vec![all]
    };
    (whole(old), whole(new))
}

/// The words that differ, unless the texts are too long or too different.
fn word_marks(old: &str, new: &str, offset: usize) -> Marks {
    if old.len().max(new.len()) > COMPARED {
        return whole_marks(old, new, offset);
    }
    let (from, to) = (tokens(old), tokens(new));
    let diff = TextDiff::from_slices(&from, &to);
    // Texts that share next to nothing read better as one change than as crumbs.
    if diff.ratio() < 0.5 {
        return whole_marks(old, new, offset);
    }
    let (mut old_marks, mut new_marks) = (vec![], vec![]);
    let length = |texts: &[&str]| texts.iter().map(|text| text.len()).sum::<usize>();
    for op in diff.ops() {
        let (tag, before, after) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let (old_start, new_start) =
            (offset + length(&from[..before.start]), offset + length(&to[..after.start]));
        old_marks.push(old_start..old_start + length(&from[before]));
        new_marks.push(new_start..new_start + length(&to[after]));
    }
    (old_marks, new_marks)
}

/// Words, operators, and every other character alone.
fn tokens(text: &str) -> Vec<&str> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let operator = |c: char| "+-*/%^!&|=<>".contains(c);
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if word(first) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
            _ if operator(first) => rest.find(|c| !operator(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, tail) = rest.split_at(length);
        out.push(token);
        rest = tail;
    }
    out
}

/// Cuts a line at its marks, and makes it printable.
fn segments(text: &str, indent: usize, marks: &[Range<usize>]) -> Vec<Segment> {
    let end = text.trim_end_matches(['\n', '\r']).len();
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    cuts.extend([indent, end]);
    cuts.retain(|&cut| cut >= indent.min(end) && cut <= end);
    cuts.sort_unstable();
    cuts.dedup();
    let inside = |at: usize| marks.iter().any(|mark| mark.contains(&at));
    let mut out: Vec<Segment> = cuts
        .windows(2)
        .map(|cut| Segment { text: visible(&text[cut[0]..cut[1]]), emphasised: inside(cut[0]) })
        .collect();
    // Marks on a whole line would mark nothing.
    if out.iter().all(|segment| segment.emphasised || segment.text.trim().is_empty()) {
        out.iter_mut().for_each(|segment| segment.emphasised = false);
    }
    out
}

/// Keeps the text next to the change where a line is too long for a screen.
fn clipped(line: &DiffLine) -> DiffLine {
    let last = line.segments.len().saturating_sub(1);
    let clip = |(index, segment): (usize, &Segment)| {
        let count = segment.text.chars().count();
        let (head, tail) = match (segment.emphasised, index) {
            _ if count <= 2 * KEPT => return segment.clone(),
            (false, 0) if last > 0 => (0, KEPT),
            (false, _) if index == last => (2 * KEPT, 0),
            _ => (KEPT, KEPT),
        };
        let start: String = segment.text.chars().take(head).collect();
        let end: String = segment.text.chars().skip(count - tail).collect();
        Segment { text: format!("{start}...{end}"), emphasised: segment.emphasised }
    };
    DiffLine { side: line.side, segments: line.segments.iter().enumerate().map(clip).collect() }
}

#[cfg(test)]
mod tests;
