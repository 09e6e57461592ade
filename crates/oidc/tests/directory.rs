//! Conversations with a real LDAP server (OpenLDAP's `slapd`), which each run starts for itself in a temporary folder.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use oidc::directory::{Settings, authenticate, conversation};

const BASE: &str = "dc=example,dc=org";
const READER: &str = "cn=reader,dc=example,dc=org";
const SECRET: &str = "lesen und lesen lassen";

/// A server that runs as long as this is held.
struct Server {
    process: Child,
    folder: PathBuf,
    secure: u16,
    plain: u16,
    authority: String,
}

/// The program, which Debian puts beside the paths of ordinary users.
fn program(name: &str) -> PathBuf {
    let known = ["/usr/sbin", "/usr/local/sbin", "/usr/local/libexec", "/usr/lib/openldap"];
    let found = known.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.exists());
    found.unwrap_or_else(|| PathBuf::from(name))
}

fn run(command: &mut Command) {
    let out = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; ./test installs what is needed"));
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
}

/// An authority, and a certificate by it for this machine.
fn certify(folder: &Path) {
    fs::write(folder.join("openssl.cnf"), "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=trial\n").unwrap();
    let request = |name: &str| {
        let mut command = Command::new("openssl");
        command.current_dir(folder).args(["req", "-x509", "-config", "openssl.cnf", "-nodes", "-days", "2"]);
        command.args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
        command.args([
            "-keyout",
            &format!("{name}.key"),
            "-out",
            &format!("{name}.pem"),
            "-subj",
            &format!("/CN={name}"),
        ]);
        command
    };
    run(request("authority").args(["-addext", "basicConstraints=critical,CA:TRUE"]));
    run(request("server").args(["-CA", "authority.pem", "-CAkey", "authority.key"]).args([
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
    ]));
}

const PEOPLE: &str = "dn: dc=example,dc=org
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: cn=reader,dc=example,dc=org
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: lesen und lesen lassen

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit
ou: people

dn: uid=ada,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: ada
cn: Ada King
givenName: Ada
sn: King
mail: ada@example.org
userPassword: engine difference
memberOf: cn=board,dc=example,dc=org

dn: uid=noe,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: noe
cn:: Tm/DqSBMZSBHb2Zm
sn: Le Goff
mail: noe@example.org
userPassword: vent du large

dn: uid=twin,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: twin
cn: One
sn: Twin
userPassword: same

dn: cn=other,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: twin
cn: other
sn: Twin
userPassword: same
";

fn start() -> Server {
    let folder = std::env::temp_dir().join(format!("ruche-ldap-{}", std::process::id()));
    fs::create_dir_all(folder.join("data")).unwrap();
    certify(&folder);
    let at = |name: &str| folder.join(name).display().to_string();
    let schemas: String = ["core", "cosine", "inetorgperson"]
        .iter()
        .map(|name| format!("include {}\n", schema(name).display()))
        .collect();
    let config = format!(
        "{schemas}modulepath /usr/lib/ldap\nmoduleload back_mdb\nmoduleload memberof\npidfile {}\n\
         TLSCACertificateFile {}\nTLSCertificateFile {}\nTLSCertificateKeyFile {}\n\
         database mdb\nsuffix \"{BASE}\"\nrootdn \"cn=admin,{BASE}\"\ndirectory {}\nmaxsize 10485760\noverlay memberof\n\
         access to attrs=userPassword by anonymous auth by * none\n\
         access to * by dn.exact=\"{READER}\" read by * none\n",
        at("slapd.pid"),
        at("authority.pem"),
        at("server.pem"),
        at("server.key"),
        at("data"),
    );
    fs::write(folder.join("slapd.conf"), config).unwrap();
    fs::write(folder.join("people.ldif"), PEOPLE).unwrap();
    run(Command::new(program("slapadd")).args(["-f", &at("slapd.conf"), "-l", &at("people.ldif")]));
    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (secure, plain) = (free(), free());
    let process = Command::new(program("slapd"))
        .args(["-d", "0", "-f", &at("slapd.conf")])
        .args(["-h", &format!("ldaps://127.0.0.1:{secure} ldap://127.0.0.1:{plain}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", secure)).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    let authority = fs::read_to_string(folder.join("authority.pem")).unwrap();
    Server { process, folder, secure, plain, authority }
}

fn schema(name: &str) -> PathBuf {
    let file = format!("{name}.schema");
    let known = ["/etc/ldap/schema", "/etc/openldap/schema", "/usr/local/etc/openldap/schema"];
    known
        .iter()
        .map(|folder| Path::new(folder).join(&file))
        .find(|path| path.exists())
        .expect("slapd brings its schemas")
}

fn settings(url: String, authority: &str) -> Settings {
    Settings {
        url,
        base: format!("ou=people,{BASE}"),
        attribute: "uid".to_owned(),
        bind_name: READER.to_owned(),
        authority: authority.to_owned(),
        ..Settings::default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_directory_lets_in_those_whom_it_knows_by_their_own_password() {
    let server = start();
    let secure = settings(format!("ldaps://127.0.0.1:{}", server.secure), &server.authority);
    let starts = settings(format!("ldap://localhost:{}", server.plain), &server.authority);
    let ask = |at: &Settings, name: &str, password: &str| authenticate(at, SECRET, name, password);

    for at in [&secure, &starts] {
        let ada = ask(at, "ada", "engine difference").unwrap().unwrap();
        assert_eq!(ada.mail.as_deref(), Some("ada@example.org"));
        assert_eq!((ada.given_name.as_deref(), ada.family_name.as_deref()), (Some("Ada"), Some("King")));
        assert_eq!(ada.subject.len(), 36, "entryUUID: {}", ada.subject);
        assert_eq!(ask(at, "ada", "wrong").unwrap(), None);
        assert_eq!(ask(at, "nobody", "engine difference").unwrap(), None);
    }
    let noe = ask(&secure, "noe", "vent du large").unwrap().unwrap();
    assert_eq!(noe.name.as_deref(), Some("Noé Le Goff"));

    // An empty password is no password, and what was typed is no filter.
    assert_eq!(ask(&secure, "ada", "").unwrap(), None);
    assert_eq!(ask(&secure, "*", "engine difference").unwrap(), None);
    assert_eq!(ask(&secure, "a*", "engine difference").unwrap(), None);
    assert_eq!(ask(&secure, "*)(objectClass=*", "engine difference").unwrap(), None);
    assert!(ask(&secure, "twin", "same").is_err(), "two entries of one name are nobody");

    // A group that is demanded.
    let board = Settings { group: format!("cn=board,{BASE}"), ..secure.clone() };
    assert!(ask(&board, "ada", "engine difference").unwrap().is_some());
    assert_eq!(ask(&board, "noe", "vent du large").unwrap(), None);

    // Whoever looks people up has to be let in; a server whom nobody vouches for is not spoken with.
    assert!(authenticate(&secure, "wrong", "ada", "engine difference").is_err());
    assert!(conversation::reach(&secure, SECRET).is_ok());
    let stranger = Settings { authority: String::new(), ..secure.clone() };
    assert!(ask(&stranger, "ada", "engine difference").unwrap_err().contains("certificate"));
    let nowhere = Settings { url: "ldaps://127.0.0.1:9".to_owned(), ..secure };
    assert!(ask(&nowhere, "ada", "engine difference").is_err());
}
