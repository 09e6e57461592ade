//! The few shapes of BER (X.690) that a conversation with a directory needs: definite lengths, short tags.

/// Why something cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// An element: its tag and what it holds.
pub fn element(tag: u8, inside: &[u8]) -> Vec<u8> {
    let mut all = vec![tag];
    match u8::try_from(inside.len()) {
        Ok(length) if length < 128 => all.push(length),
        _ => {
            let bytes: Vec<u8> = inside.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            all.push(0x80 | bytes.len() as u8);
            all.extend(bytes);
        }
    }
    all.extend_from_slice(inside);
    all
}

/// A whole number, or an enumerated one.
pub fn number(tag: u8, value: i32) -> Vec<u8> {
    let mut bytes: Vec<u8> = value.to_be_bytes().to_vec();
    while bytes.len() > 1 && (bytes[0] == 0 && bytes[1] < 128 || bytes[0] == 255 && bytes[1] >= 128) {
        bytes.remove(0);
    }
    element(tag, &bytes)
}

/// Several elements after each other.
pub fn all(parts: &[Vec<u8>]) -> Vec<u8> {
    parts.concat()
}

/// Reads elements one after another.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'b>(pub &'b [u8]);

impl<'b> Reader<'b> {
    /// The next element; None at the end.
    pub fn next(&mut self) -> Result<Option<(u8, &'b [u8])>, Malformed> {
        let Some((tag, rest)) = self.0.split_first() else { return Ok(None) };
        let (length, rest) = length(rest)?;
        if rest.len() < length {
            return Err(Malformed);
        }
        let (inside, rest) = rest.split_at(length);
        self.0 = rest;
        Ok(Some((*tag, inside)))
    }

    /// The next element, which has this tag.
    pub fn expect(&mut self, tag: u8) -> Result<&'b [u8], Malformed> {
        match self.next()? {
            Some((found, inside)) if found == tag => Ok(inside),
            _ => Err(Malformed),
        }
    }
}

fn length(bytes: &[u8]) -> Result<(usize, &[u8]), Malformed> {
    let (first, rest) = bytes.split_first().ok_or(Malformed)?;
    if *first < 128 {
        return Ok((usize::from(*first), rest));
    }
    let count = usize::from(first & 0x7f);
    if count == 0 || count > 4 || rest.len() < count {
        return Err(Malformed);
    }
    let (digits, rest) = rest.split_at(count);
    Ok((digits.iter().fold(0_usize, |sum, digit| sum << 8 | usize::from(*digit)), rest))
}

/// A whole number's value, up to four bytes.
pub fn value(inside: &[u8]) -> Result<i32, Malformed> {
    let first = *inside.first().ok_or(Malformed)?;
    if inside.len() > 4 {
        return Err(Malformed);
    }
    let start = if first >= 128 { -1_i32 } else { 0 };
    Ok(inside.iter().fold(start, |sum, byte| sum << 8 | i32::from(*byte)))
}

/// How long a message is whose first bytes these are; None while they do not tell.
pub fn whole(begun: &[u8]) -> Result<Option<usize>, Malformed> {
    let (Some(_), Some(first)) = (begun.first(), begun.get(1)) else { return Ok(None) };
    let head = if *first < 128 { 2 } else { 2 + usize::from(first & 0x7f) };
    if begun.len() < head {
        // A length of more than four bytes is no message.
        return if head > 6 || *first == 128 { Err(Malformed) } else { Ok(None) };
    }
    let (length, _) = length(&begun[1..])?;
    Ok(Some(head + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for size in [0, 1, 127, 128, 255, 256, 70_000] {
            let bytes = element(4, &vec![7; size]);
            assert_eq!(whole(&bytes), Ok(Some(bytes.len())));
            let mut reader = Reader(&bytes);
            assert_eq!(reader.expect(4).map(<[u8]>::len), Ok(size));
            assert_eq!(reader.next(), Ok(None));
        }
        for number_of in [0, 1, 127, 128, 255, 256, 65_535, i32::MAX, -1, -128, -129, i32::MIN] {
            let bytes = number(2, number_of);
            assert_eq!(value(Reader(&bytes).expect(2).unwrap()), Ok(number_of));
        }
        assert_eq!(number(2, 128), [2, 2, 0, 128]);
    }

    #[test]
    fn nonsense_is_refused_and_never_a_panic() {
        for bytes in [&[4_u8, 5, 1][..], &[4, 0x80], &[4, 0x85, 1, 1, 1, 1, 1], &[4, 0x82, 1], &[4]] {
            assert!(Reader(bytes).next().is_err(), "{bytes:?}");
        }
        assert_eq!(whole(&[0x30]), Ok(None));
        assert_eq!(whole(&[0x30, 0x82, 1]), Ok(None));
        assert!(whole(&[0x30, 0x80]).is_err() && whole(&[0x30, 0xff]).is_err());
        assert!(value(&[]).is_err() && value(&[1, 2, 3, 4, 5]).is_err());
    }
}
