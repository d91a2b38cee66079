//! Operators that bind otherwise in the source than in a switch: `x - a * b` with `+` for `*` is `(x - a) + b`, whatever
//! node is switched. The text decides, because it is what people see and what a rebuild compiles; such a mutant is
//! switched at a larger node, which holds all operands.

use std::collections::BTreeSet;
use std::ops::Range;

use mutators::Shape;
use mutators::scan::Body;
use mutators::syntax::text_of;
use syn::Expr;

use super::site::{Arm, Form, Site, encloses};

/// Operators of two operands, longer ones first, with how tightly they bind.
const OPERATORS: [(&str, u8); 18] = [
    ("&&", 3),
    ("||", 2),
    ("<<", 8),
    (">>", 8),
    ("==", 4),
    ("!=", 4),
    ("<=", 4),
    (">=", 4),
    ("*", 10),
    ("/", 10),
    ("%", 10),
    ("+", 9),
    ("-", 9),
    ("&", 7),
    ("^", 6),
    ("|", 5),
    ("<", 4),
    (">", 4),
];

/// A file, with what stands beside its operators.
pub struct Source<'a> {
    text: &'a str,
    /// Where the bodies of closures begin.
    closures: BTreeSet<usize>,
    /// Operators with their operands that may be switched wherever they stand.
    chains: &'a [Range<usize>],
}

impl<'a> Source<'a> {
    /// Finds the closures among the bodies.
    #[must_use]
    pub fn new(text: &'a str, bodies: &[Body], chains: &'a [Range<usize>]) -> Self {
        let closures = bodies.iter().filter(|body| !body.braced).map(|body| body.range.start).collect();
        Self { text, closures, chains }
    }

    /// The chain around a node that is no operand itself.
    fn chain(&self, range: &Range<usize>) -> Option<&Range<usize>> {
        self.chains.iter().find(|chain| encloses(chain, range) && stands_alone(self, chain))
    }
}

/// Takes the arms of a site that bind otherwise in the text and places them at larger nodes, which are returned; those for
/// which there is none are told by number.
pub fn split_off(source: &Source<'_>, site: &mut Site) -> (Vec<Site>, Vec<u32>) {
    let (mut larger, mut left) = (Vec::new(), Vec::new());
    let rebinding = site.arms.iter().filter(|arm| arm.alive && rebinds(source, site, arm));
    for number in rebinding.map(|arm| arm.number).collect::<Vec<_>>() {
        let anchors: Vec<_> = source.chain(&site.range).into_iter().chain(&site.anchors).cloned().collect();
        let anchor =
            anchors.iter().position(|anchor| encloses(anchor, &site.range) && stands_alone(source, anchor));
        for arm in site.arms.iter_mut().filter(|arm| arm.number == number) {
            arm.alive = false;
        }
        let arms = site.arms.iter().filter(|arm| arm.number == number);
        let arms: Vec<Arm> = arms.map(|arm| Arm { alive: true, ..arm.clone() }).collect();
        match anchor {
            Some(anchor) => larger.push(Site { arms, anchors, form: Form::Anchor(anchor), ..site.clone() }),
            None => left.push(number),
        }
    }
    (larger, left)
}

/// Whether an arm's text is parsed otherwise than as the site's node with another operator, or with another literal.
fn rebinds(source: &Source<'_>, site: &Site, arm: &Arm) -> bool {
    let text = source.text;
    match &site.shape {
        Shape::Binary { left, right, .. } | Shape::Lazy { left, right, .. } => {
            if arm.edit.start < left.end || right.start < arm.edit.end {
                return false;
            }
            let levels = level(&text[arm.edit.clone()]).zip(level(&arm.replacement));
            let Some((before, after)) = levels else { return false };
            if after > before {
                operand(&text[left.clone()]) < after || operand(&text[right.clone()]) <= after
            } else {
                after < before
                    && (previous(source, site.range.start) >= Some(after)
                        || following(text, site.range.end) > Some(after))
            }
        }
        Shape::Literal => {
            let rest = after_comments(&text[site.range.end..]);
            arm.replacement.starts_with('-')
                && (rest.starts_with('?') || rest.starts_with('.') && !rest.starts_with(".."))
        }
        _ => false,
    }
}

/// Whether no operator beside a node can take a part of it.
fn stands_alone(source: &Source<'_>, range: &Range<usize>) -> bool {
    previous(source, range.start).is_none() && following(source.text, range.end).is_none()
}

fn level(operator: &str) -> Option<u8> {
    let operator = operator.trim();
    OPERATORS.iter().find(|(text, _)| *text == operator).map(|(_, level)| *level)
}

/// How tightly an operand holds together.
fn operand(text: &str) -> u8 {
    match syn::parse_str::<Expr>(text) {
        Ok(Expr::Binary(binary)) => level(&text_of(&binary.op)).unwrap_or_default(),
        _ => u8::MAX,
    }
}

