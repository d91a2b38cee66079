//! What is written in another way than the source has it, from the outside in.

use std::cmp::Reverse;
use std::ops::Range;

use mutators::Shape;

use super::Edits;
use crate::instrument::bodies::Bodies;
use crate::instrument::opaque::InUse;
use crate::instrument::site::{Form, Site};

/// A piece of the source that is not copied as it is.
pub(super) enum Node {
    /// A switch.
    Site(usize),
    /// The expression that is a closure's whole body, which becomes a block.
    Body(Range<usize>),
    /// An expression whose value an observed function returns.
    Result(usize, Range<usize>),
    /// An expression whose value a function returns that may return another type.
    Original(Range<usize>),
    /// What the mutant that is compiled in replaces.
    Planted(Range<usize>),
}

/// All of them in the order in which they open.
pub(super) fn nodes(
    sites: &[Site],
    placed: &[usize],
    points: &[usize],
    opaque: &InUse<'_>,
    bodies: &Bodies,
    edits: &Edits,
) -> Vec<Node> {
    let mut order: Vec<Node> = placed.iter().map(|index| Node::Site(*index)).collect();
    order.extend(bodies.wrapped().map(Node::Body));
    for index in points.iter().filter(|index| edits.points[**index].reads_results()) {
        let results = edits.points[*index].results.iter();
        order.extend(results.map(|range| Node::Result(*index, range.clone())));
    }
    order.extend(opaque.results().map(Node::Original));
    order.extend(edits.planted.iter().map(|(range, _)| Node::Planted(range.clone())));
    order.sort_by_key(|node| match node {
        Node::Body(body) => (body.start, Reverse(body.end), 0, 0),
        // Behind the switches that return early, around all others.
        Node::Result(_, range) | Node::Original(range) => (range.start, Reverse(range.end), 2, usize::MAX),
        Node::Planted(range) => (range.start, Reverse(range.end), 8, 0),
        Node::Site(index) => {
            let range = sites[*index].placed_range();
            (range.start, Reverse(range.end), nesting(&sites[*index]), *index)
        }
    });
    order
}

/// Which of two sites with the same bytes is outside; bodies come before all of them.
fn nesting(site: &Site) -> u8 {
    if site.returns_early() {
        // A statement in front of the tail; nothing may wrap it.
        return 2;
    }
    match (&site.form, &site.shape) {
        (_, Shape::Statement) => 1,
        (_, Shape::Body | Shape::Arm { .. }) => 2,
        (Form::Anchor(_), _) => 3,
        (_, Shape::Condition) => 4,
        (_, Shape::Expression { .. }) => 5,
        // Bound forms copy their operands only, so nothing of the same bytes may be inside them.
        (_, Shape::Binary { .. } | Shape::Unary { .. } | Shape::Method { .. }) => 7,
        _ => 6,
    }
}
