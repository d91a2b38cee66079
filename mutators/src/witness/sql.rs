//! Clues in SQL texts, read token by token: what stands around a comparison, and what follows GROUP BY, ORDER BY, ON.

use super::{Clue, Clues, Value, sizes};

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A name, with what stands before its last dot removed.
    Word(String),
    Number(String),
    Text(String),
    Sign(String),
}

/// Adds what a text says, if it is SQL.
pub(super) fn read(text: &str, clues: &mut Clues) {
    let start = text.trim_start().get(..6).unwrap_or_default().to_uppercase();
    if !(start == "SELECT" || start.starts_with("WITH ") || start.starts_with("WITH\n")) {
        return;
    }
    let tokens = tokens(text);
    let mut keys = vec![];
    let mut counted = vec![];
    for at in 0..tokens.len() {
        counted.extend(count(&tokens, at));
        comparison(&tokens, at, clues);
        if let Token::Word(word) = &tokens[at] {
            clues.mentioned.insert(word.clone());
        }
        if is(&tokens, at, "BY") {
            let names = names_from(&tokens, at + 1);
            if !names.is_empty() && is(&tokens, at.wrapping_sub(1), "GROUP") {
                keys.push(names.clone());
                clues.groups.insert(names);
            } else if !names.is_empty() && is(&tokens, at.wrapping_sub(1), "ORDER") {
                clues.sorts.insert(names);
            }
        }
    }
    // Of subqueries with groupings of their own each may be meant.
    for keys in keys.iter().filter(|_| !counted.is_empty()) {
        clues.sizes.entry(keys.clone()).or_default().extend(sizes::sizes(&counted));
    }
}

/// What the number of rows of a group is compared with: `COUNT(*) >= 10`, or `n >= 10` after `COUNT(*) AS n`.
fn count(tokens: &[Token], at: usize) -> Option<Value> {
    let is_sign = |at: usize, sign: &str| matches!(tokens.get(at), Some(Token::Sign(found)) if found == sign);
    let ends = |at: usize| is(tokens, at, "COUNT") && is_sign(at + 1, "(") && is_sign(at + 3, ")");
    let after = if ends(at) {
        at + 4
    } else {
        let Some(Token::Word(name)) = tokens.get(at) else { return None };
        let is_alias =
            |place: usize| ends(place) && is(tokens, place + 4, "AS") && is(tokens, place + 5, name);
        (0..tokens.len()).find(|place| is_alias(*place)).map(|_| at + 1)?
    };
    match tokens.get(after)? {
        Token::Sign(sign) if matches!(&**sign, "=" | "<>" | "!=" | "<" | "<=" | ">" | ">=") => {
            Some(value(tokens, after + 1)?.0)
        }
        _ => None,
    }
}

fn is(tokens: &[Token], at: usize, word: &str) -> bool {
    matches!(tokens.get(at), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word))
}

fn value(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let number = |text: &str, sign: &str| {
        let text = format!("{sign}{text}");
        text.parse()
            .map(Value::Int)
            .or_else(|_| text.parse::<f64>().map(|value| Value::Float(value.to_string())))
            .ok()
    };
    match (tokens.get(at)?, tokens.get(at + 1)) {
        (Token::Number(text), _) => Some((number(text, "")?, at + 1)),
        (Token::Sign(minus), Some(Token::Number(text))) if minus == "-" => Some((number(text, "-")?, at + 2)),
        (Token::Text(text), _) => Some((Value::Text(text.clone()), at + 1)),
        // `DATE '2024-01-31'`
        (Token::Word(word), Some(Token::Text(text)))
            if matches!(&*word.to_uppercase(), "DATE" | "TIMESTAMP") =>
        {
            Some((Value::Text(text.clone()), at + 2))
        }
        _ => None,
    }
}

