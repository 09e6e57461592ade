//! The keys of everybody on their way into order: written into files by their beginning, each small enough to be sorted
//! in memory. A million contacts have a dozen million keys, and a database that took them as they come would write the
//! same pages over and over.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

use store::{Error, Result, Site};

/// Into so many files keys are divided, by their highest bits.
pub const BINS: usize = 64;
const BITS: u32 = BINS.trailing_zeros();
/// Bytes of a key and its contact.
const WIDTH: usize = 16;

/// The files of one comparison of everybody.
pub struct Bins {
    folder: PathBuf,
}

impl Bins {
    /// Those of the comparison with this mark.
    pub fn of(site: &Site, mark: &str) -> Bins {
        Bins { folder: site.data().join("duplicates").join(mark) }
    }

    /// Makes room for a comparison, and throws away what others have left.
    ///
    /// # Errors
    /// Where the data folder cannot be written.
    pub fn open(site: &Site, mark: &str) -> Result<Bins> {
        let all = site.data().join("duplicates");
        match std::fs::remove_dir_all(&all) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Error::internal(error)),
            _ => {}
        }
        let bins = Bins::of(site, mark);
        std::fs::create_dir_all(&bins.folder).map_err(Error::internal)?;
        Ok(bins)
    }

    /// Whether they are there: another machine may have begun.
    pub fn are_here(&self) -> bool {
        self.folder.is_dir()
    }

    /// Throws them away.
    ///
    /// # Errors
    /// Where the data folder cannot be written.
    pub fn close(&self) -> Result<()> {
        std::fs::remove_dir_all(&self.folder).map_err(Error::internal)
    }

    /// Adds keys with their contacts. What is added twice counts once.
    ///
    /// # Errors
    /// Where the data folder cannot be written.
    pub fn add(&self, keys: &[(i64, i64)]) -> Result<()> {
        let mut divided: Vec<Vec<u8>> = vec![Vec::new(); BINS];
        for (hash, contact) in keys {
            let bytes = &mut divided[bin(*hash)];
            bytes.extend(hash.to_le_bytes());
            bytes.extend(contact.to_le_bytes());
        }
        for (at, bytes) in divided.iter().enumerate().filter(|(_, bytes)| !bytes.is_empty()) {
            let file = OpenOptions::new().create(true).append(true).open(self.path(at));
            let mut file = BufWriter::new(file.map_err(Error::internal)?);
            file.write_all(bytes).and_then(|()| file.flush()).map_err(Error::internal)?;
        }
        Ok(())
    }

    /// The keys of a file in their order, each contact once.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn sorted(&self, at: usize) -> Result<Vec<(i64, i64)>> {
        let file = match File::open(self.path(at)) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::internal(error)),
        };
        let mut bytes = Vec::new();
        BufReader::new(file).read_to_end(&mut bytes).map_err(Error::internal)?;
        let number = |bytes: &[u8]| bytes.try_into().map_or(0, i64::from_le_bytes);
        let mut keys: Vec<(i64, i64)> =
            bytes.chunks_exact(WIDTH).map(|one| (number(&one[..8]), number(&one[8..]))).collect();
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    fn path(&self, at: usize) -> PathBuf {
        self.folder.join(format!("{at:02}"))
    }
}

/// The file of a key: the smallest keys lie in the first.
fn bin(hash: i64) -> usize {
    let ordered = u64::from_ne_bytes(hash.to_ne_bytes()) ^ (1 << 63);
    usize::try_from(ordered >> (64 - BITS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_follow_each_other_as_their_keys_do() {
        assert_eq!((bin(i64::MIN), bin(-1), bin(0), bin(i64::MAX)), (0, BINS / 2 - 1, BINS / 2, BINS - 1));
    }
}
