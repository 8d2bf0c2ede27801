//! Did-you-mean: the known name nearest to a misspelt one.

/// The name among `known` that `name` was most likely meant to be. `None` where nothing is near:
/// a third of its length in edits, at least one, swaps and letter case counted as one.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    let best = known.into_iter().map(|k| (distance(name, k), k)).min()?;
    (best.0 <= limit && best.0 < name.chars().count()).then_some(best.1)
}

/// Edit distance with swaps of neighbours (optimal string alignment), ignoring letter case.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).take(64).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).take(64).collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1)
                .min(rows[i][j - 1] + 1)
                .min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn finds_near_names_only() {
        let known = ["fetch_users", "send", "a"];
        assert_eq!(did_you_mean("fetch_user", known), Some("fetch_users"));
        assert_eq!(did_you_mean("sned", known), Some("send"));
        assert_eq!(did_you_mean("Send", known), Some("send"));
        assert_eq!(did_you_mean("zzz", known), None);
        assert_eq!(did_you_mean("b", known), None);
    }
}
