//! Functions that return `impl Iterator`: all that one returns has one hidden type, which a mutant's iterator lacks.
//!
//! The results go into the runtime's `Either`, the original's at its left, those of mutants at its right, one inside the
//! other: `Left(original)`, `Right(Left(first))`, `Right(Right(second))`.

use std::ops::Range;

use mutators::Shape;
use mutators::scan::Function;
use mutators::syntax::{item_of, text_of};
use syn::{Type, TypeParamBound};

use super::bodies::{Bodies, RT};
use super::site::Site;

/// What may be promised of an iterator, with the function of the runtime that demands it of a mutant's.
const BOUNDS: [(&str, &str); 8] = [
    ("Iterator", ""),
    ("DoubleEndedIterator", "double_ended"),
    ("ExactSizeIterator", "exact_size"),
    ("FusedIterator", "fused"),
    ("Clone", "cloneable"),
    ("Debug", "printable"),
    ("Send", "sendable"),
    ("Sync", "shareable"),
];

/// More mutants' types than these in one function would be compiled too slowly.
const MOST: usize = 24;

/// What stands before the original's result, and behind it.
pub(super) const ORIGINAL: (&str, &str) = ("mutate_data_rt::Either::Left(", ")");

/// A function whose results may be of two types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque {
    /// The block with its braces.
    pub body: Range<usize>,
    /// Expressions whose value the function returns.
    pub results: Vec<Range<usize>>,
    /// Type of the items, as it is written.
    item: String,
    /// Functions of the runtime that a mutant's iterator goes through.
    demands: Vec<&'static str>,
    /// False once the compiler objected.
    pub on: bool,
}

impl Opaque {
    /// `None` where the function promises anything else than an iterator that the runtime can stand for.
    #[must_use]
    pub fn of(function: &Function, results: Vec<Range<usize>>) -> Option<Self> {
        if function.constness.is_some() || function.is_async || function.result.is_none() {
            return None;
        }
        let Type::ImplTrait(promised) = syn::parse_str(&function.output).ok()? else { return None };
        let (mut item, mut demands) = (None, Vec::new());
        for bound in &promised.bounds {
            match bound {
                TypeParamBound::Trait(bound) => {
                    let last = bound.path.segments.last()?;
                    let (name, demand) = BOUNDS.iter().find(|(name, _)| last.ident == *name)?;
                    if name.ends_with("Iterator") {
                        item = item.or(item_of(bound));
                    }
                    demands.extend((!demand.is_empty()).then_some(*demand));
                }
                TypeParamBound::Lifetime(_) | TypeParamBound::PreciseCapture(_) => {}
                _ => return None,
            }
        }
        let item = text_of(item?);
        let is_known = !item.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "impl");
        is_known.then(|| Self { body: function.body.clone(), results, item, demands, on: true })
    }

    /// A mutant's value as a result; `position` of `count` such mutants.
    fn mutant(&self, value: &str, position: usize, count: usize) -> String {
        let demands: String = self.demands.iter().map(|demand| format!("{RT}::{demand}(")).collect();
        let right = format!("{RT}::Either::Right(").repeat(position + 1);
        let left = if position + 1 < count { ORIGINAL.0 } else { "" };
        let close = ")".repeat(position + 1 + usize::from(!left.is_empty()) + self.demands.len());
        format!("{right}{left}{demands}{RT}::items::<{}, _>({value}){close}", self.item)
    }
}

/// The functions of a file whose mutants return iterators of their own, with the numbers of these mutants.
pub(super) struct InUse<'a> {
    functions: Vec<(&'a Opaque, Vec<u32>)>,
}

impl<'a> InUse<'a> {
    /// Finds them among the sites that are placed.
    pub(super) fn find<'s>(
        all: &'a [Opaque],
        placed: impl Iterator<Item = &'s Site>,
        bodies: &Bodies,
    ) -> Self {
        let mut functions: Vec<(&Opaque, Vec<u32>)> =
            all.iter().filter(|opaque| opaque.on).map(|opaque| (opaque, Vec::new())).collect();
        if functions.is_empty() {
            return Self { functions };
        }
        for site in placed.filter(|site| site.returns()) {
            let body = bodies.around(&place_of(site));
            let own = functions.iter_mut().find(|(opaque, _)| Some(&opaque.body) == body.as_ref());
            if let Some((_, numbers)) = own {
                numbers.extend(site.arms.iter().filter(|arm| arm.alive).map(|arm| arm.number));
            }
        }
        functions.retain(|(_, numbers)| (1..=MOST).contains(&numbers.len()));
        Self { functions }
    }

    /// All expressions that must become results.
    pub(super) fn results(&self) -> impl Iterator<Item = Range<usize>> {
        self.functions.iter().flat_map(|(opaque, _)| opaque.results.iter().cloned())
    }

    /// A mutant's value, made a result where its function needs that.
    pub(super) fn mutant(&self, number: u32, value: &str) -> Option<String> {
        self.functions.iter().find_map(|(opaque, numbers)| {
            let position = numbers.iter().position(|known| *known == number)?;
            Some(opaque.mutant(value, position, numbers.len()))
        })
    }
}

