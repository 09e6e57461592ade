//! Where contents lie: each once, under the digest of its bytes, written whole before anything refers to it.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Result, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};
use store::Site;

use crate::s3::Bucket;

/// The SHA-256 of a content in hexadecimal: its name. Nothing else can be one, so none leads out of the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(String);

impl Digest {
    /// Reads one; None for any other text.
    pub fn parse(text: &str) -> Option<Digest> {
        let sound = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        sound.then(|| Digest(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What keeps contents. All of it may block; none of it happens within a transaction but the last look before a row is
/// written.
pub trait Store {
    /// Takes over the bytes at this path: on disk for good when this returns. Content that is there already is kept.
    ///
    /// # Errors
    /// The disk's own failure; then nothing is there that was not before.
    fn take(&self, from: &Path) -> Result<Digest>;

    /// Whether there is such a content, as far as is known without asking anybody far away.
    ///
    /// # Errors
    /// The disk's own failure.
    fn has(&self, digest: &Digest) -> Result<bool>;

    /// The content, and how many bytes it has; None where there is none.
    ///
    /// # Errors
    /// The disk's own failure.
    fn open(&self, digest: &Digest) -> Result<Option<(File, u64)>>;

    /// Says that the content is still used: it will not be old for a while.
    ///
    /// # Errors
    /// The disk's own failure.
    fn touch(&self, digest: &Digest) -> Result<()>;

    /// Removes a content that has not been used since `before`; tells whether it went.
    ///
    /// # Errors
    /// The disk's own failure.
    fn remove(&self, digest: &Digest, before: SystemTime) -> Result<bool>;

    /// Everything that lies there.
    ///
    /// # Errors
    /// The disk's own failure.
    fn all(&self) -> Result<Vec<Digest>>;
}

/// A store in a folder: `files/ab/cd/abcd….`
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// Where a site keeps its contents.
#[derive(Clone)]
pub enum Place {
    Folder(Folder),
    /// With the folder that was used before, which is still read.
    Bucket(Box<Bucket>, Folder),
}

/// The store of a site: the bucket that the program was started with, or the folder in its data.
pub fn of(site: &Site) -> Place {
    let setting = site.model().private.get(crate::STORE_SETTING);
    // The program does not start with a setting that names no bucket.
    let folder = Folder(site.data().join("files"));
    match setting.and_then(|setting| Bucket::parse(setting, site.data()).ok()) {
        Some(bucket) => Place::Bucket(Box::new(bucket), folder),
        None => Place::Folder(folder),
    }
}

impl Place {
    fn store(&self) -> &dyn Store {
        match self {
            Place::Folder(folder) => folder,
            Place::Bucket(bucket, _) => &**bucket,
        }
    }
}

impl Store for Place {
    fn take(&self, from: &Path) -> Result<Digest> {
        self.store().take(from)
    }

    fn has(&self, digest: &Digest) -> Result<bool> {
        match self {
            Place::Bucket(_, folder) if folder.has(digest)? => Ok(true),
            other => other.store().has(digest),
        }
    }

    fn open(&self, digest: &Digest) -> Result<Option<(File, u64)>> {
        match self {
            Place::Bucket(_, folder) if folder.has(digest)? => folder.open(digest),
            other => other.store().open(digest),
        }
    }

    fn touch(&self, digest: &Digest) -> Result<()> {
        match self {
            Place::Bucket(_, folder) if folder.has(digest)? => folder.touch(digest),
            other => other.store().touch(digest),
        }
    }

    fn remove(&self, digest: &Digest, before: SystemTime) -> Result<bool> {
        self.store().remove(digest, before)
    }

    fn all(&self) -> Result<Vec<Digest>> {
        self.store().all()
    }
}

impl Folder {
    fn place(&self, digest: &Digest) -> PathBuf {
        let name = digest.as_str();
        self.0.join(name.get(..2).unwrap_or("00")).join(name.get(2..4).unwrap_or("00")).join(name)
    }
}

impl Store for Folder {
    fn take(&self, from: &Path) -> Result<Digest> {
        let mut file = OpenOptions::new().read(true).write(true).open(from)?;
        let digest = digest_of(&mut file)?;
        let place = self.place(&digest);
        if self.open(&digest)?.is_some() {
            self.touch(&digest)?;
            return Ok(digest);
        }
        private(&file)?;
        file.sync_all()?;
        let folder = place.parent().unwrap_or(&self.0);
        std::fs::create_dir_all(folder)?;
        match std::fs::rename(from, &place) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => copy_over(from, &place)?,
            renamed => renamed?,
        }
        // The name itself is on disk only when its folder is (fsync(2)); new folders are names in theirs.
        for folder in [folder, folder.parent().unwrap_or(&self.0), &self.0] {
            File::open(folder)?.sync_all()?;
        }
        self.touch(&digest)?;
        Ok(digest)
    }

    fn has(&self, digest: &Digest) -> Result<bool> {
        self.place(digest).try_exists()
    }

    fn open(&self, digest: &Digest) -> Result<Option<(File, u64)>> {
        match File::open(self.place(digest)) {
            Ok(file) => {
                let length = file.metadata()?.len();
                Ok(Some((file, length)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn touch(&self, digest: &Digest) -> Result<()> {
        OpenOptions::new().append(true).open(self.place(digest))?.set_modified(SystemTime::now())
    }

    fn remove(&self, digest: &Digest, before: SystemTime) -> Result<bool> {
        let place = self.place(digest);
        if std::fs::metadata(&place)?.modified()? >= before {
            return Ok(false);
        }
        std::fs::remove_file(place).map(|()| true)
    }

    fn all(&self) -> Result<Vec<Digest>> {
        let mut found = Vec::new();
        for first in folders(&self.0)? {
            for second in folders(&first)? {
                for entry in std::fs::read_dir(second)? {
                    found.extend(Digest::parse(&entry?.file_name().to_string_lossy()));
                }
            }
        }
        Ok(found)
    }
}

/// Keeps contents from being removed while this is held: for a backup, which reads them one by one.
///
/// # Errors
/// The disk's own failure.
pub fn hold(data: &Path) -> Result<File> {
    let lock = lock_file(data)?;
    lock.lock_shared()?;
    Ok(lock)
}

/// The right to remove contents, held until this goes; None while somebody reads them one by one.
///
/// # Errors
/// The disk's own failure.
pub(crate) fn alone(site: &Site) -> Result<Option<File>> {
    let lock = lock_file(site.data())?;
    Ok(lock.try_lock().is_ok().then_some(lock))
}

/// Removes contents at once, for people who are to be forgotten. While a backup reads contents they stay, and go later
/// like all that nobody refers to.
///
/// # Errors
/// The disk's own failure.
pub fn forget(site: &Site, contents: &[Digest]) -> Result<()> {
    let Some(_alone) = alone(site)? else { return Ok(()) };
    let store = of(site);
    let soon = SystemTime::now() + std::time::Duration::from_secs(1);
    for digest in contents {
        match store.remove(digest, soon) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn lock_file(data: &Path) -> Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(data.join("files.lock"))
}

/// Writes bytes to a path that is new, ready to be taken over.
///
/// # Errors
/// The disk's own failure.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// Another disk: copied beside its place first, so that it is whole or not there.
fn copy_over(from: &Path, place: &Path) -> Result<()> {
    let beside = place.with_extension("part");
    std::fs::copy(from, &beside)?;
    File::open(&beside)?.sync_all()?;
    std::fs::rename(&beside, place)?;
    std::fs::remove_file(from)
}

pub(crate) fn digest_of(file: &mut File) -> Result<Digest> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => digest.update(buffer.get(..n).unwrap_or_default()),
        }
    }
    Ok(Digest(store::secret::hex(&digest.finalize())))
}

/// For the program alone, and never to be run.
fn private(file: &File) -> Result<()> {
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let _ = file;
    Ok(())
}

fn folders(above: &Path) -> Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(above) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn folder(name: &str) -> (Folder, PathBuf) {
        let root = std::env::temp_dir().join(format!("ruche-store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        (Folder(root.join("files")), root)
    }

    #[test]
    fn the_same_bytes_lie_there_once() {
        let (store, root) = folder("once");
        let take = |name: &str| {
            write(&root.join(name), b"hello").unwrap();
            store.take(&root.join(name)).unwrap()
        };
        let (first, second) = (take("a"), take("b"));
        assert_eq!(first, second);
        assert_eq!(store.all().unwrap(), std::slice::from_ref(&first));
        assert_eq!(store.open(&first).unwrap().unwrap().1, 5);
        assert!(first.as_str().starts_with("2cf24dba5fb0a30e"));
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn only_what_is_old_is_removed() {
        let (store, root) = folder("old");
        write(&root.join("a"), b"hello").unwrap();
        let digest = store.take(&root.join("a")).unwrap();
        assert!(!store.remove(&digest, SystemTime::now() - Duration::from_secs(60)).unwrap());
        assert!(store.remove(&digest, SystemTime::now() + Duration::from_secs(60)).unwrap());
        assert!(store.open(&digest).unwrap().is_none());
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn only_a_digest_is_a_name() {
        assert!(Digest::parse("../../etc/passwd").is_none());
        assert!(Digest::parse(&"A".repeat(64)).is_none());
        assert!(Digest::parse(&"a".repeat(64)).is_some());
    }
}
