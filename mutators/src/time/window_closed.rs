//! Takes a bound of a window in, or leaves it out: `ClosedWindow`; strict: names windows by their other end, or
//! starts them elsewhere.
//!
//! Imitates: the row at midnight that counts for both days, or for none.
//!
//! Before:
//! ```text
//! fn closed() -> ClosedWindow { ClosedWindow::Right }
//! ```
//! After:
//! ```text
//! fn closed() -> ClosedWindow { ClosedWindow::Both }
//! ```
//! Stays away: patterns and other enums.
//!
//! Equivalents: data without a row on a bound.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "window-closed";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "ClosedWindow", sink, |variant| match variant {
        "Right" => vec![(Group::Default, "Both"), (Group::Strict, "Left")],
        "Left" => vec![(Group::Default, "Both"), (Group::Strict, "Right")],
        "Both" => vec![(Group::Default, "Left"), (Group::Strict, "Right")],
        "None" => vec![(Group::Default, "Left")],
        _ => vec![],
    });
    parts::variants(node, "Label", sink, |variant| match variant {
        "Left" => vec![(Group::Strict, "Right")],
        "Right" => vec![(Group::Strict, "Left")],
        _ => vec![],
    });
    parts::variants(node, "StartBy", sink, |variant| match variant {
        "WindowBound" | "Monday" => vec![(Group::Strict, "DataPoint")],
        "DataPoint" => vec![(Group::Strict, "WindowBound")],
        "Sunday" => vec![(Group::Strict, "Monday")],
        _ => vec![],
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn labels_and_starts() {
        assert_eq!(
            of(
                "g(DynamicGroupOptions { label: Label::Left, closed_window: ClosedWindow::Left, start_by: StartBy::Monday, ..o })"
            ),
            ["Right", "Both", "Right", "DataPoint"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["Window::Left", "match c { ClosedWindow::Left => 1, _ => 2 }"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
