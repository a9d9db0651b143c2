//! Where the texts of a log record or span stand, and the paths that reports name them by.

use crate::otlp::wire::Range;

/// A place of texts: a root, or a key under another node.
#[derive(Clone, Copy)]
pub enum Node {
    Root(&'static str),
    Key { above: usize, key: Range },
}

/// Give the path of a node, as the SDK has it: `a.b`, `$`, `$event.a`.
pub fn path(data: &[u8], nodes: &[Node], node: usize) -> String {
    match nodes[node] {
        Node::Root(name) => name.to_owned(),
        Node::Key { above, key } => {
            let mut above = path(data, nodes, above);
            if !above.is_empty() {
                above.push('.');
            }
            above.push_str(&String::from_utf8_lossy(&data[key.0..key.1]));
            above
        }
    }
}
