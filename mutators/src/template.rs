//! Format strings that hold SQL: every hole becomes a name that the parser takes, and comes back when the text is printed.

/// What stands for a hole while its text is SQL; the number of the hole and another `_` follow.
const STAND_IN: &str = "mutate_data_hole_";

/// The holes of a format string, braces included, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Template {
    holes: Vec<String>,
}

impl Template {
    /// Splits the value of a format string into SQL and holes; `None` where its braces do not match.
    pub(crate) fn read(text: &str) -> Option<(String, Self)> {
        let mut template = Self::default();
        let mut sql = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            sql.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("{{").or_else(|| rest.strip_prefix("}}")) {
                sql.push_str(&rest[..1]);
                rest = after;
                continue;
            }
            let end = rest.find('}').filter(|_| rest.starts_with('{'))?;
            sql.push_str(&format!("{STAND_IN}{}_", template.holes.len()));
            template.holes.push(rest[..=end].to_owned());
            rest = &rest[end + 1..];
        }
        sql.push_str(rest);
        Some((sql, template))
    }

    /// The format string of a SQL text; `None` where a hole is lost, doubled or out of its order, as the arguments of the
    /// macro stay what they are.
    pub(crate) fn fill(&self, sql: &str) -> Option<String> {
        let mut text = String::with_capacity(sql.len());
        let mut rest = sql;
        for (number, hole) in self.holes.iter().enumerate() {
            let name = format!("{STAND_IN}{number}_");
            let at = rest.find(STAND_IN).filter(|at| rest[*at..].starts_with(&name))?;
            text.push_str(&escaped(&rest[..at]));
            text.push_str(hole);
            rest = &rest[at + name.len()..];
        }
        (!rest.contains(STAND_IN)).then(|| text + &escaped(rest))
    }

    /// The same for people: where a hole is lost, the rest is still shown.
    pub(crate) fn shown(&self, sql: &str) -> String {
        let names = self.holes.iter().enumerate();
        names.fold(sql.to_owned(), |text, (number, hole)| text.replace(&format!("{STAND_IN}{number}_"), hole))
    }
}

fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_come_back_in_their_order() {
        let text = "SELECT {{}} FROM {t} LIMIT {}";
        let (sql, template) = Template::read(text).expect("a template");
        assert_eq!(sql, "SELECT {} FROM mutate_data_hole_0_ LIMIT mutate_data_hole_1_");
        assert_eq!(template.fill(&sql).as_deref(), Some(text));
    }

    #[test]
    fn lost_and_exchanged_holes_are_refused() {
        let (_, template) = Template::read("{a} {b}").expect("a template");
        assert_eq!(template.fill("mutate_data_hole_0_"), None);
        assert_eq!(template.fill("mutate_data_hole_1_ mutate_data_hole_0_"), None);
        assert_eq!(template.fill("mutate_data_hole_0_ mutate_data_hole_1_ mutate_data_hole_1_"), None);
    }

    #[test]
    fn braces_must_match() {
        assert_eq!(Template::read("a } b"), None);
        assert_eq!(Template::read("a { b"), None);
    }
}
