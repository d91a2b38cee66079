//! Takes `{:?}` texts apart, so that the values can be written as Rust.

/// A value as its `Debug` text shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// A number, a name, or anything else without brackets, quotes and spaces: `5`, `-0.0`, `None`, `2024-01-31`.
    Word(String),
    /// A string, unescaped.
    Text(String),
    /// A character.
    Char(char),
    /// `Name(..)`, or `(..)` without a name.
    Tuple(String, Vec<Self>),
    /// `Name { field: .. }`.
    Struct(String, Vec<(String, Self)>),
    /// `[..]`.
    List(Vec<Self>),
    /// `{..}` without keys; also an empty map.
    Set(Vec<Self>),
    /// `{key: value}`.
    Map(Vec<(Self, Self)>),
}

/// Reads a whole text; `None` where it is not of the forms that derived `Debug` and the standard library print.
#[must_use]
pub fn parse(text: &str) -> Option<Tree> {
    let mut parser = Parser { rest: text };
    let tree = parser.value()?;
    parser.rest.is_empty().then_some(tree)
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(token) else { return false };
        self.rest = rest;
        true
    }

    fn value(&mut self) -> Option<Tree> {
        match self.rest.chars().next()? {
            '"' => self.quoted('"').map(Tree::Text),
            '\'' => {
                let text = self.quoted('\'')?;
                let mut characters = text.chars();
                let first = characters.next()?;
                characters.next().is_none().then_some(Tree::Char(first))
            }
            '[' => {
                self.eat("[");
                self.values("]").map(Tree::List)
            }
            '(' => {
                self.eat("(");
                self.values(")").map(|values| Tree::Tuple(String::new(), values))
            }
            '{' => self.braces(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Option<Tree> {
        let word = self.name()?;
        if self.eat("(") {
            return self.values(")").map(|values| Tree::Tuple(word, values));
        }
        if !self.eat(" { ") {
            return Some(Tree::Word(word));
        }
        let mut fields = Vec::new();
        loop {
            let name = self.name()?;
            let value = if self.eat(": ") { self.value()? } else { return None };
            fields.push((name, value));
            if self.eat(" }") {
                return Some(Tree::Struct(word, fields));
            }
            if !self.eat(", ") {
                return None;
            }
        }
    }

    /// Up to the next bracket, quote, comma or space; a colon belongs to it unless a space follows.
    fn name(&mut self) -> Option<String> {
        let mut end = self.rest.len();
        for (at, character) in self.rest.char_indices() {
            let colon = character == ':' && self.rest[at + 1..].starts_with(' ');
            if colon || matches!(character, '(' | ')' | '[' | ']' | '{' | '}' | '"' | '\'' | ',' | ' ') {
                end = at;
                break;
            }
        }
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!word.is_empty()).then(|| word.to_owned())
    }

    /// Values with commas up to a closing bracket; a tuple of one has a comma of its own.
    fn values(&mut self, close: &str) -> Option<Vec<Tree>> {
        let mut values = Vec::new();
        if self.eat(close) {
            return Some(values);
        }
        loop {
            values.push(self.value()?);
            if self.eat(close) {
                return Some(values);
            }
            if self.eat(", ") {
                continue;
            }
            return (self.eat(",") && self.eat(close)).then_some(values);
        }
    }

    fn braces(&mut self) -> Option<Tree> {
        self.eat("{");
        if self.eat("}") {
            return Some(Tree::Set(Vec::new()));
        }
        let first = self.value()?;
        if !self.eat(": ") {
            let mut values = vec![first];
            if self.eat(", ") {
                values.extend(self.values("}")?);
            } else if !self.eat("}") {
                return None;
            }
            return Some(Tree::Set(values));
        }
        let mut pairs = vec![(first, self.value()?)];
        while self.eat(", ") {
            let key = self.value()?;
            let value = if self.eat(": ") { self.value()? } else { return None };
            pairs.push((key, value));
        }
        self.eat("}").then_some(Tree::Map(pairs))
    }

    fn quoted(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut characters = self.rest.char_indices().skip(1);
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => text.push(match characters.next()?.1 {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    '0' => '\0',
                    'u' => {
                        let digits: String =
                            characters.by_ref().map(|(_, c)| c).take_while(|c| *c != '}').collect();
                        char::from_u32(u32::from_str_radix(digits.strip_prefix('{')?, 16).ok()?)?
                    }
                    plain @ ('"' | '\'' | '\\') => plain,
                    // Bytes that are no UTF-8, as paths print them.
                    _ => return None,
                }),
                end if end == quote => {
                    self.rest = &self.rest[at + quote.len_utf8()..];
                    return Some(text);
                }
                plain => text.push(plain),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Tree {
        Tree::Word(text.to_owned())
    }

    #[test]
    fn numbers_names_and_dates_are_words() {
        for text in ["5", "-0.0", "NaN", "1e-7", "None", "2024-01-31", "10:30:00"] {
            assert_eq!(parse(text), Some(word(text)));
        }
    }

    #[test]
    fn strings_and_characters_are_unescaped() {
        assert_eq!(parse(r#""a\"\\\n\u{7f}, b""#), Some(Tree::Text("a\"\\\n\u{7f}, b".to_owned())));
        assert_eq!(parse(r"'\''"), Some(Tree::Char('\'')));
    }

    #[test]
    fn structs_nest() {
        let tree = parse("Row { at: Place(1, None), tags: [\"x\"], one: (5,) }").expect("a struct");
        let Tree::Struct(name, fields) = tree else { panic!("no struct: {tree:?}") };
        assert_eq!((name.as_str(), fields.len()), ("Row", 3));
        assert_eq!(fields[0].1, Tree::Tuple("Place".to_owned(), vec![word("1"), word("None")]));
        assert_eq!(fields[2].1, Tree::Tuple(String::new(), vec![word("5")]));
    }

    #[test]
    fn maps_and_sets_are_told_apart() {
        assert_eq!(
            parse("{1: 2, 3: 4}"),
            Some(Tree::Map(vec![(word("1"), word("2")), (word("3"), word("4"))]))
        );
        assert_eq!(parse("{1, 3}"), Some(Tree::Set(vec![word("1"), word("3")])));
        assert_eq!(parse("{1}"), Some(Tree::Set(vec![word("1")])));
        assert_eq!(parse("{}"), Some(Tree::Set(vec![])));
    }

    #[test]
    fn what_is_cut_off_or_of_another_form_is_refused() {
        for text in
            ["Row { a: 1, .. }", "[1, ", "2024-01-01T00:00:00+01:00[Europe/Berlin]", r#""\xFF""#, "a b", ""]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
