//! Gives up the check that the keys of a join are unique.
//!
//! Imitates: a validation that was dropped to get a job through: the next duplicate key doubles sums.
//!
//! Before:
//! ```text
//! fn check() -> JoinValidation { JoinValidation::ManyToOne }
//! ```
//! After:
//! ```text
//! fn check() -> JoinValidation { JoinValidation::ManyToMany }
//! ```
//! Stays away: `ManyToMany`, which checks nothing.
//!
//! Equivalents: none: a test with a duplicate key tells.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "join-validate-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "JoinValidation", sink, |variant| match variant {
        "ManyToOne" | "OneToMany" | "OneToOne" => vec![(Group::Strict, "ManyToMany")],
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
    fn fields_and_builders() {
        assert_eq!(
            of(
                "g(JoinArgs { validation: JoinValidation::OneToOne, ..a }); a.join_builder().validate(JoinValidation::OneToMany)"
            ),
            ["ManyToMany", "ManyToMany"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["JoinValidation::ManyToMany", "match v { JoinValidation::OneToOne => 1, _ => 2 }"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
