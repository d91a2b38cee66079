//! Writes a file with its sites switched, on the original's lines, and remembers which bytes belong to what.

mod order;
mod planted;
mod points;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mutators::Shape;
use mutators::scan::{Body, Function};
use mutators::syntax::one_line;

use super::bodies::{BINDING, Bodies, LOCAL, RT};
use super::opaque::{InUse, ORIGINAL, Opaque};
use super::point::Point;
use super::site::{Arm, Form, Site};
use order::Node;
use words::{arm_list, one_line_gap, others, traces};

/// What the runtime answers instead of a mutant's number while tracing.
const TRACING: u32 = u32::MAX - 1;

/// An instrumented file with its byte map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The text that the compiler gets.
    pub text: String,
    /// Bytes of each arm's own text, with site index and mutant number.
    pub arms: Vec<(Range<usize>, usize, u32)>,
    /// Bytes of each placed site, with its index.
    pub sites: Vec<(Range<usize>, usize)>,
    /// Bytes that belong to an observation point, with its index.
    pub points: Vec<(Range<usize>, usize, Part)>,
}

/// What some bytes of an observation point are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What opens the body.
    Entry,
    /// What stands before a result, or behind it.
    Result,
    /// Both of it, and the result between them.
    Around,
}

/// What changes in a file besides its sites.
#[derive(Debug, Clone, Default)]
pub struct Edits {
    /// Bytes behind the opening braces of loops and functions whose rounds are counted.
    pub ticks: BTreeSet<usize>,
    /// Statements without a semicolon, as start and end; a switch in their place needs none either.
    pub bare_statements: BTreeSet<(usize, usize)>,
    /// Ranges to overwrite with spaces, for instance the `const` of a `const fn`.
    pub blanks: Vec<Range<usize>>,
    /// Functions that return `impl Iterator`.
    pub opaque: Vec<Opaque>,
    /// Functions that are observed.
    pub points: Vec<Point>,
    /// A mutant that is compiled in for good: what it replaces, and by what.
    pub planted: Option<(Range<usize>, String)>,
}

impl Edits {
    /// Whether a function hides what it returns, and can return one type only.
    #[must_use]
    pub fn has_one_type(&self, function: &Function) -> bool {
        function.opaque && !self.opaque.iter().any(|opaque| opaque.on && opaque.body == function.body)
    }
}

/// Renders `source` with all placed sites; `sites` may be in any order and nest.
#[must_use]
pub fn render(source: &str, sites: &[Site], bodies: &[Body], edits: &Edits) -> Rendered {
    let placed: Vec<usize> = (0..sites.len()).filter(|index| sites[*index].is_placed()).collect();
    let inside = placed.iter().map(|index| sites[*index].placed_range());
    let mut points = points::wanted(edits);
    let observed = points.iter().map(|index| edits.points[*index].function.body.start + 1).map(|at| at..at);
    let bodies = Bodies::bind(source, bodies, inside.chain(observed), &edits.ticks);
    points.retain(|index| bodies.opens(&edits.points[*index].function.body));
    let opaque = InUse::find(&edits.opaque, placed.iter().map(|index| &sites[*index]), &bodies);
    let order = order::nodes(sites, &placed, &points, &opaque, &bodies, edits);
    let mut insertions = bodies.insertions(&edits.ticks);
    for index in placed {
        guards(&sites[index], &bodies, &mut insertions);
    }
    let mut entries = BTreeMap::new();
    for index in &points {
        for (at, text) in points::insertions(&edits.points[*index]) {
            insertions.entry(at).or_default().push_str(&text);
            entries.insert(at, *index);
        }
    }
    let mut blanks = edits.blanks.clone();
    blanks.sort_by_key(|range| range.start);
    let out = Rendered::default();
    let (order, bare_statements) = (&order, &edits.bare_statements);
    let mut writer = Writer {
        source,
        sites,
        bodies,
        bare_statements,
        order,
        next: 0,
        insertions,
        opaque,
        entries,
        points: &edits.points,
        planted: edits.planted.as_ref().map_or("", |(_, text)| text),
        placed: points,
        blanks,
        out,
    };
    writer.copy(0..source.len());
    writer.out
}

