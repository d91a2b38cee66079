//! Makes windows and chunks one row longer or shorter.
//!
//! Imitates: a moving average over eight days that should be over seven.
//!
//! Before:
//! ```text
//! fn means(x: &[f64]) -> Vec<f64> { x.windows(7).map(mean).collect() }
//! ```
//! After:
//! ```text
//! fn means(x: &[f64]) -> Vec<f64> { x.windows(8).map(mean).collect() }
//! ```
//! Stays away: frames, and sizes of zero, which panic.
//!
//! Equivalents: chunks whose boundaries the result does not show.

use crate::proposal::{Group, Sink};
use crate::receiver::{integer, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, takes_suffix, text_of};

pub(crate) const NAME: &str = "window-step";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if !matches!(
        name.as_str(),
        "windows" | "chunks" | "chunks_exact" | "rchunks" | "chunks_mut" | "par_chunks"
    ) {
        return;
    }
    let Some(size) = only_argument(call) else { return };
    if let Some(n) = integer(size) {
        sink.literal(Group::Default, range_of(size), (n + 1).to_string());
        if n > 1 {
            sink.literal(Group::Strict, range_of(size), (n - 1).to_string());
        }
    } else {
        let text = text_of(size);
        let operand = if takes_suffix(size) { text } else { format!("({text})") };
        sink.edit_expression(Group::Default, size, range_of(size), format!("{operand} + 1"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn literals_and_variables_are_stepped() {
        assert_eq!(of("fn f() { x.windows(2); x.chunks(n) }"), ["3", "1", "n + 1"]);
    }

    #[test]
    fn stays_away_from_other_calls() {
        assert_eq!(of(r#"fn f() { x.windows(); col("a").chunks(2); x.window(2) }"#), Vec::<String>::new());
    }
}
