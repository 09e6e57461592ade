//! Signatures of requests to an S3-compatible store (AWS Signature Version 4).

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use store::secret::hex;

/// Who asks, and where.
#[derive(Clone)]
pub struct Keys {
    pub access: String,
    pub secret: String,
    pub region: String,
}

/// A request as it is signed.
pub struct Request<'r> {
    pub method: &'r str,
    /// Percent-encoded, beginning with `/`.
    pub path: &'r str,
    /// Names and values, encoded, in the order of names.
    pub query: &'r [(String, String)],
    /// Lower-case names and values, in the order of names; `host`, `x-amz-content-sha256` and `x-amz-date` among them.
    pub headers: &'r [(String, String)],
    /// The SHA-256 of the body in hexadecimal.
    pub body: &'r str,
}

/// The header `Authorization` for a request at this moment (`20130524T000000Z`).
pub fn authorization(keys: &Keys, request: &Request<'_>, moment: &str) -> String {
    let day = moment.get(..8).unwrap_or_default();
    let scope = format!("{day}/{}/s3/aws4_request", keys.region);
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(";");
    let to_sign = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{}", digest(canonical(request, &names).as_bytes()));
    let mut key = mac(format!("AWS4{}", keys.secret).as_bytes(), day);
    for part in [keys.region.as_str(), "s3", "aws4_request"] {
        key = mac(&key, part);
    }
    let signature = hex(&mac(&key, &to_sign));
    format!("AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={names},Signature={signature}", keys.access)
}

fn canonical(request: &Request<'_>, names: &str) -> String {
    let query: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
    format!("{}\n{}\n{}\n{headers}\n{names}\n{}", request.method, request.path, query.join("&"), request.body)
}

/// The SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn mac(key: &[u8], message: &str) -> Vec<u8> {
    // HMAC takes keys of any length; an empty key would sign nothing that a store accepts.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of Amazon's documentation of Signature Version 4 for S3.
    fn keys() -> Keys {
        Keys {
            access: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            region: "us-east-1".to_owned(),
        }
    }

    fn signature(method: &str, path: &str, query: &[(&str, &str)], headers: &[(&str, &str)], body: &str) -> String {
        let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let mut all = vec![
            ("host", "examplebucket.s3.amazonaws.com"),
            ("x-amz-content-sha256", body),
            ("x-amz-date", "20130524T000000Z"),
        ];
        all.extend_from_slice(headers);
        all.sort_unstable();
        let request = Request { method, path, query: &pairs(query), headers: &pairs(&all), body };
        let header = authorization(&keys(), &request, "20130524T000000Z");
        header.rsplit_once("Signature=").map(|(_, signature)| signature.to_owned()).unwrap_or_default()
    }

    #[test]
    fn requests_are_signed_as_in_the_examples() {
        let empty = digest(b"");
        assert_eq!(
            signature("GET", "/test.txt", &[], &[("range", "bytes=0-9")], &empty),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        );
        assert_eq!(
            signature("GET", "/", &[("lifecycle", "")], &[], &empty),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        );
        assert_eq!(
            signature("GET", "/", &[("max-keys", "2"), ("prefix", "J")], &[], &empty),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        );
        let put = [("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")];
        assert_eq!(
            signature("PUT", "/test%24file.text", &[], &put, &digest(b"Welcome to Amazon S3.")),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        );
    }
}
