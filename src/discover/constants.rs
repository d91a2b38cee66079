//! Constants are mutated at their uses: finds the uses, and the constants for which that would not be the same.
//!
//! A use in value position is switched by itself. A function that needs the name where no switch can stand (in a pattern, an
//! array length, an unread macro) gets a second body in which an inner constant of the same name hides the outer one. Where
//! another constant is made from it, that one's uses are switched, too. What else is needed outside of functions is left to
//! the rebuild lane.

use std::ops::Range;

use mutators::Shape;
use mutators::scan::{Function, Scan};
use mutators::syntax::{is_primitive, one_line};
use proc_macro2::{TokenStream, TokenTree};

use super::SourceFile;
use crate::instrument::site::{Arm, ConstantUse, Form, Site, encloses};

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
    // False where other constants are made from it.
    let mut is_alone = true;
    for file in scope(scans, owner, constant.name)? {
        let (source, scan) = (&files[file], scans[file]);
        let uses = || scan.uses.iter().filter(|found| found.name == constant.name);
        let mut unaccounted = scan.idents.get(constant.name).copied().unwrap_or_default();
        unaccounted -= scan.definitions.get(constant.name).copied().unwrap_or_default().min(unaccounted);
        unaccounted += captures(&source.text, constant.name);
        for (name, initialiser) in &scan.constants {
            let found = mentions(source, initialiser, constant.name);
            if found.total == 0 {
                continue;
            }
            if found.qualified {
                return None;
            }
            let derived = derived(source, initialiser, name, constant)?;
            sites.extend(placements(files, scans, file, &derived)?);
            unaccounted -= found.total.min(unaccounted);
            is_alone = false;
        }
        let mut hidden: Vec<Range<usize>> = Vec::new();
        if unaccounted > uses().count() {
            // Outer functions first: an inner one is part of the body that is repeated.
            for function in scan.functions.iter() {
                let within = |range: &Range<usize>| hidden.iter().any(|outer| encloses(outer, range));
                let mentions = mentions(source, &function.range, constant.name);
                let by_value = uses().filter(|found| encloses(&function.body, &found.range)).count();
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
        for found in uses().filter(|found| !hidden.iter().any(|range| encloses(range, &found.range))) {
            let function = scan.functions.iter().find(|function| encloses(&function.range, &found.range));
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
    // A repeated body hides one constant; those that are made from it would keep their values there.
    let repeats = sites.iter().any(|(_, site)| matches!(site.shape, Shape::Body));
    (is_alone || !repeats).then_some(sites)
}

/// The constant `name`, whose initialiser mentions another one, with that one's values in its place; `None` where it
/// names something else, too, which need not be in scope where the constant is used.
fn derived<'a>(
    source: &SourceFile,
    initialiser: &Range<usize>,
    name: &'a str,
    constant: &Constant<'a>,
) -> Option<Constant<'a>> {
    let text = one_line(&source.text, initialiser.clone());
    if !replaced(&text, constant.name, "0").parse().is_ok_and(is_known_everywhere) {
        return None;
    }
    let values = constant.values.iter().map(|value| replaced(&text, constant.name, value)).collect();
    let ty = declared_type(&source.text[..initialiser.start], name);
    Some(Constant { name, site: constant.site, values, ty })
}

/// Whether tokens are literals, operators and primitive types alone.
fn is_known_everywhere(tokens: TokenStream) -> bool {
    tokens.into_iter().all(|token| match token {
        TokenTree::Ident(ident) => {
            let word = ident.to_string();
            ["as", "static"].contains(&&*word) || is_primitive(&word)
        }
        TokenTree::Group(group) => is_known_everywhere(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => true,
    })
}

/// A text of Rust in which a name stands for a value.
fn replaced(text: &str, name: &str, value: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let whole = !before.ends_with(word) && !after.starts_with(word);
        out.push_str(before);
        if whole {
            out.push_str(&format!("({value})"));
        } else {
            out.push_str(name);
        }
        rest = after;
    }
    out + rest
}

/// How often a format string captures a name: `{LIMIT}`, `{LIMIT:>3}`; a list of `use` is none.
fn captures(text: &str, name: &str) -> usize {
    let opening = format!("{{{name}");
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let captured = |(at, _): &(usize, &str)| {
        let imported = text[..*at].ends_with("::");
        !imported && !text[at + opening.len()..].starts_with(word)
    };
    text.match_indices(&opening).filter(captured).count()
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

fn mentions(file: &SourceFile, range: &Range<usize>, name: &str) -> Mentions {
    let text = &file.text[range.clone()];
    let mut mentions = Mentions { total: captures(text, name), qualified: false };
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
        form: if file.edits.has_one_type(function) { Form::Rebuild } else { Form::Probed },
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
    let known =
        |word: &str| word == "static" || is_primitive(word) || word.bytes().all(|b| b.is_ascii_digit());
    words.into_iter().all(known).then(|| one_line(ty, 0..ty.len()))
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
    fn a_constant_made_from_another_one_has_its_values() {
        assert_eq!(replaced("24 * HOUR + HOURS", "HOUR", "61"), "24 * (61) + HOURS");
        assert_eq!(replaced("MY_HOUR - HOUR", "HOUR", "-1"), "MY_HOUR - (-1)");
    }

    #[test]
    fn names_that_need_not_be_in_scope_are_told() {
        let known = |text: &str| is_known_everywhere(text.parse().expect("tokens"));
        assert!(known("24 * (0) as i64") && !known("24 * (0) * OTHER") && !known("half(0)"));
    }

    #[test]
    fn lists_of_imports_capture_nothing() {
        let text =
            "use crate::bands::{LATE, EARLY}; use a::{LATE}; println!(\"{LATE} {LATE:>3} {LATE } {LATER}\");";
        assert_eq!(captures(text, "LATE"), 3);
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