/// The level of the operator in front of a node, if there is one.
fn previous(source: &Source<'_>, at: usize) -> Option<u8> {
    // The bar in front of a closure's body ends its parameters.
    if source.closures.contains(&at) {
        return None;
    }
    let mut before = source.text[..at].trim_end();
    loop {
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let cut = match before.strip_suffix("*/") {
            Some(comment) => comment.rfind("/*"),
            None => before[line..].find("//").map(|comment| line + comment),
        };
        let Some(cut) = cut else { break };
        before = before[..cut].trim_end();
    }
    if ["=>", "->", "<<=", ">>="].iter().any(|other| before.ends_with(other)) {
        return None;
    }
    OPERATORS.iter().find(|(operator, _)| before.ends_with(operator)).map(|(_, level)| *level)
}

/// The level of the operator behind a node, if there is one.
fn following(text: &str, at: usize) -> Option<u8> {
    let rest = after_comments(&text[at..]);
    OPERATORS.iter().find(|(operator, _)| rest.starts_with(operator)).map(|(_, level)| *level)
}

fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let next = match (rest.starts_with("//"), rest.starts_with("/*")) {
            (true, _) => rest.find('\n').map(|end| &rest[end..]),
            (_, true) => rest.find("*/").map(|end| &rest[end + 2..]),
            _ => None,
        };
        let Some(next) = next else { return rest };
        rest = next.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use mutators::scan::{Cfg, Options, scan};
    use mutators::{CATALOGUE, Mutator};

    use super::*;

    /// What becomes of `original` -> `replacement` at its first place: `None` where it stays, else the node it goes to.
    fn moved(code: &str, original: &str, replacement: &str) -> Option<String> {
        moved_in(&format!("fn f() {{ let z = {code}; }}"), original, replacement)
    }

    /// The same in a whole file.
    fn moved_in(text: &str, original: &str, replacement: &str) -> Option<String> {
        let mutators: Vec<&Mutator> = CATALOGUE.iter().collect();
        let scan = scan(text, Options::new(&Cfg::default(), &mutators)).expect("Rust");
        let wanted = scan
            .proposals
            .iter()
            .find(|p| &text[p.edit.clone()] == original && p.replacement == replacement)
            .unwrap_or_else(|| panic!("no `{original}` -> `{replacement}` in {text}"));
        let arm =
            Arm { number: 1, edit: wanted.edit.clone(), replacement: replacement.to_owned(), alive: true };
        let mut site = Site {
            anchors: wanted.anchors.clone(),
            form: Form::Probed,
            ..Site::alone(wanted.site.clone(), wanted.shape.clone(), arm)
        };
        let (larger, left) = split_off(&Source::new(text, &scan.bodies, &scan.chains), &mut site);
        assert_eq!(left, Vec::<u32>::new(), "{text}");
        assert_eq!(site.arms[0].alive, larger.is_empty());
        larger.first().map(|site| text[site.placed_range()].to_owned())
    }

    #[test]
    fn operators_that_bind_otherwise_go_to_the_whole_chain() {
        for (code, original, replacement) in [
            ("g() + h() + k()", "+", "*"),
            ("g() - h() + k()", "+", "*"),
            ("x - a * b", "*", "+"),
            ("a * b / c", "*", "+"),
            ("a + b / c", "+", "*"),
            ("p() || q() || r()", "||", "&&"),
            ("x - /* all */ a * b // of it\n", "*", "+"),
            ("a & b ^ c", "&", "|"),
        ] {
            let whole = code.split("//").next().map(|code| code.trim_end().to_owned());
            assert_eq!(moved(code, original, replacement), whole, "{code}");
        }
        assert_eq!(moved("(g() + h()) + k()", "+", "*"), None, "in parentheses");
    }

    #[test]
    fn operators_that_bind_as_before_stay() {
        for (code, original, replacement) in [
            ("a + b", "+", "*"),
            ("a * b", "*", "+"),
            ("a * b + c", "+", "*"),
            ("a - b + c", "-", "+"),
            ("(a + b) * c", "+", "-"),
            ("x == a + b", "+", "-"),
            ("g(x, a * b)", "*", "+"),
            ("v.iter().map(|x| x * 2)", "*", "+"),
            ("v.iter().any(|x| x && y)", "&&", "||"),
            ("v.get_or(|| x && y)", "&&", "||"),
        ] {
            assert_eq!(moved(code, original, replacement), None, "{code}");
        }
    }

    #[test]
    fn chains_without_temporaries_need_no_larger_node() {
        for code in [
            "z = x - v[i].n * b;",
            "z += x - v[i].n * b;",
            "z <<= x - v[i].n * b;",
            "go(format!(\"{}\", x - v[i].n * b));",
        ] {
            let text = format!("fn f() {{ {code} }}");
            assert_eq!(moved_in(&text, "*", "+").as_deref(), Some("x - v[i].n * b"), "{code}");
        }
        let text = "fn f() { while v.len() < n || next() || w.lock().ready() {} }";
        let whole = "v.len() < n || next() || w.lock().ready()";
        assert_eq!(moved_in(text, "||", "&&").as_deref(), Some(whole));
    }

    #[test]
    fn a_sign_in_front_of_a_receiver_belongs_to_the_whole_call() {
        assert_eq!(moved("7.min(x)", "7", "-7").as_deref(), Some("7.min(x)"));
        assert_eq!(moved("7 + x", "7", "-7"), None);
        assert_eq!(moved("7..x", "7", "-7"), None);
    }
}
