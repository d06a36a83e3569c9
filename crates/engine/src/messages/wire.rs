//! Messages as bytes: every value one behind the other, in the order of its fields, nothing named.
//!
//! A reader that can fail at each field makes most of a page's code. This one never fails: where bytes are missing or make no
//! sense it gives something empty and remembers it, and who reads asks once, at the end. What is read can't be larger than the
//! bytes that are there.

/// What travels between page and workers.
pub trait Wire: Sized {
    /// Adds its bytes.
    fn write(&self, into: &mut Vec<u8>);
    /// Reads what [`Wire::write`] wrote.
    fn read(from: &mut Reader<'_>) -> Self;
}

/// A message as bytes.
pub fn pack<T: Wire>(message: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    message.write(&mut bytes);
    bytes
}

/// A message from the bytes that [`pack`] made; `None` for any others.
pub fn unpack<T: Wire>(bytes: &[u8]) -> Option<T> {
    let mut from = Reader::new(bytes);
    let message = T::read(&mut from);
    from.is_done().then_some(message)
}

/// The bytes of a message that are still to be read.
pub struct Reader<'a> {
    left: &'a [u8],
    bad: bool,
}

// What is not inlined here is called for every field: a call is a few bytes, its body would be many.

impl<'a> Reader<'a> {
    /// Reads these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes, bad: false }
    }

    /// Whether all was read, and was what [`pack`] makes.
    pub fn is_done(&self) -> bool {
        !self.bad && self.left.is_empty()
    }

    /// Remembers that the bytes make no sense.
    pub fn fail(&mut self) {
        self.bad = true;
        self.left = &[];
    }

    #[inline(never)]
    fn take(&mut self, count: usize) -> &'a [u8] {
        match self.left.split_at_checked(count) {
            Some((taken, left)) => {
                self.left = left;
                taken
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    /// One byte.
    #[inline(never)]
    pub fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or_default()
    }

    /// Several values of one kind: how many, then each. No value is less than a byte, so no list is longer than what is left.
    pub fn list<T>(&mut self, read: fn(&mut Self) -> T) -> Vec<T> {
        let mut list = Vec::new();
        for _ in 0..u32::read(self) {
            if self.left.is_empty() {
                self.fail();
                break;
            }
            list.push(read(self));
        }
        list
    }
}

fn write_length(length: usize, into: &mut Vec<u8>) {
    u32::try_from(length).unwrap_or(u32::MAX).write(into);
}

macro_rules! numbers {
    ($($number:ident)*) => {$(
        impl Wire for $number {
            #[inline(never)]
            fn write(&self, into: &mut Vec<u8>) {
                into.extend_from_slice(&self.to_le_bytes());
            }

            #[inline(never)]
            fn read(from: &mut Reader<'_>) -> Self {
                from.take(size_of::<Self>()).try_into().map_or(Default::default(), Self::from_le_bytes)
            }
        }
    )*};
}

numbers! { u32 u64 f64 }

impl Wire for bool {
    fn write(&self, into: &mut Vec<u8>) {
        into.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.byte() == 1
    }
}

impl Wire for String {
    #[inline(never)]
    fn write(&self, into: &mut Vec<u8>) {
        write_length(self.len(), into);
        into.extend_from_slice(self.as_bytes());
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        let length = u32::read(from) as usize;
        match str::from_utf8(from.take(length)) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                from.fail();
                Self::new()
            }
        }
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, into: &mut Vec<u8>) {
        self.is_some().write(into);
        if let Some(it) = self {
            it.write(into);
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        bool::read(from).then(|| T::read(from))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, into: &mut Vec<u8>) {
        write_length(self.len(), into);
        self.iter().for_each(|it| it.write(into));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.list(T::read)
    }
}

impl<const N: usize> Wire for [u32; N] {
    fn write(&self, into: &mut Vec<u8>) {
        self.iter().for_each(|it| it.write(into));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let mut numbers = [0; N];
        numbers.iter_mut().for_each(|number| *number = u32::read(from));
        numbers
    }
}

