//! Something for each of many calls, by function and number.

/// Something for each of many calls. Their numbers count up from 0, so that a place in a list does for a key.
#[derive(Debug)]
pub struct ByCall<T>(Vec<Vec<Option<T>>>);

impl<T> Default for ByCall<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> ByCall<T> {
    /// Notes something for a call of a function.
    pub fn insert(&mut self, (function, ordinal): (u32, usize), value: T) {
        let function = function as usize;
        if self.0.len() <= function {
            self.0.resize_with(function + 1, Vec::new);
        }
        let calls = &mut self.0[function];
        if calls.len() <= ordinal {
            calls.resize(ordinal + 1, None);
        }
        calls[ordinal] = Some(value);
    }

    /// What was noted for a call of a function.
    #[must_use]
    pub fn get(&self, (function, ordinal): (u32, usize)) -> Option<T> {
        *self.0.get(function as usize)?.get(ordinal)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_has_a_place_of_its_own() {
        let mut noted = ByCall::default();
        noted.insert((2, 1), 'a');
        noted.insert((0, 3), 'b');
        noted.insert((2, 1), 'c');
        let found = [(2, 1), (0, 3), (0, 0), (1, 0), (2, 2), (9, 0)].map(|at| noted.get(at));
        assert_eq!(found, [Some('c'), Some('b'), None, None, None, None]);
    }
}
