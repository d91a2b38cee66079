//! Source text cut into coloured pieces, line by line.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};

use crate::report::words::visible;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Printable text.
    pub text: String,
    /// Class of the style sheet; empty for plain text.
    pub class: &'static str,
    /// True where a test gap changes this text.
    pub marked: bool,
}

const KEYWORDS: [&str; 39] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false",
    "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
    "self", "Self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while",
    "yield",
];

/// The lines of a text in pieces; `marks` are byte ranges to mark. Text that is no Rust stays plain.
pub fn lines(text: &str, marks: &[Range<usize>]) -> Vec<Vec<Piece>> {
    let tokens = tokens(text);
    let mut cuts: Vec<usize> = tokens.iter().flat_map(|(range, _)| [range.start, range.end]).collect();
    cuts.extend(marks.iter().flat_map(|mark| [mark.start, mark.end]));
    cuts.retain(|&cut| text.is_char_boundary(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let (mut next_cut, mut next_token, mut start) = (0, 0, 0);
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = start;
        while at < end {
            while cuts.get(next_cut).is_some_and(|&cut| cut <= at) {
                next_cut += 1;
            }
            let to = cuts.get(next_cut).copied().unwrap_or(end).min(end);
            while tokens.get(next_token).is_some_and(|(range, _)| range.end <= at) {
                next_token += 1;
            }
            let class = tokens
                .get(next_token)
                .filter(|(range, _)| range.contains(&at))
                .map_or("", |(_, class)| class);
            let marked = marks.iter().any(|mark| mark.contains(&at));
            let text = visible(&text[at..to]);
            match pieces.last_mut() {
                Some(last) if last.class == class && last.marked == marked => last.text.push_str(&text),
                _ => pieces.push(Piece { text, class, marked }),
            }
            at = to;
        }
        out.push(pieces);
        start += line.len();
    }
    out
}

/// What has a colour, in order. What lies between two tokens and is not blank is a comment.
fn tokens(text: &str) -> Vec<(Range<usize>, &'static str)> {
    // Where the text starts with what the parser skips, its spans are those of another text.
    let skipped = text.starts_with('\u{feff}') || text.starts_with("#!");
    let (false, Ok(stream)) = (skipped, text.parse::<TokenStream>()) else { return vec![] };
    let mut found = Vec::new();
    collect(text, stream, &mut found);
    found.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = Vec::new();
    let mut at = 0;
    for (range, class) in found.into_iter().chain([(text.len()..text.len(), "")]) {
        if let Some(gap) = text.get(at..range.start)
            && let Some(comment) = gap.find("//").into_iter().chain(gap.find("/*")).min()
        {
            out.push((at + comment..at + gap.trim_end().len(), "c"));
        }
        at = at.max(range.end);
        if !class.is_empty() {
            out.push((range, class));
        }
    }
    out
}

fn collect(text: &str, stream: TokenStream, found: &mut Vec<(Range<usize>, &'static str)>) {
    let mut stream = stream.into_iter().peekable();
    while let Some(token) = stream.next() {
        match token {
            TokenTree::Group(group) => {
                found.push((group.span_open().byte_range(), ""));
                collect(text, group.stream(), found);
                found.push((group.span_close().byte_range(), ""));
            }
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let call = stream
                    .peek()
                    .is_some_and(|next| matches!(next, TokenTree::Punct(p) if p.as_char() == '!'));
                let class = match &*name {
                    _ if KEYWORDS.contains(&&*name) => "k",
                    _ if call => "f",
                    _ if name.starts_with(|c: char| c.is_uppercase()) => "t",
                    _ => "",
                };
                found.push((ident.span().byte_range(), class));
            }
            TokenTree::Literal(literal) => {
                let range = literal.span().byte_range();
                // Doc comments come as literals, too.
                let class = match text.as_bytes().get(range.start) {
                    Some(b'/') => "c",
                    Some(b'0'..=b'9') => "n",
                    _ => "s",
                };
                found.push((range, class));
            }
            TokenTree::Punct(punct) => found.push((punct.span().byte_range(), "")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marks: &[Range<usize>]) -> Vec<String> {
        let piece = |piece: &Piece| match (piece.class, piece.marked) {
            ("", false) => piece.text.clone(),
            (class, marked) => format!("[{class}{}{}]", if marked { "!" } else { ":" }, piece.text),
        };
        lines(text, marks).iter().map(|line| line.iter().map(piece).collect()).collect()
    }

    #[test]
    fn words_numbers_texts_and_comments_have_classes() {
        let text = "/// Adds.\nfn f(x: U8) -> u8 { x + 10 } // \"no\" text\r\nlet s = \"a\nb\";";
        assert_eq!(
            shown(text, &[]),
            [
                "[c:/// Adds.]",
                "[k:fn] f(x: [t:U8]) -> u8 { x + [n:10] } [c:// \"no\" text]",
                "[k:let] s = [s:\"a]",
                "[s:b\"];"
            ]
        );
    }

    #[test]
    fn changed_text_is_marked() {
        assert_eq!(shown("a + b + 1", &[2..3, 6..9]), ["a [!+] b [!+ ][n!1]"]);
    }

    #[test]
    fn text_that_is_no_rust_stays_plain_and_whole() {
        assert_eq!(shown("fn (\n\u{202e}x\0\n", &[]), ["fn (", "\\u{202e}x\\u{0}"]);
        assert_eq!(shown("\u{feff}fn f() {}", &[]), ["\\u{feff}fn f() {}"]);
    }
}
