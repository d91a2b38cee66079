//! A mutation site: one node with the arms that may replace it, and its step on the placement ladder (I3).

use std::ops::Range;

use mutators::Shape;
use serde::{Deserialize, Serialize};

/// One mutant at a site: what to edit when its number is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// The mutant.
    pub number: u32,
    /// The edited bytes, inside the site (or the constant's initialiser).
    pub edit: Range<usize>,
    /// The text that goes there.
    pub replacement: String,
    /// False once the compiler refused it.
    pub alive: bool,
}

/// Where and how a site is switched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// In place, with a comparison of values while tracing where the shape allows one.
    Probed,
    /// In place, without comparing values.
    Plain,
    /// In place, operands bound first (for shapes whose plain form repeats the operands).
    Bound,
    /// At the n-th anchor, a larger node.
    Anchor(usize),
    /// Nowhere: its mutants need a build of their own.
    Rebuild,
}

/// A node that is switched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The node.
    pub range: Range<usize>,
    /// How it is built.
    pub shape: Shape,
    /// Larger nodes that could be switched instead, innermost first.
    pub anchors: Vec<Range<usize>>,
    /// Its mutants, numbers ascending by one.
    pub arms: Vec<Arm>,
    /// The present step of the ladder.
    pub form: Form,
    /// The function that holds it, for bisection; bytes of the file.
    pub function: Option<Range<usize>>,
    /// The tail expression of that function; a switch in front of it keeps its temporaries (I2).
    pub tail: Option<Range<usize>>,
    /// For uses of a constant: the initialiser to repeat, as bytes of the file that defines it.
    pub constant: Option<ConstantUse>,
}

/// A use of a constant whose initialiser has mutants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstantUse {
    /// The initialisers with each arm's edit carried out, in the order of the arms.
    pub values: Vec<String>,
}

impl ConstantUse {
    /// The initialiser of one arm alone.
    #[must_use]
    pub fn only(&self, position: usize) -> Self {
        Self { values: vec![self.values[position].clone()] }
    }
}

/// Whether all of `inner` lies in `outer`.
#[must_use]
pub fn encloses(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

impl Site {
    /// A site of one arm, for tests.
    #[cfg(test)]
    pub(crate) fn alone(range: Range<usize>, shape: Shape, arm: Arm) -> Self {
        Self {
            range,
            shape,
            anchors: vec![],
            arms: vec![arm],
            form: Form::Plain,
            function: None,
            tail: None,
            constant: None,
        }
    }

    /// The number of the first arm.
    #[must_use]
    pub fn base(&self) -> u32 {
        self.arms[0].number
    }

    /// How many numbers the site spans.
    #[must_use]
    pub fn span(&self) -> u32 {
        self.arms[self.arms.len() - 1].number - self.base() + 1
    }

    /// The number of the last arm that the compiler has not refused.
    #[must_use]
    pub fn last_alive(&self) -> u32 {
        self.arms.iter().rev().find(|arm| arm.alive).map_or(0, |arm| arm.number)
    }

    /// Takes an arm whose type differs from the original's out of this site and places it at the next larger node, where
    /// the types may agree again; `None` where there is no such node.
    pub fn split_off(&mut self, number: u32) -> Option<Self> {
        let here = self.placed_range();
        let tried = match self.form {
            Form::Anchor(index) => index + 1,
            _ => 0,
        };
        let movable = !matches!(self.shape, Shape::Body | Shape::Statement | Shape::Arm { .. });
        let next = (tried..self.anchors.len()).find(|index| self.anchors[*index] != here)?;
        let position = self.arms.iter().position(|arm| arm.number == number).filter(|_| movable)?;
        let arm = &mut self.arms[position];
        let alone = Arm { alive: true, ..arm.clone() };
        arm.alive = false;
        let constant =
            self.constant.as_ref().map(|uses| ConstantUse { values: vec![uses.values[position].clone()] });
        Some(Self { arms: vec![alone], form: Form::Anchor(next), constant, ..self.clone() })
    }

    /// True where at least one arm is compiled in.
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.form != Form::Rebuild && self.arms.iter().any(|arm| arm.alive)
    }

    /// The bytes that the present form occupies.
    #[must_use]
    pub fn placed_range(&self) -> Range<usize> {
        match self.form {
            Form::Anchor(index) => self.anchors[index].clone(),
            _ => self.range.clone(),
        }
    }

    /// True where the site is switched by a `return` in front of the tail expression of its function: a `match` around
    /// the tail would end its temporaries before the locals go.
    #[must_use]
    pub fn returns_early(&self) -> bool {
        let whole = match (&self.form, &self.shape) {
            (Form::Anchor(_), _) => true,
            (_, Shape::Expression { plain }) => !plain,
            _ => false,
        };
        whole && self.tail.as_ref() == Some(&self.placed_range())
    }

    /// True where the arms are `return`s of our making.
    #[must_use]
    pub fn returns(&self) -> bool {
        matches!(self.shape, Shape::Body) || self.returns_early()
    }

    /// Steps down the ladder; the last step is a build of its own.
    pub fn descend(&mut self) {
        let anchor = |index: usize| {
            if index < self.anchors.len() { Form::Anchor(index) } else { Form::Rebuild }
        };
        // Guards, prologues and whole statements have one form only.
        let movable = !matches!(self.shape, Shape::Body | Shape::Statement | Shape::Arm { .. });
        self.form = match self.form {
            Form::Probed if self.has_probe() => Form::Plain,
            Form::Probed | Form::Plain if self.can_bind() => Form::Bound,
            Form::Probed | Form::Plain | Form::Bound if movable => anchor(0),
            Form::Anchor(index) => anchor(index + 1),
            _ => Form::Rebuild,
        };
    }

    fn has_probe(&self) -> bool {
        matches!(
            self.shape,
            Shape::Binary { .. } | Shape::Lazy { .. } | Shape::Assign { .. } | Shape::Unary { .. }
        )
    }

    /// Plain operands are repeated first and bound second; the others are bound at once.
    fn can_bind(&self) -> bool {
        match self.shape {
            Shape::Binary { plain, .. } | Shape::Unary { plain, .. } => plain,
            _ => false,
        }
    }
}
