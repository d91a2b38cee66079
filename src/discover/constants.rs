//! Constants are mutated at their uses: finds the uses, and the constants for which that would not be the same.
//!
//! A use in value position is switched by itself. A function that needs the name where no switch can stand (in a pattern, an
//! array length, an unread macro) gets a second body in which an inner constant of the same name hides the outer one. What
//! is needed outside of functions is left to the rebuild lane.

use std::ops::Range;

use mutators::Shape;
use mutators::scan::{Function, Scan};
use mutators::syntax::one_line;
use proc_macro2::{TokenStream, TokenTree};

use super::SourceFile;
use crate::instrument::site::{Arm, ConstantUse, Form, Site};

/// Types that are known wherever a function may stand.
const PRIMITIVES: &str = "bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 static";

/// A constant with mutants: where it is defined and what its mutants are worth.
struct Constant<'a> {
    name: &'a str,
    /// The site of its initialiser.
    site: &'a Site,
    /// The initialisers with each arm's edit carried out.
    values: Vec<String>,
    /// Its type, where an inner constant may repeat it.
    ty: Option<String>,
}

/// Puts the site of an initialiser at every use of the constant, or into the rebuild lane.
pub(super) fn place(files: &mut [SourceFile], scans: &[&Scan], owner: usize, site: &Site, name: &str) {
    let text = &files[owner].text;
    let value = |arm: &Arm| {
        let (before, after) = (site.range.start..arm.edit.start, arm.edit.end..site.range.end);
        let value = format!("{}{}{}", &text[before], arm.replacement, &text[after]);
        one_line(&value, 0..value.len())
    };
    let values = site.arms.iter().map(value).collect();
    let constant = Constant { name, site, values, ty: declared_type(&text[..site.range.start], name) };
    match placements(files, scans, owner, &constant) {
        Some(sites) => sites.into_iter().for_each(|(file, site)| files[file].sites.push(site)),
        None => files[owner].sites.push(Site { form: Form::Rebuild, ..site.clone() }),
    }
}

/// The sites that together switch the constant everywhere; `None` where some use cannot be switched.
fn placements(
    files: &[SourceFile],
    scans: &[&Scan],
    owner: usize,
    constant: &Constant<'_>,
) -> Option<Vec<(usize, Site)>> {
    let mut sites = Vec::new();
    for file in scope(scans, owner, constant.name)? {
        let (source, scan) = (&files[file], scans[file]);
        let uses = || scan.uses.iter().filter(|found| found.name == constant.name);
        let mut unaccounted = scan.idents.get(constant.name).copied().unwrap_or_default();
        unaccounted -= scan.definitions.get(constant.name).copied().unwrap_or_default().min(unaccounted);
        let captures = source.text.matches(&format!("{{{}", constant.name)).count();
        unaccounted += captures;
        let mut hidden: Vec<Range<usize>> = Vec::new();
        if unaccounted > uses().count() {
            // Outer functions first: an inner one is part of the body that is repeated.
            for function in scan.functions.iter() {
                let within = |range: &Range<usize>| hidden.iter().any(|outer| contains(outer, range));
                let mentions = mentions(source, function, constant.name);
                let by_value = uses().filter(|found| contains(&function.body, &found.range)).count();
                if mentions.total > by_value && !within(&function.range) {
                    if mentions.qualified {
                        return None;
                    }
                    sites.push((file, second_body(source, function, constant)?));
                    unaccounted -= mentions.total.min(unaccounted);
                    hidden.push(function.range.clone());
                }
            }
        }
        for found in uses().filter(|found| !hidden.iter().any(|range| contains(range, &found.range))) {
            let function = scan.functions.iter().find(|function| contains(&function.range, &found.range));
            unaccounted -= 1.min(unaccounted);
            let site = Site {
                range: found.range.clone(),
                shape: Shape::Constant { name: constant.name.to_owned() },
                anchors: found.anchors.clone(),
                arms: constant.site.arms.clone(),
                form: Form::Plain,
                function: function.map(|function| function.range.clone()),
                tail: function.and_then(|function| function.tail.clone()),
                constant: Some(ConstantUse { values: constant.values.clone() }),
            };
            sites.push((file, site));
        }
        if unaccounted > 0 {
            return None;
        }
    }
    Some(sites)
}

