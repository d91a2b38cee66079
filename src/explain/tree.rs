//! Takes `Debug` text apart for comparing; what is of no known form stays a text, so that nothing is refused.

use rayon::prelude::*;

/// Texts that are not worth another thread.
const FEW: usize = 1_000;
/// Levels of brackets that are taken apart; what lies deeper stays a text.
const DEEPEST: usize = 64;

/// A value as its `Debug` text shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree<'a> {
    /// All of its text.
    pub raw: &'a str,
    /// Its parts.
    pub form: Form<'a>,
}

/// What a [`Tree`] is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form<'a> {
    /// A number, a name, or anything that is of no form below.
    Leaf,
    /// A string: what stands between its quotes, with its escapes.
    Text(&'a str),
    /// `Name(..)`, or `(..)` with an empty name.
    Tuple(&'a str, Vec<Tree<'a>>),
    /// `Name { field: .. }`.
    Struct(&'a str, Vec<(&'a str, Tree<'a>)>),
    /// `[..]`.
    List(Vec<Tree<'a>>),
    /// `{..}` without keys; also an empty map.
    Set(Vec<Tree<'a>>),
    /// `{key: value}`.
    Map(Vec<(Tree<'a>, Tree<'a>)>),
}

impl<'a> Tree<'a> {
    /// Takes a text apart.
    #[must_use]
    pub fn parse(text: &'a str) -> Self {
        let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, dead: false };
        match parser.value(0, false) {
            Some(tree) if parser.at == text.len() => tree,
            _ => Self { raw: text, form: Form::Leaf },
        }
    }

    /// Takes each text of a collection apart.
    #[must_use]
    pub fn parse_all(texts: &'a [String]) -> Vec<Self> {
        texts.par_iter().with_min_len(FEW).map(|text| Self::parse(text)).collect()
    }

    /// True for `None`.
    #[must_use]
    pub fn is_none(&self) -> bool {
        // Asked of every value, so the cheap question comes first.
        self.raw.len() == 4 && self.raw == "None" && matches!(self.form, Form::Leaf)
    }
}

/// The characters of a string between its quotes; `None` where an escape is of no known form.
#[must_use]
pub fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let mut characters = rest[at + 1..].chars();
        out.push(match characters.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            'u' => {
                let digits: String = characters.by_ref().take_while(|c| *c != '}').collect();
                char::from_u32(u32::from_str_radix(digits.strip_prefix('{')?, 16).ok()?)?
            }
            plain @ ('"' | '\'' | '\\') => plain,
            _ => return None,
        });
        rest = characters.as_str();
    }
    out.push_str(rest);
    Some(out)
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// True once a bracket or quote was seen not to close, which no reading of the text can mend.
    dead: bool,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, token: &[u8]) -> bool {
        let found = self.bytes[self.at..].starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// A value up to what may follow one; `key` where a colon ends it.
    fn value(&mut self, depth: usize, key: bool) -> Option<Tree<'a>> {
        let start = self.at;
        let form = if depth < DEEPEST { self.form(depth) } else { None };
        if self.dead {
            return None;
        }
        if let Some(form) = form.filter(|_| self.ends(key)) {
            return Some(Tree { raw: &self.text[start..self.at], form });
        }
        self.at = start;
        self.odd(key)
    }

    fn ends(&self, key: bool) -> bool {
        match self.peek() {
            None | Some(b',' | b')' | b']' | b'}') => true,
            Some(b' ') => self.bytes.get(self.at + 1) == Some(&b'}'),
            Some(b':') => key && self.bytes.get(self.at + 1) == Some(&b' '),
            Some(_) => false,
        }
    }

    fn form(&mut self, depth: usize) -> Option<Form<'a>> {
        match self.peek()? {
            b'"' => {
                let start = self.at + 1;
                self.skip_string()?;
                Some(Form::Text(&self.text[start..self.at - 1]))
            }
            b'[' => {
                self.at += 1;
                self.values(b']', depth).map(Form::List)
            }
            b'(' => {
                self.at += 1;
                self.values(b')', depth).map(|values| Form::Tuple("", values))
            }
            b'{' => self.braces(depth),
            _ => self.named(depth),
        }
    }

    fn named(&mut self, depth: usize) -> Option<Form<'a>> {
        let name = self.word();
        if name.is_empty() {
            return None;
        }
        match self.peek() {
            Some(b'(') => {
                self.at += 1;
                self.values(b')', depth).map(|values| Form::Tuple(name, values))
            }
            Some(b' ') if self.eat(b" { ") => self.fields(depth).map(|fields| Form::Struct(name, fields)),
            _ => Some(Form::Leaf),
        }
    }

    /// Up to the next bracket, quote, comma or blank; a colon belongs to it unless a blank follows.
    fn word(&mut self) -> &'a str {
        let (start, mut at) = (self.at, self.at);
        // Runs for every byte of large collections: a plain loop over locals is what builds without optimisation do fast.
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"' | b'\'' | b',' | b' ' => break,
                b':' if self.bytes.get(at + 1) == Some(&b' ') => break,
                _ => at += 1,
            }
        }
        self.at = at;
        &self.text[start..at]
    }

    fn fields(&mut self, depth: usize) -> Option<Vec<(&'a str, Tree<'a>)>> {
        let mut fields = Vec::new();
        loop {
            if self.eat(b".. }") {
                return Some(fields);
            }
            let name = self.word();
            if name.is_empty() || !self.eat(b": ") {
                return None;
            }
            fields.push((name, self.value(depth + 1, false)?));
            if self.eat(b" }") {
                return Some(fields);
            }
            if !self.eat(b", ") {
                return None;
            }
        }
    }

    /// Values with commas up to a closing bracket; a tuple of one has a comma of its own.
    fn values(&mut self, close: u8, depth: usize) -> Option<Vec<Tree<'a>>> {
        let mut values = Vec::new();
        if self.eat(&[close]) {
            return Some(values);
        }
        loop {
            values.push(self.value(depth + 1, false)?);
            if self.eat(&[close]) {
                return Some(values);
            }
            if !self.eat(b", ") {
                return (self.eat(b",") && self.eat(&[close])).then_some(values);
            }
        }
    }

    fn braces(&mut self, depth: usize) -> Option<Form<'a>> {
        self.at += 1;
        if self.eat(b"}") {
            return Some(Form::Set(vec![]));
        }
        let first = self.value(depth + 1, true)?;
        if !self.eat(b": ") {
            let mut values = vec![first];
            if self.eat(b", ") {
                values.extend(self.values(b'}', depth)?);
            } else if !self.eat(b"}") {
                return None;
            }
            return Some(Form::Set(values));
        }
        let mut pairs = vec![(first, self.value(depth + 1, false)?)];
        while self.eat(b", ") {
            let key = self.value(depth + 1, true)?;
            if !self.eat(b": ") {
                return None;
            }
            pairs.push((key, self.value(depth + 1, false)?));
        }
        self.eat(b"}").then_some(Form::Map(pairs))
    }

    /// Anything up to a comma or closing bracket outside brackets and quotes of its own.
    fn odd(&mut self, key: bool) -> Option<Tree<'a>> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth == 0 => break,
                b')' | b']' | b'}' => depth -= 1,
                b',' if depth == 0 => break,
                b':' if key && depth == 0 && self.ends(true) => break,
                b'"' => {
                    self.skip_string()?;
                    continue;
                }
                b'\'' => {
                    self.skip_char();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
        if depth > 0 {
            self.dead = true;
            return None;
        }
        let raw = self.text[start..self.at].trim_end_matches(' ');
        self.at = start + raw.len();
        (!raw.is_empty()).then_some(Tree { raw, form: Form::Leaf })
    }

    fn skip_string(&mut self) -> Option<()> {
        let mut at = self.at + 1;
        while let Some(found) = memchr::memchr2(b'"', b'\\', self.bytes.get(at..).unwrap_or_default()) {
            at += found;
            if self.bytes[at] == b'"' {
                self.at = at + 1;
                return Some(());
            }
            // The byte after a backslash may be the first of several; those that follow are no quotes.
            at += 2;
        }
        self.dead = true;
        None
    }

    /// A character between single quotes, or a single quote alone.
    fn skip_char(&mut self) {
        let rest = &self.text[self.at + 1..];
        let inside = match rest.strip_prefix('\\') {
            Some(escape) => escape
                .char_indices()
                .nth(1)
                .and_then(|(second, _)| escape[second..].find('\'').map(|end| 1 + second + end)),
            None => rest.chars().next().map(char::len_utf8),
        };
        let close = inside.filter(|&end| rest[end..].starts_with('\''));
        self.at += close.map_or(1, |end| end + 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(raw: &str) -> Tree<'_> {
        Tree { raw, form: Form::Leaf }
    }

    #[test]
    fn numbers_names_and_dates_are_leaves() {
        for text in ["5", "-0.0", "NaN", "1e-7", "None", "2024-01-31", "10:30:00", "1.5s", ""] {
            assert_eq!(Tree::parse(text), leaf(text));
        }
    }

    #[test]
    fn strings_keep_what_looks_like_structure() {
        let text = r#""a\"\\, {b: [""#;
        assert_eq!(Tree::parse(text).form, Form::Text(r#"a\"\\, {b: ["#));
        assert_eq!(unescape(r#"a\"\\\n\u{7f}\'"#).as_deref(), Some("a\"\\\n\u{7f}'"));
        assert_eq!(unescape(r"\xFF"), None);
    }

    #[test]
    fn structs_and_tuples_nest() {
        let tree = Tree::parse("Row { at: Place(1, None), tags: [\"x\"], one: (5,), .. }");
        let Form::Struct("Row", fields) = tree.form else { panic!("no struct: {tree:?}") };
        assert_eq!(fields.iter().map(|field| field.0).collect::<Vec<_>>(), ["at", "tags", "one"]);
        assert_eq!(fields[0].1.form, Form::Tuple("Place", vec![leaf("1"), leaf("None")]));
        assert_eq!(fields[2].1.form, Form::Tuple("", vec![leaf("5")]));
        assert_eq!(fields[1].1.raw, "[\"x\"]");
    }

    #[test]
    fn maps_and_sets_are_told_apart() {
        let pair = |key, value| (leaf(key), leaf(value));
        assert_eq!(Tree::parse("{1: 2, 3: 4}").form, Form::Map(vec![pair("1", "2"), pair("3", "4")]));
        assert_eq!(Tree::parse("{1, 3}").form, Form::Set(vec![leaf("1"), leaf("3")]));
        assert_eq!(Tree::parse("{1}").form, Form::Set(vec![leaf("1")]));
        assert_eq!(Tree::parse("{}").form, Form::Set(vec![]));
    }

    #[test]
    fn what_is_odd_stays_a_text_in_its_place() {
        let tree =
            Tree::parse("Row { at: 2024-01-01T00:00:00+01:00[Europe/Berlin], b: a b, c: 'x', d: '(' }");
        let Form::Struct(_, fields) = tree.form else { panic!("no struct: {tree:?}") };
        assert_eq!(fields[0].1, leaf("2024-01-01T00:00:00+01:00[Europe/Berlin]"));
        let values: Vec<&str> = fields[1..].iter().map(|field| field.1.raw).collect();
        assert_eq!(values, ["a b", "'x'", "'('"]);
    }

    #[test]
    fn what_never_closes_is_one_text() {
        for text in ["[1, ", "Row { a: (1 }", "\"open", "a, b", "f(1]", "'\\", "[1 2, (]", "{1: 2, 3}"] {
            assert_eq!(Tree::parse(text), leaf(text));
        }
    }

    #[test]
    fn depth_has_a_limit_and_no_price() {
        for text in ["[".repeat(100_000), format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))] {
            let start = std::time::Instant::now();
            let tree = Tree::parse(&text);
            assert_eq!(tree.raw.len(), text.len());
            assert!(start.elapsed().as_secs() < 5);
        }
    }

    #[test]
    fn characters_are_never_cut() {
        for text in ["[é, 'é', \"é\\é\"]", "'é", "[\\é", "Ü { ö: '\\u{e9}' }"] {
            assert_eq!(Tree::parse(text).raw, text);
        }
    }
}
