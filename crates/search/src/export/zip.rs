//! A ZIP archive (APPNOTE 6.3.10) written in one go, to a place that cannot be rewound: sizes follow each file.

use std::io::{Error, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// Sizes and checksum come behind the file's bytes; names are UTF-8.
const FLAGS: u16 = 0x0808;
const DEFLATED: u16 = 8;
const STORED: u16 = 0;
/// 1 January 1980: an archive of the same rows has the same bytes.
const DATE: u16 = 0x0021;

/// An archive in the making.
pub struct Zip<'w> {
    out: Counted<'w>,
    files: Vec<Entry>,
}

struct Entry {
    name: String,
    method: u16,
    flags: u16,
    checksum: u32,
    packed: u64,
    size: u64,
    at: u64,
}

struct Counted<'w> {
    out: &'w mut dyn Write,
    count: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        self.out.write_all(bytes)?;
        self.count += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.out.flush()
    }
}

/// A file of the archive being written.
pub struct File<'z, 'w> {
    encoder: DeflateEncoder<&'z mut Counted<'w>>,
    crc: Crc,
    size: u64,
}

impl Write for File<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        self.encoder.write_all(bytes)?;
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

impl<'w> Zip<'w> {
    /// An empty archive that goes there.
    pub fn new(out: &'w mut dyn Write) -> Zip<'w> {
        Zip { out: Counted { out, count: 0 }, files: Vec::new() }
    }

    /// Writes a file as it is: what must be readable without unpacking.
    ///
    /// # Errors
    /// The place's own failure.
    pub fn stored(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut crc = Crc::new();
        crc.update(bytes);
        let size = bytes.len() as u64;
        let entry = Entry {
            name: name.to_owned(),
            method: STORED,
            flags: 0x0800,
            checksum: crc.sum(),
            packed: size,
            size,
            at: self.out.count,
        };
        local(&mut self.out, &entry, true)?;
        self.out.write_all(bytes)?;
        self.files.push(entry);
        Ok(())
    }

    /// Writes a file through a function.
    ///
    /// # Errors
    /// What the function fails with, or the place's own failure.
    pub fn file<E: From<Error>>(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut File<'_, 'w>) -> Result<(), E>,
    ) -> Result<(), E> {
        let at = self.out.count;
        let mut entry =
            Entry { name: name.to_owned(), method: DEFLATED, flags: FLAGS, checksum: 0, packed: 0, size: 0, at };
        local(&mut self.out, &entry, false)?;
        let start = self.out.count;
        {
            let encoder = DeflateEncoder::new(&mut self.out, Compression::fast());
            let mut file = File { encoder, crc: Crc::new(), size: 0 };
            write(&mut file)?;
            entry.checksum = file.crc.sum();
            entry.size = file.size;
            file.encoder.finish()?;
        }
        entry.packed = self.out.count - start;
        let mut tail = Vec::with_capacity(16);
        numbers(&mut tail, &[0x0807_4b50, entry.checksum, short(entry.packed)?, short(entry.size)?]);
        self.out.write_all(&tail)?;
        self.files.push(entry);
        Ok(())
    }

    /// Writes the table of contents.
    ///
    /// # Errors
    /// The place's own failure.
    pub fn finish(mut self) -> Result<(), Error> {
        let at = self.out.count;
        let mut table = Vec::new();
        for entry in &self.files {
            numbers(&mut table, &[0x0201_4b50]);
            halves(&mut table, &[20, 20, entry.flags, entry.method, 0, DATE]);
            numbers(&mut table, &[entry.checksum, short(entry.packed)?, short(entry.size)?]);
            halves(&mut table, &[entry.name.len() as u16, 0, 0, 0, 0]);
            numbers(&mut table, &[0, short(entry.at)?]);
            table.extend_from_slice(entry.name.as_bytes());
        }
        let count = self.files.len() as u16;
        let length = short(table.len() as u64)?;
        numbers(&mut table, &[0x0605_4b50]);
        halves(&mut table, &[0, 0, count, count]);
        numbers(&mut table, &[length, short(at)?]);
        halves(&mut table, &[0]);
        self.out.write_all(&table)
    }
}

fn local(out: &mut Counted<'_>, entry: &Entry, known: bool) -> Result<(), Error> {
    let mut head = Vec::with_capacity(64);
    numbers(&mut head, &[0x0403_4b50]);
    halves(&mut head, &[20, entry.flags, entry.method, 0, DATE]);
    match known {
        true => numbers(&mut head, &[entry.checksum, short(entry.packed)?, short(entry.size)?]),
        false => numbers(&mut head, &[0, 0, 0]),
    }
    halves(&mut head, &[entry.name.len() as u16, 0]);
    head.extend_from_slice(entry.name.as_bytes());
    out.write_all(&head)
}

/// Four gigabytes is what the format holds without its later extensions; no table of an association comes near.
fn short(number: u64) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| Error::other("the file is larger than 4 GB"))
}

fn numbers(out: &mut Vec<u8>, all: &[u32]) {
    all.iter().for_each(|n| out.extend_from_slice(&n.to_le_bytes()));
}

fn halves(out: &mut Vec<u8>, all: &[u16]) {
    all.iter().for_each(|n| out.extend_from_slice(&n.to_le_bytes()));
}