fn comparison(tokens: &[Token], at: usize, clues: &mut Clues) {
    // The `NOT` of `a NOT IN (1)` is no name.
    let Some(Token::Word(name)) = tokens.get(at).filter(|_| !is(tokens, at, "NOT")) else { return };
    let mut note = |name: &str, clue: Clue| {
        clues.comparisons.entry(name.to_owned()).or_default().insert(clue);
    };
    let of_value = |value: Value| match value {
        Value::Text(text) if text.is_empty() => Clue::Empty,
        value => Clue::Value(value),
    };
    let mut next = at + 1;
    if is(tokens, next, "NOT") {
        next += 1;
    }
    match tokens.get(next) {
        Some(Token::Sign(sign)) if matches!(&**sign, "=" | "<>" | "!=" | "<" | "<=" | ">" | ">=") => {
            if let Some((value, _)) = value(tokens, next + 1) {
                note(name, of_value(value));
            } else if let (Some(Token::Word(other)), "=") = (tokens.get(next + 1), &**sign) {
                // `ON a.x = b.y`
                clues.joins.insert((vec![name.clone()], vec![other.clone()]));
            }
        }
        Some(Token::Word(word)) => match &*word.to_uppercase() {
            "IS" => note(name, Clue::Missing),
            "BETWEEN" => {
                if let Some((low, after)) = value(tokens, next + 1) {
                    note(name, of_value(low));
                    if let Some((high, _)) = value(tokens, after + 1) {
                        note(name, of_value(high));
                    }
                }
            }
            "IN" => {
                let mut place = next + 2;
                while let Some((found, after)) = value(tokens, place) {
                    note(name, of_value(found));
                    place = after + 1;
                }
            }
            "LIKE" | "ILIKE" => {
                if let Some(Token::Text(pattern)) = tokens.get(next + 1) {
                    let part = pattern.trim_matches('%').to_owned();
                    note(
                        name,
                        match (pattern.starts_with('%'), pattern.ends_with('%')) {
                            (false, true) => Clue::Prefix(part),
                            (true, false) => Clue::Suffix(part),
                            (true, true) => Clue::Part(part),
                            (false, false) => Clue::Value(Value::Text(part)),
                        },
                    );
                }
            }
            _ => {}
        },
        _ => {}
    }
    // `30 < delay`
    if let Some(Token::Sign(sign)) = at.checked_sub(1).and_then(|before| tokens.get(before))
        && matches!(&**sign, "<" | "<=" | ">" | ">=" | "=")
        && let Some((value, after)) = at.checked_sub(2).and_then(|before| value(tokens, before))
        && after == at - 1
    {
        note(name, of_value(value));
    }
}

/// Names separated by commas; directions and expressions are passed over.
fn names_from(tokens: &[Token], from: usize) -> Vec<String> {
    let mut names = vec![];
    let mut fresh = true;
    for token in &tokens[from..] {
        match token {
            Token::Sign(sign) if sign == "," => fresh = true,
            Token::Word(word) if fresh => {
                names.push(word.clone());
                fresh = false;
            }
            Token::Word(word)
                if matches!(&*word.to_uppercase(), "ASC" | "DESC" | "NULLS" | "FIRST" | "LAST") => {}
            _ => break,
        }
    }
    names
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = vec![];
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.next() {
        let mut word = String::from(first);
        if first.is_alphabetic() || first == '_' {
            while let Some(next) = rest.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '.')) {
                word.push(next);
            }
            tokens.push(Token::Word(word.rsplit('.').next().unwrap_or_default().to_owned()));
        } else if first.is_ascii_digit() {
            while let Some(next) = rest.next_if(|c| c.is_ascii_digit() || *c == '.') {
                word.push(next);
            }
            tokens.push(Token::Number(word));
        } else if first == '\'' {
            word.clear();
            while let Some(next) = rest.next() {
                if next != '\'' {
                    word.push(next);
                } else if rest.next_if_eq(&'\'').is_some() {
                    word.push('\'');
                } else {
                    break;
                }
            }
            tokens.push(Token::Text(word));
        } else if first == '"' {
            tokens.push(Token::Word(rest.by_ref().take_while(|c| *c != '"').collect()));
        } else if !first.is_whitespace() {
            if matches!(first, '<' | '>' | '!') {
                word.extend(rest.next_if(|c| matches!(c, '=' | '>')));
            }
            tokens.push(Token::Sign(word));
        }
    }
    tokens
}
