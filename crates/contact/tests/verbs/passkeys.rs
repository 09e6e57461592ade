//! Passkeys, with a device made of chance: what it signs opens once, and nothing else opens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contact::access::passkey::{self, Sent};
use contact::access::sign_in::Outcome;
use contact::access::{administrator, totp};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use schema::Actor;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Result, Tx};

use super::{World, refusal, world};

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn write<T>(w: &World, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    w.site.write(&Actor::system("test"), "test", work)
}

/// Something that holds a key for `localhost`.
struct Device {
    key: EcdsaKeyPair,
    random: SystemRandom,
}

/// What a device is made to answer.
struct Answer {
    origin: &'static str,
    host: &'static str,
    flags: u8,
    count: u32,
    challenge: String,
}

impl Answer {
    fn to(challenge: &str, count: u32) -> Answer {
        Answer {
            origin: "http://localhost:9000",
            host: "localhost",
            flags: 0x05,
            count,
            challenge: challenge.to_owned(),
        }
    }

    fn client(&self, kind: &str) -> Vec<u8> {
        let said = json!({"type": kind, "challenge": self.challenge, "origin": self.origin, "crossOrigin": false});
        said.to_string().into_bytes()
    }

    fn device(&self, credential: Option<&[u8]>) -> Vec<u8> {
        let mut raw = Sha256::digest(self.host).to_vec();
        raw.push(if credential.is_some() { self.flags | 0x40 } else { self.flags });
        raw.extend(self.count.to_be_bytes());
        if let Some(id) = credential {
            raw.extend([0; 16]);
            raw.extend(u16::try_from(id.len()).unwrap().to_be_bytes());
            raw.extend(id);
        }
        raw
    }
}

impl Device {
    fn new() -> Device {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Device { key, random }
    }

    const ID: [u8; 20] = [7; 20];

    fn add(&self, w: &World, user: i64, answer: &Answer) -> Result<()> {
        let mut spki = vec![0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08];
        spki.extend([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00]);
        spki.extend(self.key.public_key().as_ref());
        let (client, data, key) =
            (text(answer.client("webauthn.create")), text(answer.device(Some(&Device::ID))), text(spki));
        let sent = Sent {
            client_data: &client,
            authenticator_data: &data,
            public_key: &key,
            algorithm: -7,
            ..Sent::default()
        };
        write(w, |tx| passkey::add(tx, user, "My telephone", &sent))
    }

    fn enter(&self, w: &World, answer: &Answer) -> Outcome {
        let (client, data) = (answer.client("webauthn.get"), answer.device(None));
        let said = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature = text(self.key.sign(&self.random, &said).unwrap());
        let (client, data, id) = (text(client), text(data), text(Device::ID));
        let sent = Sent {
            client_data: &client,
            authenticator_data: &data,
            credential: &id,
            signature: &signature,
            ..Sent::default()
        };
        passkey::sign_in(&w.site, &sent, "192.0.2.1", "").unwrap()
    }
}

fn challenge(w: &World) -> String {
    w.site.read(&Actor::system("test"), |tx| passkey::challenge(tx)).unwrap()
}

fn account(w: &World) -> i64 {
    let new = administrator::NewAccount {
        username: "ines",
        role: "staff",
        password: Some("rosée du matin clair"),
        ..Default::default()
    };
    write(w, |tx| administrator::add(tx, &new)).unwrap().user_id
}

#[test]
fn a_device_that_was_added_opens_and_each_answer_opens_once() {
    let w = world();
    let (user, device) = (account(&w), Device::new());
    device.add(&w, user, &Answer::to(&challenge(&w), 0)).unwrap();
    let first = Answer::to(&challenge(&w), 1);
    assert!(matches!(device.enter(&w, &first), Outcome::Welcome { user_id, .. } if user_id == user));
    assert_eq!(device.enter(&w, &Answer { count: 2, ..first }), Outcome::Refused, "a challenge is answered once");
    assert_eq!(device.enter(&w, &Answer::to(&challenge(&w), 1)), Outcome::Refused, "a copy does not count on");
    assert!(matches!(device.enter(&w, &Answer::to(&challenge(&w), 2)), Outcome::Welcome { .. }));
    // It is two factors by itself: no code is asked beside it.
    write(&w, |tx| totp::set_up(tx, user, "ines", "Ruche")).unwrap();
    let code = write(&w, |tx| totp::now_for_tests(tx, user)).unwrap();
    write(&w, |tx| totp::confirm(tx, user, &code)).unwrap();
    assert!(matches!(device.enter(&w, &Answer::to(&challenge(&w), 3)), Outcome::Welcome { .. }));
}

#[test]
fn answers_for_another_site_without_a_look_at_the_owner_or_of_another_key_open_nothing() {
    let w = world();
    let (user, device) = (account(&w), Device::new());
    device.add(&w, user, &Answer::to(&challenge(&w), 0)).unwrap();
    let fresh = |count| Answer::to(&challenge(&w), count);
    let wrong = [
        Answer { origin: "https://evil.example", ..fresh(5) },
        Answer { host: "evil.example", ..fresh(5) },
        Answer { flags: 0x01, ..fresh(5) },
        Answer { challenge: text("made up"), ..fresh(5) },
        Answer { challenge: String::new(), ..fresh(5) },
    ];
    for answer in &wrong {
        assert_eq!(device.enter(&w, answer), Outcome::Refused, "{} {}", answer.origin, answer.challenge);
    }
    assert_eq!(Device::new().enter(&w, &fresh(5)), Outcome::Refused, "another key");
    w.update("User", user, json!({"is_active": false})).unwrap();
    assert_eq!(device.enter(&w, &fresh(5)), Outcome::Refused, "a disabled account");
}

#[test]
fn a_device_is_added_by_an_answer_that_fits_and_taken_away_by_its_owner() {
    let w = world();
    let (user, device) = (account(&w), Device::new());
    let other = challenge(&w);
    refusal(device.add(&w, user, &Answer { origin: "https://evil.example", ..Answer::to(&other, 0) }));
    refusal(device.add(&w, user, &Answer { flags: 0x01, ..Answer::to(&other, 0) }));
    device.add(&w, user, &Answer::to(&other, 0)).unwrap();
    refusal(device.add(&w, user, &Answer::to(&challenge(&w), 0)));
    let all = || w.site.read(&Actor::system("test"), |tx| passkey::all(tx, user)).unwrap();
    assert_eq!(all().len(), 1, "the same device is not added twice");
    let id = all()[0].0;
    write(&w, |tx| passkey::end(tx, user + 1, id)).unwrap();
    assert_eq!(all().len(), 1, "it is not another's to take away");
    write(&w, |tx| passkey::end(tx, user, id)).unwrap();
    assert_eq!(device.enter(&w, &Answer::to(&challenge(&w), 1)), Outcome::Refused);
}
