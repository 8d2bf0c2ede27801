fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let mut p = tree_sitter::Parser::new();
    p.set_language(&tree_sitter_flow::LANGUAGE.into()).unwrap();
    let mut yaml = tree_sitter::Parser::new();
    yaml.set_language(&tree_sitter_yaml::LANGUAGE.into())
        .unwrap();
    if std::env::args().nth(2).is_some() {
        p = yaml
    }
    for _ in 0..1000 {
        p.parse(&text, None).unwrap();
    }
}
