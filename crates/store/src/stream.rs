//! Rows as PostgreSQL takes them in one stream: the binary format of its `COPY`.

use std::error::Error as StdError;

use postgres::types::{IsNull, ToSql, Type, private::BytesMut};
use schema::Value;

use crate::postgres::Bind;

/// Signature, flags, and the length of an extension that there is not.
const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// Stands where the next row would tell how many cells it has.
const END: i16 = -1;
/// Stands where a cell would tell its length.
const NULL: i32 = -1;

/// Begins a stream.
pub(crate) fn begin(out: &mut BytesMut) {
    out.extend_from_slice(HEAD);
}

/// Adds rows whose columns have these types.
///
/// # Errors
/// When a value cannot be what its column holds.
pub(crate) fn add(
    types: &[Type],
    rows: &[Vec<Value>],
    out: &mut BytesMut,
) -> Result<(), Box<dyn StdError + Sync + Send>> {
    for row in rows {
        out.extend_from_slice(&i16::try_from(row.len())?.to_be_bytes());
        for (ty, value) in types.iter().zip(row) {
            let start = out.len();
            out.extend_from_slice(&NULL.to_be_bytes());
            let from = out.len();
            if let IsNull::No = Bind(value).to_sql(ty, out)? {
                let length = i32::try_from(out.len() - from)?.to_be_bytes();
                if let Some(place) = out.get_mut(start..from) {
                    place.copy_from_slice(&length);
                }
            }
        }
    }
    Ok(())
}

/// Ends a stream.
pub(crate) fn end(out: &mut BytesMut) {
    out.extend_from_slice(&END.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_tells_how_many_cells_it_has_and_each_cell_its_length() {
        let rows = [vec![Value::Int(7), Value::Null, Value::Text("né".to_owned())]];
        let mut stream = BytesMut::new();
        begin(&mut stream);
        assert!(add(&[Type::INT8, Type::TEXT, Type::TEXT], &rows, &mut stream).is_ok());
        end(&mut stream);
        let (head, rest) = stream.split_at(HEAD.len());
        assert_eq!((head, HEAD.len()), (HEAD, 19));
        let expected: Vec<u8> = [
            &[0, 3][..],
            &[0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7],
            &[0xff, 0xff, 0xff, 0xff],
            &[0, 0, 0, 3, b'n', 0xc3, 0xa9],
            &[0xff, 0xff],
        ]
        .concat();
        assert_eq!(rest, expected);
    }

    #[test]
    fn a_value_that_its_column_cannot_hold_is_refused() {
        let rows = [vec![Value::Text("seven".to_owned())]];
        assert!(add(&[Type::INT8], &rows, &mut BytesMut::new()).is_err());
    }
}
