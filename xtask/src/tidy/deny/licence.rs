//! Licence expressions, as SPDX spells them.

/// Whether an expression can be met by licences that are allowed. What cannot be read cannot.
pub(super) fn is_allowed(expression: &str, allows: &dyn Fn(&str) -> bool) -> bool {
    // Old packages write a slash for `OR`.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut expression = Expression { words: &words, allows };
    expression.any() == Some(true) && expression.words.is_empty()
}

/// What is left of an expression.
struct Expression<'a> {
    words: &'a [&'a str],
    allows: &'a dyn Fn(&str) -> bool,
}

impl<'a> Expression<'a> {
    fn any(&mut self) -> Option<bool> {
        let mut is_met = self.all()?;
        while self.takes("OR") {
            is_met |= self.all()?;
        }
        Some(is_met)
    }

    fn all(&mut self) -> Option<bool> {
        let mut is_met = self.one()?;
        while self.takes("AND") {
            is_met &= self.one()?;
        }
        Some(is_met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.takes("(") {
            let is_met = self.any()?;
            return self.takes(")").then_some(is_met);
        }
        let name = self.word()?;
        if self.takes("WITH") {
            let exception = self.word()?;
            return Some((self.allows)(&format!("{name} WITH {exception}")));
        }
        Some((self.allows)(name))
    }

    fn word(&mut self) -> Option<&'a str> {
        let (word, rest) = self.words.split_first()?;
        self.words = rest;
        Some(word)
    }

    fn takes(&mut self, word: &str) -> bool {
        let is_next = self.words.first() == Some(&word);
        if is_next {
            self.words = &self.words[1..];
        }
        is_next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_met_by_what_is_allowed() {
        let allows = |name: &str| ["MIT", "ISC", "A WITH B"].contains(&name);
        for (expression, is_met) in [
            ("MIT", true),
            ("GPL-3.0", false),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0/MIT", true),
            ("GPL-3.0 / MIT", true),
            ("MIT AND GPL-3.0", false),
            ("MIT AND ISC", true),
            ("GPL-3.0 AND X OR MIT", true),
            ("(GPL-3.0 OR MIT) AND ISC", true),
            ("(GPL-3.0 OR MIT) AND X", false),
            ("A WITH B OR X", true),
            ("A", false),
            ("", false),
            ("MIT OR", false),
            ("MIT ISC", false),
            ("(MIT", false),
        ] {
            assert_eq!(is_allowed(expression, &allows), is_met, "{expression}");
        }
    }
}
