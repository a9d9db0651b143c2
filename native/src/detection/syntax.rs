//! Reads shapes as RE2 and Python's `re` with `re.ASCII` read them: classes and word edges are ASCII.

/// Give the shape in this engine's dialect.
pub fn translated(shape: &str) -> String {
    let mut out = String::with_capacity(shape.len());
    let mut in_class = false;
    let mut chars = shape.chars();
    while let Some(char) = chars.next() {
        match char {
            '[' if !in_class => {
                in_class = true;
                out.push(char);
                // A bracket that stands first is itself; so is one behind `^`.
                let mut rest = chars.clone();
                if rest.as_str().starts_with('^') {
                    out.push('^');
                    rest.next();
                }
                if rest.as_str().starts_with(']') {
                    out.push_str(r"\]");
                    rest.next();
                }
                chars = rest;
            }
            // This engine has operations on classes, which the others don't know.
            '[' | '&' | '~' if in_class => {
                out.push('\\');
                out.push(char);
            }
            ']' => {
                in_class = false;
                out.push(char);
            }
            '\\' => match chars.next() {
                Some('d') => out.push_str(if in_class { "0-9" } else { "[0-9]" }),
                Some('w') => out.push_str(if in_class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" }),
                Some('s') => out.push_str(if in_class { r"\t\n\x0b\x0c\r " } else { r"[\t\n\x0b\x0c\r ]" }),
                Some('D') if !in_class => out.push_str("[^0-9]"),
                Some('W') if !in_class => out.push_str("[^0-9A-Za-z_]"),
                Some('S') if !in_class => out.push_str(r"[^\t\n\x0b\x0c\r ]"),
                Some(edge @ ('b' | 'B')) if !in_class => {
                    out.push_str(r"(?-u:\");
                    out.push(edge);
                    out.push(')');
                }
                // To this engine these are the two edges of a word; to the others they are themselves.
                Some(sign @ ('<' | '>')) => out.push(sign),
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}