impl<T: Wire> Wire for Box<T> {
    fn write(&self, into: &mut Vec<u8>) {
        (**self).write(into);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self::new(T::read(from))
    }
}

macro_rules! tuples {
    ($($($of:ident $at:tt)*;)*) => {$(
        impl<$($of: Wire),*> Wire for ($($of),*) {
            fn write(&self, into: &mut Vec<u8>) {
                $(self.$at.write(into);)*
            }

            fn read(from: &mut Reader<'_>) -> Self {
                ($($of::read(from)),*)
            }
        }
    )*};
}

tuples! {
    A 0 B 1;
    A 0 B 1 C 2;
}

/// Structs with their fields. The compiler refuses a list that leaves one out.
macro_rules! structs {
    ($($name:ident $(<$of:ident>)? { $($field:ident),* })*) => {$(
        impl $(<$of: Wire>)? Wire for $name $(<$of>)? {
            fn write(&self, into: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($field.write(into);)*
            }

            fn read(from: &mut Reader<'_>) -> Self {
                Self { $($field: Wire::read(from)),* }
            }
        }
    )*};
}

/// Enums with their variants, and in round brackets what a byte stands for that stands for none. The compiler refuses a list that
/// leaves a variant out.
macro_rules! enums {
    ($($name:ident ($otherwise:expr) {
        $($variant:ident $(($($value:ident),*))? $({ $($field:ident),* })?),*
    })*) => {$(
        const _: () = {
            enum Tag { $($variant),* }

            impl Wire for $name {
                fn write(&self, into: &mut Vec<u8>) {
                    match self {
                        $(Self::$variant $(($($value),*))? $({ $($field),* })? => {
                            into.push(Tag::$variant as u8);
                            $($($value.write(into);)*)?
                            $($($field.write(into);)*)?
                        })*
                    }
                }

                fn read(from: &mut Reader<'_>) -> Self {
                    match from.byte() {
                        $(tag if tag == Tag::$variant as u8 => {
                            $($(let $value = Wire::read(from);)*)?
                            $($(let $field = Wire::read(from);)*)?
                            Self::$variant $(($($value),*))? $({ $($field),* })?
                        })*
                        _ => {
                            from.fail();
                            $otherwise
                        }
                    }
                }
            }
        };
    )*};
}

pub(super) use {enums, structs};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        fn check<T: Wire + PartialEq + std::fmt::Debug>(it: T) {
            assert_eq!(unpack::<T>(&pack(&it)).as_ref(), Some(&it));
        }
        check(u32::MAX);
        check(u64::MAX);
        check((-0.5_f64, true));
        check("Größe 🦀".to_owned());
        check(vec![(String::new(), Some(7_u32)), ("x".to_owned(), None)]);
        check([1_u32, 2, 3, 4, 5]);
        check((Vec::<String>::new(), false, Box::new(1_u32)));
    }

    #[test]
    fn other_bytes_are_told() {
        let check = |bytes: &[u8]| assert_eq!(unpack::<Vec<String>>(bytes), None, "{bytes:?}");
        let whole = pack(&vec!["some".to_owned(), "words".to_owned()]);
        (0..whole.len()).for_each(|length| check(&whole[..length]));
        check(&[whole.as_slice(), &[0]].concat());
        check(&[0xff; 4]);
        check(&[1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
        check(&[1, 0, 0, 0, 1, 0, 0, 0, 0xff]);
    }

    #[test]
    fn a_list_is_never_longer_than_its_bytes() {
        let many = [u32::MAX.to_le_bytes().as_slice(), &[0; 12]].concat();
        let mut from = Reader::new(&many);
        assert_eq!(Vec::<bool>::read(&mut from).len(), 12);
        assert!(!from.is_done());
    }
}
