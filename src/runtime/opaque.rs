//! What functions return that say only `impl Iterator`: the original's iterator, or that of a mutant, which has another type.

use std::fmt;
use std::iter::FusedIterator;

/// One of two iterators over the same items; it is all that both are.
#[derive(Clone)]
pub enum Either<A, B> {
    Left(A),
    Right(B),
}

macro_rules! of_either {
    ($either:expr, $inner:ident => $result:expr) => {
        match $either {
            Either::Left($inner) => $result,
            Either::Right($inner) => $result,
        }
    };
}

impl<A: Iterator, B: Iterator<Item = A::Item>> Iterator for Either<A, B> {
    type Item = A::Item;

    fn next(&mut self) -> Option<A::Item> {
        of_either!(self, inner => inner.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        of_either!(self, inner => inner.size_hint())
    }

    fn count(self) -> usize {
        of_either!(self, inner => inner.count())
    }

    fn last(self) -> Option<A::Item> {
        of_either!(self, inner => inner.last())
    }

    fn nth(&mut self, n: usize) -> Option<A::Item> {
        of_either!(self, inner => inner.nth(n))
    }

    fn fold<T, F: FnMut(T, A::Item) -> T>(self, start: T, step: F) -> T {
        of_either!(self, inner => inner.fold(start, step))
    }
}

impl<A: DoubleEndedIterator, B: DoubleEndedIterator<Item = A::Item>> DoubleEndedIterator for Either<A, B> {
    fn next_back(&mut self) -> Option<A::Item> {
        of_either!(self, inner => inner.next_back())
    }

    fn nth_back(&mut self, n: usize) -> Option<A::Item> {
        of_either!(self, inner => inner.nth_back(n))
    }

    fn rfold<T, F: FnMut(T, A::Item) -> T>(self, start: T, step: F) -> T {
        of_either!(self, inner => inner.rfold(start, step))
    }
}

impl<A: ExactSizeIterator, B: ExactSizeIterator<Item = A::Item>> ExactSizeIterator for Either<A, B> {
    fn len(&self) -> usize {
        of_either!(self, inner => inner.len())
    }
}

impl<A: FusedIterator, B: FusedIterator<Item = A::Item>> FusedIterator for Either<A, B> {}

/// As the iterator itself prints: nobody is to see what stands around it.
impl<A: fmt::Debug, B: fmt::Debug> fmt::Debug for Either<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        of_either!(self, inner => inner.fmt(f))
    }
}

/// A mutant's iterator, whose items are said: the compiler then points at the mutant where they are others.
pub fn items<T, I: Iterator<Item = T>>(iterator: I) -> I {
    iterator
}

macro_rules! bounds {
    ($($name:ident: $bound:path,)*) => { $(
        /// A mutant's iterator that must be more than an iterator.
        pub fn $name<I: $bound>(iterator: I) -> I {
            iterator
        }
    )* };
}

bounds! {
    double_ended: DoubleEndedIterator,
    exact_size: ExactSizeIterator,
    fused: FusedIterator,
    cloneable: Clone,
    printable: fmt::Debug,
    sendable: Send,
    shareable: Sync,
}
