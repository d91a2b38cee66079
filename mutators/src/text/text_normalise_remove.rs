//! Leaves texts as they are: drops `strip_chars`, `to_lowercase`, `to_uppercase`, `strip_prefix`, `strip_suffix`
//! and padding.
//!
//! Imitates: keys that differ in a space or in their case, and no longer match.
//!
//! Before:
//! ```text
//! fn key() -> Expr { col("mail").str().to_lowercase() }
//! ```
//! After:
//! ```text
//! fn key() -> Expr { col("mail") }
//! ```
//! Stays away: strings of Rust, which are `trim-remove`'s and `case-remove`'s.
//!
//! Equivalents: texts that are in that form already.

use syn::Expr;

use crate::frames::edits::remove_infallible;
use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "text-normalise-remove";

const NORMALISING: &str = "strip_chars strip_chars_start strip_chars_end strip_prefix strip_suffix to_lowercase \
    to_uppercase to_titlecase zfill pad_start pad_end normalize";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if !frames::among(NORMALISING, &call.name) {
        return;
    }
    match &*call.call.receiver {
        Expr::MethodCall(space) if call.within("str") => {
            let Node::Expr(whole) = node else { return };
            let edit = range_of(&*space.receiver).end..range_of(call.call).end;
            sink.value(Group::Default, whole, edit, "");
        }
        _ if call.of == Of::Column => remove_infallible(sink, Group::Default, &call),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn in_chains_each_goes_alone() {
        assert_eq!(of(r#"col("a").str().strip_chars(lit(" ")).str().to_uppercase()"#), ["", ""]);
    }

    #[test]
    fn columns() {
        assert_eq!(of(r#"df.column("a")?.str()?.to_lowercase()"#), [".clone()"]);
    }

    #[test]
    fn stays_away() {
        for source in
            ["name.to_lowercase()", r#"name.strip_prefix("x")"#, r#"col("a").name().to_lowercase()"#]
        {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
