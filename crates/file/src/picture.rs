//! Pictures are drawn anew: what comes out is pixels and nothing else: no places and dates, no second file hidden behind
//! the first, no code.

use std::io::{BufReader, Cursor, Read, Seek};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use crate::kind::{JPEG, Kind, PNG};

/// The longest side, in pixels.
const LONGEST: u32 = 16_000;
/// So many pixels at most: a good camera's picture, and 200 MB while it is open.
const MOST_PIXELS: u64 = 50_000_000;
/// Quality of JPEG: what is lost cannot be seen on a screen.
const QUALITY: u8 = 85;
/// The side of a photo of a contact, in pixels.
pub const PHOTO: u32 = 256;
/// The side of a photo in a list.
pub const SMALL: u32 = 64;

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// More pixels than are drawn.
    TooLarge,
    /// Cut short, or no picture at all.
    Broken,
}

/// A square of a picture, as parts of its width and height from 0 to 1; None for the largest in its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    pub left: f64,
    pub top: f64,
    /// The side, as a part of the shorter side of the picture.
    pub side: f64,
}

/// A picture as it is kept.
pub struct Drawn {
    pub bytes: Vec<u8>,
    pub kind: &'static Kind,
}

/// Draws a picture anew, as large as it was.
///
/// # Errors
/// Tells what is wrong with it.
pub fn redraw(from: impl Read + Seek, kind: &Kind) -> Result<Drawn, Bad> {
    let picture = decode(from, kind)?;
    // What was made of few colours or lets something shine through stays exact.
    let exact = matches!(kind.content_type, "image/png" | "image/gif") || picture.color().has_alpha();
    if exact { png(&picture) } else { jpeg(&picture.to_rgb8()) }
}

/// A square photo out of a picture.
///
/// # Errors
/// Tells what is wrong with it.
pub fn square(from: impl Read + Seek, kind: &Kind, crop: Option<Crop>) -> Result<Drawn, Bad> {
    let picture = decode(from, kind)?;
    let (left, top, side) = place(picture.width(), picture.height(), crop);
    let square = picture.crop_imm(left, top, side, side).resize_exact(PHOTO, PHOTO, FilterType::Lanczos3);
    jpeg(&on_white(&square))
}

/// A smaller copy of a photo.
///
/// # Errors
/// Tells what is wrong with it.
pub fn smaller(from: impl Read + Seek, kind: &Kind, side: u32) -> Result<Drawn, Bad> {
    jpeg(&on_white(&decode(from, kind)?.resize_to_fill(side, side, FilterType::CatmullRom)))
}

fn decode(from: impl Read + Seek, kind: &Kind) -> Result<DynamicImage, Bad> {
    let format = ImageFormat::from_mime_type(kind.content_type).ok_or(Bad::Broken)?;
    let mut reader = ImageReader::with_format(BufReader::new(from), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(why)?;
    let (width, height) = decoder.dimensions();
    // Known from the header, before a single pixel is drawn.
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width > LONGEST || height > LONGEST {
        return Err(Bad::TooLarge);
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(why)?;
    // The note that says which way is up goes with the rest of the notes, so the picture itself is turned.
    picture.apply_orientation(turned);
    Ok(picture)
}

fn why(error: image::ImageError) -> Bad {
    match error {
        image::ImageError::Limits(_) => Bad::TooLarge,
        _ => Bad::Broken,
    }
}

/// The square in pixels: within the picture, and at least one pixel wide.
fn place(width: u32, height: u32, crop: Option<Crop>) -> (u32, u32, u32) {
    let shorter = width.min(height);
    let part = |part: f64, whole: u32| {
        let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
        (part * f64::from(whole)).round() as u32
    };
    match crop {
        None => ((width - shorter) / 2, (height - shorter) / 2, shorter),
        Some(crop) => {
            let side = part(crop.side, shorter).clamp(1, shorter);
            (part(crop.left, width).min(width - side), part(crop.top, height).min(height - side), side)
        }
    }
}

/// What shines through is white: a photo has no holes.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let through = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = through.get_pixel(x, y).0;
        let over = |colour: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

fn jpeg(picture: &RgbImage) -> Result<Drawn, Bad> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture).map_err(why)?;
    Ok(Drawn { bytes, kind: JPEG })
}

fn png(picture: &DynamicImage) -> Result<Drawn, Bad> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(why)?;
    Ok(Drawn { bytes: bytes.into_inner(), kind: PNG })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::named;

    fn sample(width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
        png(&DynamicImage::ImageRgb8(picture)).unwrap().bytes
    }

    #[test]
    fn what_hides_behind_a_picture_is_gone() {
        let mut bytes = sample(8, 8);
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let drawn = redraw(Cursor::new(bytes), PNG).unwrap();
        assert!(!drawn.bytes.windows(7).any(|window| window == b"<script"));
        assert_eq!(drawn.kind, PNG);
    }

    #[test]
    fn a_photo_is_a_square_of_its_size() {
        let drawn = square(Cursor::new(sample(400, 300)), PNG, None).unwrap();
        let back = decode(Cursor::new(drawn.bytes), JPEG).unwrap();
        assert_eq!((back.width(), back.height()), (PHOTO, PHOTO));
    }

    #[test]
    fn a_square_lies_within_its_picture() {
        assert_eq!(place(400, 300, None), (50, 0, 300));
        let far = Crop { left: 9.0, top: f64::NAN, side: 0.5 };
        assert_eq!(place(400, 300, Some(far)), (250, 0, 150));
        assert_eq!(place(1, 1, Some(Crop { left: 0.0, top: 0.0, side: 0.0 })), (0, 0, 1));
    }

    #[test]
    fn a_picture_that_claims_to_be_enormous_is_not_drawn() {
        // A PNG whose header says 60,000 by 60,000, with a sound check sum.
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend_from_slice(&60_000_u32.to_be_bytes());
        bytes.extend_from_slice(&60_000_u32.to_be_bytes());
        bytes.extend_from_slice(&[8, 2, 0, 0, 0]);
        let sum = crc(bytes.get(12..29).unwrap());
        bytes.extend_from_slice(&sum.to_be_bytes());
        bytes.extend_from_slice(b"\0\0\0\0IEND\xae\x42\x60\x82");
        assert_eq!(redraw(Cursor::new(bytes), PNG).err(), Some(Bad::TooLarge));
    }

    #[test]
    fn what_is_cut_short_is_not_taken() {
        let bytes = sample(64, 64);
        assert_eq!(redraw(Cursor::new(&bytes[..bytes.len() / 2]), PNG).err(), Some(Bad::Broken));
        assert_eq!(redraw(Cursor::new(b"GIF89a/*"), named("image/gif").unwrap()).err(), Some(Bad::Broken));
        assert_eq!(redraw(Cursor::new(b""), JPEG).err(), Some(Bad::Broken));
    }

    /// CRC-32 as PNG has it (ISO 3309).
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
        })
    }
}