/// Match arms are deleted by a guard, which is an insertion.
fn guards(site: &Site, bodies: &Bodies, insertions: &mut BTreeMap<usize, String>) {
    let Shape::Arm { pattern_end, guard } = &site.shape else { return };
    let keep = format!("{RT}::keep({}, {})", bodies.active(&site.range), site.base());
    match guard {
        Some(guard) => {
            insertions.entry(guard.start).or_default().push_str(&format!("{keep} && ("));
            let end = insertions.entry(guard.end).or_default();
            end.insert(0, ')');
        }
        None => insertions.entry(*pattern_end).or_default().push_str(&format!(" if {keep}")),
    }
}

struct Writer<'a> {
    source: &'a str,
    sites: &'a [Site],
    bodies: Bodies,
    bare_statements: &'a BTreeSet<(usize, usize)>,
    order: &'a [Node],
    /// Position in `order` of the next site to write.
    next: usize,
    insertions: BTreeMap<usize, String>,
    /// Functions that may return two types.
    opaque: InUse<'a>,
    /// The observation point of some insertions.
    entries: BTreeMap<usize, usize>,
    points: &'a [Point],
    /// Text of the mutant that is compiled in.
    planted: &'a str,
    /// Those of `points` that are written.
    placed: Vec<usize>,
    blanks: Vec<Range<usize>>,
    out: Rendered,
}

