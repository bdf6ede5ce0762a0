//! What the file says about itself.

use domain::snapshot::Fingerprint;
use lopdf::{Document as File, Object, SaveOptions, Stream, StringFormat, dictionary, text_string};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::PdfError;
use super::document::Document;

const CREATOR: &str = "Plumbline";
const PRODUCER: &str = concat!("Plumbline ", env!("CARGO_PKG_VERSION"), " with printpdf");

/// Writes title, language, dates and the claim to be PDF/UA-1.
///
/// # Errors
///
/// Returns [`PdfError::File`] when the file has no catalogue.
pub(super) fn write(file: &mut File, document: &Document) -> Result<(), PdfError> {
    // PDF/UA-1 is defined on PDF 1.7.
    "1.7".clone_into(&mut file.version);
    let title = one_line(&document.title);
    let author = one_line(&document.author);

    let xmp = xmp(&title, &author, &document.language, document.created);
    let metadata = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Never compressed, so that software that does not know PDF can find it.
    let metadata = file.add_object(Stream::new(metadata, xmp.into_bytes()).with_compression(false));

    let created = Object::String(
        pdf_date(document.created).into_bytes(),
        StringFormat::Literal,
    );
    let info = file.add_object(dictionary! {
        "Title" => text_string(&title),
        "Author" => text_string(&author),
        "Creator" => text_string(CREATOR),
        "Producer" => text_string(PRODUCER),
        "CreationDate" => created.clone(),
        "ModDate" => created,
    });
    let printpdf_info = file
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .ok();
    file.trailer.set("Info", info);
    if let Some(id) = printpdf_info {
        file.objects.remove(&id);
    }

    let catalog = file.catalog_mut()?;
    catalog.set("Lang", text_string(&document.language));
    catalog.set("Metadata", metadata);
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    Ok(())
}

/// Compresses the file and writes it out, under an identifier made from all
/// that is in it.
///
/// # Errors
///
/// Returns [`PdfError::Write`] when memory cannot be written to.
pub(super) fn save(mut file: File) -> Result<Vec<u8>, PdfError> {
    file.compress();
    // printpdf has thrown dice for it. Written as zeros, and filled in afterwards: the file is not written twice.
    let zeros = Object::String(vec![0; ID_BYTES], StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![zeros.clone(), zeros]);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options)?;
    fill_in_id(&mut bytes);
    Ok(bytes)
}

/// How long an identifier is.
const ID_BYTES: usize = 16;

/// Puts the digest of the file in place of both identifiers of zeros, which stand
/// uncompressed at its end.
fn fill_in_id(bytes: &mut [u8]) {
    let digest = Fingerprint(Sha256::digest(&*bytes).into()).to_string();
    let zeros = [b'0'; 2 * ID_BYTES];
    for _ in 0..2 {
        let mut windows = bytes.windows(zeros.len());
        let Some(at) = windows.rposition(|it| it == zeros) else {
            return;
        };
        for (place, digit) in bytes
            .iter_mut()
            .skip(at)
            .take(zeros.len())
            .zip(digest.bytes())
        {
            *place = digit;
        }
    }
}

/// The same facts once more, as XMP (ISO 16684-1).
fn xmp(title: &str, author: &str, language: &str, created: OffsetDateTime) -> String {
    let created = xmp_date(created);
    let (title, author, language) = (escape(title), escape(author), escape(language));
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
   <xmp:CreateDate>{created}</xmp:CreateDate>
   <xmp:ModifyDate>{created}</xmp:ModifyDate>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{feff}'
    )
}

/// Text without line feeds and without what XML does not allow at all.
fn one_line(text: &str) -> String {
    let allowed = |character: &char| !matches!(character, '\u{fffe}' | '\u{ffff}');
    let text: String = text
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .filter(allowed)
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// `D:20260512093000+01'00'` (ISO 32000-1, 7.9.4).
fn pdf_date(at: OffsetDateTime) -> String {
    let (sign, hours, minutes) = offset(at);
    format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}{sign}{hours:02}'{minutes:02}'",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
    )
}

/// `2026-05-12T09:30:00+01:00`
fn xmp_date(at: OffsetDateTime) -> String {
    let (sign, hours, minutes) = offset(at);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{hours:02}:{minutes:02}",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
    )
}

fn offset(at: OffsetDateTime) -> (char, u8, u8) {
    let (hours, minutes, _) = at.offset().as_hms();
    let sign = if at.offset().is_negative() { '-' } else { '+' };
    (sign, hours.unsigned_abs(), minutes.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn dates_keep_their_offset() {
        let summer = datetime!(2026-05-12 09:30:00 +1);
        assert_eq!(pdf_date(summer), "D:20260512093000+01'00'");
        assert_eq!(
            xmp_date(datetime!(2026-01-02 03:04:05 -3:30)),
            "2026-01-02T03:04:05-03:30"
        );
    }

    #[test]
    fn a_title_cannot_break_the_metadata() {
        let title = one_line("A & <b>\u{0}\n bold\u{ffff} one");
        assert_eq!(escape(&title), "A &amp; &lt;b&gt; bold one");
    }
}