/// The files in which the name means this constant: all where it is the only one of its name, its own where every other
/// file that mentions the name defines it, too.
fn scope(scans: &[&Scan], owner: usize, name: &str) -> Option<Vec<usize>> {
    let defines = |scan: &Scan| scan.definitions.get(name).copied().unwrap_or_default();
    if scans.iter().map(|scan| defines(scan)).sum::<usize>() == 1 {
        return Some((0..scans.len()).collect());
    }
    let alone = scans.iter().all(|scan| !scan.idents.contains_key(name) || defines(scan) == 1);
    alone.then(|| vec![owner])
}

/// Occurrences of a name in a function.
struct Mentions {
    /// Identifiers and captures of format strings.
    total: usize,
    /// True where one stands behind `::`, which no inner constant can hide.
    qualified: bool,
}

fn mentions(file: &SourceFile, function: &Function, name: &str) -> Mentions {
    let text = &file.text[function.range.clone()];
    let mut mentions = Mentions { total: text.matches(&format!("{{{name}")).count(), qualified: false };
    // A cheap look first: reading tokens of every function for every constant would take long.
    if let (true, Ok(tokens)) = (text.contains(name), text.parse()) {
        count(tokens, name, &mut mentions);
    }
    mentions
}

fn count(tokens: TokenStream, name: &str, mentions: &mut Mentions) {
    let mut after_path = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if *ident == name => {
                mentions.total += 1;
                mentions.qualified |= after_path;
            }
            TokenTree::Group(group) => count(group.stream(), name, mentions),
            _ => {}
        }
        after_path = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':');
    }
}

/// A prologue for the function: its whole body once more for each mutant, below an inner constant.
fn second_body(file: &SourceFile, function: &Function, constant: &Constant<'_>) -> Option<Site> {
    let ty = constant.ty.as_ref()?;
    let inside = function.body.start + 1..function.body.end - 1;
    let first = file.text[inside.clone()].trim_start();
    let in_signature = file.text[function.range.start..function.body.start].contains(constant.name);
    if in_signature || first.starts_with("#!") || first.starts_with("/*!") || first.starts_with("//!") {
        return None;
    }
    let body = one_line(&file.text, inside.clone());
    let start = inside.start..inside.start;
    let arms = constant.site.arms.iter().zip(&constant.values).map(|(arm, value)| Arm {
        edit: start.clone(),
        replacement: format!("{{ const {}: {ty} = {value}; {body} }}", constant.name),
        ..arm.clone()
    });
    Some(Site {
        range: start.clone(),
        shape: Shape::Body,
        anchors: Vec::new(),
        arms: arms.collect(),
        // All values that `-> impl Trait` returns must have one type.
        form: if function.opaque { Form::Rebuild } else { Form::Probed },
        function: Some(function.range.clone()),
        tail: function.tail.clone(),
        constant: None,
    })
}

/// The type between the name of a `const` and its initialiser, where it is made of primitive types alone.
fn declared_type(before: &str, name: &str) -> Option<String> {
    let head = before.trim_end().strip_suffix('=')?;
    let start = head.rfind(&format!("const {name}"))?;
    let ty = head[start..].split_once(':')?.1.trim();
    let words = ty.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let known = |word: &str| {
        PRIMITIVES.split(' ').any(|primitive| primitive == word) || word.bytes().all(|b| b.is_ascii_digit())
    };
    words.into_iter().all(known).then(|| one_line(ty, 0..ty.len()))
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_types_known_everywhere_are_repeated() {
        assert_eq!(declared_type("pub const LATE: i64 = ", "LATE").as_deref(), Some("i64"));
        assert_eq!(declared_type("const A: &'static [u8; 3] =", "A").as_deref(), Some("&'static [u8; 3]"));
        assert_eq!(declared_type("const A: Money =", "A"), None);
        assert_eq!(declared_type("static A: i64 =", "A"), None);
    }

    #[test]
    fn mentions_behind_a_path_are_told_apart() {
        let mut found = Mentions { total: 0, qualified: false };
        count("match x { LIMIT => 1, _ => LIMIT }".parse().expect("tokens"), "LIMIT", &mut found);
        assert_eq!((found.total, found.qualified), (2, false));
        count("self::LIMIT".parse().expect("tokens"), "LIMIT", &mut found);
        assert!(found.qualified);
    }
}