/// Where a site's `return`s stand.
fn place_of(site: &Site) -> Range<usize> {
    match site.shape {
        Shape::Body => site.arms[0].edit.start..site.arms[0].edit.start,
        _ => site.placed_range(),
    }
}

#[cfg(test)]
mod tests {
    use mutators::CATALOGUE;
    use mutators::scan::{Cfg, Options, scan};

    use super::*;
    use crate::instrument::render::{Edits, render};
    use crate::instrument::site::{Arm, Form};

    fn opaque(signature: &str) -> Option<Opaque> {
        let source = format!("{signature} {{ g() }}");
        let scan = scan(&source, Options::new(&Cfg::default(), &[])).expect("Rust");
        Opaque::of(&scan.functions[0], scan.functions[0].result.iter().cloned().collect())
    }

    #[test]
    fn promises_that_the_runtime_can_keep_are_known() {
        for known in [
            "fn f() -> impl Iterator<Item = u8>",
            "fn f<'a>(list: &'a [u8]) -> impl DoubleEndedIterator<Item = &'a u8> + ExactSizeIterator + 'a",
            "fn f<T: Copy>(t: T) -> impl std::iter::FusedIterator + Iterator<Item = (T, T)> + Send + use<T>",
        ] {
            assert!(opaque(known).is_some(), "{known}");
        }
        for other in [
            "fn f() -> u8",
            "fn f() -> impl Iterator",
            "fn f() -> Option<impl Iterator<Item = u8>>",
            "fn f() -> impl Iterator<Item = impl Copy>",
            "fn f() -> impl Iterator<Item = u8> + Named",
            "fn f() -> impl ?Sized + Iterator<Item = u8>",
            "async fn f() -> impl Iterator<Item = u8>",
            "const fn f() -> impl Iterator<Item = u8>",
        ] {
            assert_eq!(opaque(other), None, "{other}");
        }
    }

    #[test]
    fn mutants_nest_to_the_right() {
        let opaque = opaque("fn f() -> impl Iterator<Item = u8> + Clone").expect("an iterator");
        let demanded =
            |value: &str| format!("mutate_data_rt::cloneable(mutate_data_rt::items::<u8, _>({value}))");
        let right = "mutate_data_rt::Either::Right(";
        assert_eq!(opaque.mutant("a", 0, 1), format!("{right}{})", demanded("a")));
        assert_eq!(
            opaque.mutant("a", 0, 2),
            format!("{right}mutate_data_rt::Either::Left({}))", demanded("a"))
        );
        assert_eq!(opaque.mutant("b", 1, 2), format!("{right}{right}{}))", demanded("b")));
    }

    #[test]
    fn results_are_wrapped_where_a_mutant_returns_only() {
        let source = "fn f(n: u8) -> impl Iterator<Item = u8> { if n > 1 { return h(n); } g(n) }";
        let mutators: Vec<_> = CATALOGUE.iter().filter(|mutator| mutator.name == "return-value").collect();
        let scan = scan(source, Options::new(&Cfg::default(), &mutators)).expect("Rust");
        let function = &scan.functions[0];
        let results = scan.returns.iter().chain(&function.result).cloned().collect();
        let edits = Edits { opaque: Opaque::of(function, results).into_iter().collect(), ..Edits::default() };
        let first = &scan.proposals[0];
        let arm = Arm { number: 1, edit: first.edit.clone(), replacement: "e()".to_owned(), alive: true };
        let mut site = Site::alone(first.site.clone(), first.shape.clone(), arm);
        let text = render(source, std::slice::from_ref(&site), &scan.bodies, &edits).text;
        assert!(
            text.contains("1 => return mutate_data_rt::Either::Right(mutate_data_rt::items::<u8, _>(e()))"),
            "{text}"
        );
        assert!(text.contains("return mutate_data_rt::Either::Left(h(n));"), "{text}");
        assert!(text.ends_with("mutate_data_rt::Either::Left(g(n)) }"), "{text}");
        site.form = Form::Rebuild;
        assert_eq!(render(source, &[site], &scan.bodies, &edits).text, source);
    }
}