impl Writer<'_> {
    fn range(&self, node: &Node) -> Range<usize> {
        match node {
            Node::Site(index) => self.sites[*index].placed_range(),
            Node::Body(range) | Node::Result(_, range) | Node::Original(range) | Node::Planted(range) => {
                range.clone()
            }
        }
    }

    /// Copies a range of the source with everything that is placed inside it.
    fn copy(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(node) = self.order.get(self.next) {
            let placed = self.range(node);
            if placed.start >= range.end && !(placed.start == range.end && placed.is_empty()) {
                break;
            }
            self.verbatim(at..placed.start);
            self.next += 1;
            at = placed.end;
            match node {
                Node::Site(index) => {
                    let index = *index;
                    let start = self.out.text.len();
                    self.site(index);
                    self.out.sites.push((start..self.out.text.len(), index));
                }
                Node::Body(_) => {
                    self.push(&format!("{{{}", BINDING));
                    self.copy(placed);
                    self.push(" }");
                }
                Node::Result(index, _) => self.observed(*index, placed),
                Node::Original(_) => {
                    self.flush_insertion(placed.start);
                    self.push(ORIGINAL.0);
                    self.copy(placed);
                    self.push(ORIGINAL.1);
                }
                Node::Planted(_) => self.plant(&placed),
            }
        }
        self.verbatim(at..range.end);
    }

    /// Copies source text without sites: insertions go in, blanks go out.
    fn verbatim(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let stops: Vec<usize> = self.insertions.range(range.clone()).map(|(position, _)| *position).collect();
        for stop in stops {
            self.blanked(at..stop);
            self.flush_insertion(stop);
            at = stop;
        }
        self.blanked(at..range.end);
    }

    fn blanked(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for blank in &self.blanks {
            if blank.start >= at && blank.end <= range.end {
                self.out.text.push_str(&self.source[at..blank.start]);
                self.out.text.extend(std::iter::repeat_n(' ', blank.len()));
                at = blank.end;
            }
        }
        self.out.text.push_str(&self.source[at..range.end]);
    }

    /// Insertions that fall on the start of a site belong before it.
    fn flush_insertion(&mut self, position: usize) {
        let Some(text) = self.insertions.remove(&position) else { return };
        match self.entries.get(&position) {
            Some(index) => self.own(*index, &text, Part::Entry),
            None => self.push(&text),
        }
    }

    fn push(&mut self, text: &str) {
        self.out.text.push_str(text);
    }

    fn site(&mut self, index: usize) {
        let sites = self.sites;
        let site = &sites[index];
        self.flush_insertion(site.placed_range().start);
        if site.returns_early() {
            return self.early_return(index, site);
        }
        if site.constant.is_some() || matches!(site.form, Form::Anchor(_)) {
            return self.switched(index, site);
        }
        // A probe evaluates its operands once more, on one line; where that could panic on another line than the original
        // does, a test that looks at the line would see the difference.
        let one_line = !self.source[site.range.clone()].contains('\n');
        let probed = site.form == Form::Probed && one_line;
        match &site.shape {
            Shape::Binary { left, right, plain, .. } if *plain && site.form != Form::Bound => {
                let operands = (format!("&({})", self.line(left)), format!("&({})", self.line(right)));
                self.repeated(index, site, probed.then_some(operands));
            }
            Shape::Binary { left, right, compares, .. } => {
                self.bound_binary(index, site, left, right, *compares)
            }
            Shape::Lazy { left, right, plain } => {
                let call = (probed && *plain).then(|| {
                    let (left, right) = (self.line(left), self.line(right));
                    format!("{RT}::lazy({}, {}, ({left}), ({right}))", site.base(), self.operators(site))
                });
                self.traced(index, site, call);
            }
            Shape::Assign { place, value, plain } => {
                let operands = (format!("&({})", self.line(place)), format!("&({})", self.line(value)));
                self.repeated(index, site, (probed && *plain).then_some(operands));
            }
            Shape::Unary { operand, plain } if *plain && site.form != Form::Bound => {
                let negates = self.source[site.range.clone()].starts_with('-');
                let text = format!("&({})", self.line(operand));
                let call = (probed && negates).then(|| {
                    format!(
                        "{RT}::probe!({}, \"neg\", \"{}\", {text}, {text})",
                        site.base(),
                        arm_list(site, "pos")
                    )
                });
                self.traced(index, site, call);
            }
            Shape::Unary { operand, .. } => self.bound_unary(index, site, operand),
            Shape::Method { receiver, place: false, .. } => self.bound_method(index, site, receiver),
            Shape::Condition => self.condition(index, site),
            Shape::Body => self.body(index, site),
            Shape::Statement => self.statement(index, site),
            Shape::Arm { .. } => self.copy(site.range.clone()),
            Shape::Literal
            | Shape::Expression { .. }
            | Shape::Constant { .. }
            | Shape::Method { place: true, .. } => self.switched(index, site),
        }
    }

    /// `match {active} { `, for sites that compare values themselves while tracing.
    fn probed(&mut self, site: &Site) {
        let active = self.bodies.active(&site.placed_range());
        self.push(&format!("match {active} {{ "));
    }

    /// `match {active, 0 while tracing} { `
    fn traced_switch(&mut self, site: &Site) {
        let (base, span) = (site.base(), site.span());
        let known = match self.bodies.is_bound(&site.placed_range()) {
            true => format!("if {LOCAL} == {TRACING} {{ {RT}::seen({base}, {span}) }} else {{ {LOCAL} }}"),
            false => format!("{RT}::at({base}, {span})"),
        };
        self.push(&format!("match {known} {{ "));
    }

    /// `(match active { ..=6 | 9.. => original, 7 => (arm), _ => (last arm) })`. The original comes first, so that it sets
    /// the type and the compiler points at the arms that disagree with it.
    fn switched(&mut self, index: usize, site: &Site) {
        let placed = site.placed_range();
        // In parentheses it would be an expression that the next statement goes on with.
        let bare = self.bare_statements.contains(&(placed.start, placed.end));
        self.push(if bare { "" } else { "(" });
        self.traced_switch(site);
        self.push(&others(site));
        self.copy(placed);
        self.push(", ");
        let last = site.last_alive();
        self.arms(index, site, |arm| arm.number == last);
        self.push(if bare { "}" } else { "})" });
    }

    /// As [`Self::switched`], with a statement that compares values while tracing.
    fn traced(&mut self, index: usize, site: &Site, call: Option<String>) {
        let Some(call) = call else { return self.switched(index, site) };
        self.push("(");
        self.probed(site);
        self.arms(index, site, |_| false);
        self.push(&format!("__t => {{ {} ", traces(site, &call)));
        self.copy(site.placed_range());
        self.push(" } })");
    }

    fn repeated(&mut self, index: usize, site: &Site, operands: Option<(String, String)>) {
        let call = operands.map(|(left, right)| {
            format!("{RT}::probe!({}, {}, {left}, {right})", site.base(), self.operators(site))
        });
        self.traced(index, site, call);
    }

    /// Binds both operands once; their temporaries live to the end of the statement, as in the original.
    fn bound_binary(
        &mut self,
        index: usize,
        site: &Site,
        left: &Range<usize>,
        right: &Range<usize>,
        compares: bool,
    ) {
        let (open, middle, close) =
            if compares { ("(match (&(", "), &(", "))") } else { ("(match (", ", ", ")") };
        self.push(open);
        self.copy(left.clone());
        self.push(middle);
        self.between(left.end..right.start);
        self.copy(right.clone());
        self.push(close);
        let (star, amp) = if compares { ("*", "") } else { ("", "&") };
        let expression = |operator: &str| format!("{star}__l {operator} {star}__r");
        let operator = self.operator_text(left, right);
        let call = (site.form == Form::Probed).then(|| {
            let operators = self.operators(site);
            format!("{RT}::probe!({}, {operators}, {amp}__l, {amp}__r)", site.base())
        });
        self.push(" { (__l, __r) => ");
        self.bound_arms(index, site, call, |arm| expression(&arm.replacement), &expression(&operator));
        self.push(" })");
    }

    fn bound_unary(&mut self, index: usize, site: &Site, operand: &Range<usize>) {
        let operator = &self.source[site.range.start..=site.range.start];
        self.push("(match (");
        self.copy(operand.clone());
        self.push(") { __v => ");
        let call = (site.form == Form::Probed && operator == "-").then(|| {
            format!("{RT}::probe!({}, \"neg\", \"{}\", &__v, &__v)", site.base(), arm_list(site, "pos"))
        });
        self.bound_arms(index, site, call, |_| "__v".to_owned(), &format!("{operator}__v"));
        self.push(" })");
    }

    /// `(match (receiver) { mut __r => match active { .. => __r.method(arguments), 7 => (__r.other()), .. } })`: one switch
    /// for each call of a chain, so that the text grows with the number of mutants, not with their product.
    fn bound_method(&mut self, index: usize, site: &Site, receiver: &Range<usize>) {
        self.push("(match (");
        self.copy(receiver.clone());
        self.push(") { mut __r => ");
        self.traced_switch(site);
        self.push(&format!("{}__r", others(site)));
        self.copy(receiver.end..site.range.end);
        self.push(", ");
        let last = site.last_alive();
        for arm in site.arms.iter().filter(|arm| arm.alive) {
            self.arm_pattern(arm, arm.number == last);
            let text = format!("(__r{})", self.edited(receiver.end..site.range.end, arm));
            self.arm_text(index, arm.number, &text);
            self.push(", ");
        }
        self.push("} })");
    }

    /// `3 => `, or `_ => ` for what remains.
    fn arm_pattern(&mut self, arm: &Arm, remains: bool) {
        if remains {
            self.push("_ => ");
        } else {
            self.push(&format!("{} => ", arm.number));
        }
    }

    fn bound_arms(
        &mut self,
        index: usize,
        site: &Site,
        call: Option<String>,
        text: impl Fn(&Arm) -> String,
        original: &str,
    ) {
        match call {
            Some(_) => self.probed(site),
            None => self.traced_switch(site),
        }
        for arm in site.arms.iter().filter(|arm| arm.alive) {
            self.arm_pattern(arm, false);
            self.arm_text(index, arm.number, &text(arm));
            self.push(", ");
        }
        match call {
            Some(call) => self.push(&format!("__t => {{ {} {original} }} }}", traces(site, &call))),
            None => self.push(&format!("_ => {original} }}")),
        }
    }

    /// Line breaks and comments between two operands stay where they are, so that lines are kept.
    fn between(&mut self, range: Range<usize>) {
        let newlines = self.source[range].matches('\n').count();
        self.out.text.extend(std::iter::repeat_n('\n', newlines));
    }

    fn condition(&mut self, index: usize, site: &Site) {
        self.push("(");
        self.probed(site);
        self.arms(index, site, |_| false);
        let values: String = (site.base()..site.base() + site.span())
            .map(|number| match site.arms.iter().find(|arm| arm.number == number) {
                Some(arm) if arm.replacement == "true" => '1',
                _ => '0',
            })
            .collect();
        self.push("__t => { let __c = ");
        self.copy(site.range.clone());
        let call = format!("{RT}::cond({}, \"{values}\", __c)", site.base());
        self.push(&format!("; {} __c }} }})", traces(site, &call)));
    }

    /// `match active { 7 => return arm, _ => {} } tail`
    fn early_return(&mut self, index: usize, site: &Site) {
        self.traced_switch(site);
        for arm in site.arms.iter().filter(|arm| arm.alive) {
            self.arm_pattern(arm, false);
            let text = self.edited(site.placed_range(), arm);
            let returned = format!("({text})");
            self.returned(&site.placed_range(), index, arm.number, &returned);
            self.push(", ");
        }
        self.push("_ => {} } ");
        self.copy(site.placed_range());
    }

    /// A prologue in front of the first statement returns at once.
    fn body(&mut self, index: usize, site: &Site) {
        let first = site.arms[0].edit.start;
        self.copy(site.range.start..first);
        self.traced_switch(site);
        for arm in site.arms.iter().filter(|arm| arm.alive) {
            self.arm_pattern(arm, false);
            self.returned(&(first..first), index, arm.number, &arm.replacement);
            self.push(", ");
        }
        self.push("_ => {} } ");
        self.copy(first..site.range.end);
    }

    fn statement(&mut self, index: usize, site: &Site) {
        self.traced_switch(site);
        for arm in site.arms.iter().filter(|arm| arm.alive) {
            self.arm_pattern(arm, false);
            self.push("{ ");
            let text = self.edited(site.range.clone(), arm);
            self.arm_text(index, arm.number, &text);
            self.push(" } ");
        }
        self.push("_ => { ");
        self.copy(site.range.clone());
        self.push(" } }");
    }

    fn arms(&mut self, index: usize, site: &Site, remains: impl Fn(&Arm) -> bool) {
        for (position, arm) in site.arms.iter().enumerate().filter(|(_, arm)| arm.alive) {
            self.arm_pattern(arm, remains(arm));
            let text = match &site.constant {
                Some(constant) if matches!(site.form, Form::Anchor(_)) => {
                    let anchor = site.placed_range();
                    let (before, after) = (anchor.start..site.range.start, site.range.end..anchor.end);
                    format!("{}({}){}", self.line(&before), constant.values[position], self.line(&after))
                }
                Some(constant) => constant.values[position].clone(),
                None => self.edited(site.placed_range(), arm),
            };
            let assigns = matches!(site.shape, Shape::Assign { .. }) && !matches!(site.form, Form::Anchor(_));
            // The compiler's span of `(-1)` holds the parentheses, so they belong to the arm.
            let (text, close) =
                if assigns { (format!("{{ {text} }}"), " ") } else { (format!("({text})"), ", ") };
            self.arm_text(index, arm.number, &text);
            self.push(close);
        }
    }

    fn arm_text(&mut self, index: usize, number: u32, text: &str) {
        let start = self.out.text.len();
        self.push(text);
        self.out.arms.push((start..self.out.text.len(), index, number));
    }

    /// The node on one line with one arm's edit carried out.
    fn edited(&self, node: Range<usize>, arm: &Arm) -> String {
        let text = format!(
            "{}{}{}",
            &self.source[node.start..arm.edit.start],
            arm.replacement,
            &self.source[arm.edit.end..node.end]
        );
        one_line(&text, 0..text.len())
    }

    fn line(&self, range: &Range<usize>) -> String {
        one_line(self.source, range.clone())
    }

    /// The operator between two operands, comments left out.
    fn operator_text(&self, left: &Range<usize>, right: &Range<usize>) -> String {
        one_line_gap(&self.source[left.end..right.start]).trim().to_owned()
    }

    /// The two operator arguments of a probe: the original and the list of arms.
    fn operators(&self, site: &Site) -> String {
        let (left, right) = match &site.shape {
            Shape::Binary { left, right, .. } | Shape::Lazy { left, right, .. } => (left, right),
            Shape::Assign { place, value, .. } => (place, value),
            _ => return "\"\", \"\"".to_owned(),
        };
        let original = self.operator_text(left, right);
        let arms: Vec<String> = (site.base()..site.base() + site.span())
            .map(|number| match site.arms.iter().find(|arm| arm.number == number) {
                Some(arm) if arm.edit.start >= left.end && arm.edit.end <= right.start => {
                    arm.replacement.clone()
                }
                Some(arm) if arm.replacement.is_empty() && arm.edit.end == right.end => "l".to_owned(),
                Some(arm) if arm.replacement.is_empty() && arm.edit.start == left.start => "r".to_owned(),
                _ => "?".to_owned(),
            })
            .collect();
        format!("\"{original}\", \"{}\"", arms.join(" "))
    }
}

#[cfg(test)]
mod tests;
