//! Looks into an .xlsx file, which is a zip parcel, before anything reads it.
//!
//! A few kilobytes can unpack to gigabytes. Here the parcel is unpacked once
//! into nothing, counting, so that the reader behind never meets more than fits.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::{COLUMNS_MAX, ROWS_MAX, Unreadable};

/// The most that all parts of a workbook may come to, unpacked, in bytes.
const UNPACKED_SIZE_MAX: u64 = 50 * 1024 * 1024;

/// The most parts; a workbook of one sheet has about a dozen.
const PARTS_MAX: usize = 200;

/// How many times larger than packed a part may be, once it is a megabyte.
const RATIO_MAX: u64 = 200;

/// The most tags in all parts but the sheets. These parts are held in memory,
/// where an empty tag of five bytes can take hundreds.
const TAGS_MAX: usize = 400_000;

/// Checks that a parcel is a workbook within the limits.
pub(super) fn check(file: &[u8]) -> Result<(), Unreadable> {
    let mut parcel = ZipArchive::new(Cursor::new(file)).map_err(|_| Unreadable::Damaged)?;
    if parcel.len() > PARTS_MAX
        || parcel
            .decompressed_size()
            .is_some_and(|size| size > UNPACKED_SIZE_MAX.into())
    {
        return Err(Unreadable::Overfull);
    }
    if let Some(kind) = other_kind(&parcel) {
        return Err(Unreadable::OtherKind(kind));
    }
    let (mut room, mut tags) = (UNPACKED_SIZE_MAX, 0);
    for at in 0..parcel.len() {
        let part = parcel.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Locked,
            _ => Unreadable::Damaged,
        })?;
        let name = part.name().map_err(|_| Unreadable::Damaged)?;
        let name = name.to_ascii_lowercase();
        let packed_size = part.compressed_size();
        let mut content = Vec::new();
        // The size that a part declares may be a lie; one byte more shows it.
        part.take(room + 1)
            .read_to_end(&mut content)
            .map_err(|_| Unreadable::Damaged)?;
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        room = room.checked_sub(size).ok_or(Unreadable::Overfull)?;
        if size > 1024 * 1024 && size / RATIO_MAX > packed_size {
            return Err(Unreadable::Overfull);
        }
        let file_name = name.rsplit('/').next().unwrap_or_default();
        if !file_name.starts_with("sheet") {
            tags += content.split(|byte| *byte == b'<').skip(1).count();
        }
        if tags > TAGS_MAX || (file_name == "sharedstrings.xml" && claims_too_many(&content)) {
            return Err(Unreadable::Overfull);
        }
    }
    Ok(())
}

/// What else the parcel is, when it is not an .xlsx workbook.
fn other_kind(parcel: &ZipArchive<Cursor<&[u8]>>) -> Option<&'static str> {
    let has = |name: &str| parcel.index_for_name(name).is_some();
    if has("xl/workbook.bin") {
        Some("a binary Excel workbook (.xlsb)")
    } else if has("word/document.xml") {
        Some("a Word document")
    } else if has("content.xml") {
        Some("an OpenDocument file (.ods)")
    } else if !has("[Content_Types].xml") {
        Some("a zip file")
    } else {
        None
    }
}

/// Whether the table of texts says that it has more entries than a score sheet can have.
///
/// The reader makes room for as many as the table claims, and a claim of a
/// trillion would end the program. Where the claim might be spelled in another
/// alphabet, so that it would not be found here, the answer is yes too.
fn claims_too_many(content: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(content) else {
        return true;
    };
    let declaration = text
        .split_once("?>")
        .map_or("", |(declaration, _)| declaration);
    let declaration = declaration.to_ascii_lowercase();
    if text.contains('\0') || (declaration.contains("encoding") && !declaration.contains("utf-8")) {
        return true;
    }
    text.split("uniqueCount").skip(1).any(|after| {
        let Some(value) = after.trim_start().strip_prefix('=') else {
            return false;
        };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(['"', '\'']).unwrap_or(value.len());
        let count = value.get(..end).and_then(|count| count.trim().parse().ok());
        count.is_none_or(|count: usize| count > ROWS_MAX * COLUMNS_MAX)
    })
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    /// A parcel of these parts.
    pub(in crate::sheet) fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut parcel = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            parcel
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            parcel.write_all(content).unwrap();
        }
        parcel.finish().unwrap().into_inner()
    }

    /// The same parcel with what `mend` makes of one of its parts.
    pub(in crate::sheet) fn repack(
        file: &[u8],
        name: &str,
        mend: impl Fn(String) -> String,
    ) -> Vec<u8> {
        let mut parcel = ZipArchive::new(Cursor::new(file)).unwrap();
        let mut parts = Vec::new();
        for at in 0..parcel.len() {
            let mut part = parcel.by_index(at).unwrap();
            let mut content = String::new();
            part.read_to_string(&mut content).unwrap();
            let part_name = part.name().unwrap().into_owned();
            let content = if part_name == name {
                mend(content)
            } else {
                content
            };
            parts.push((part_name, content));
        }
        let parts: Vec<_> = parts
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_bytes()))
            .collect();
        pack(&parts)
    }

    #[test]
    fn a_small_file_that_unpacks_to_very_much_is_not_unpacked() {
        let zeros = vec![b' '; 60 * 1024 * 1024];
        let file = pack(&[
            ("[Content_Types].xml", b""),
            ("xl/worksheets/sheet1.xml", &zeros),
        ]);
        assert!(file.len() < 100_000);
        assert_eq!(check(&file), Err(Unreadable::Overfull));

        let many = pack(&[
            ("[Content_Types].xml", b""),
            ("xl/worksheets/sheet1.xml", &zeros[..4 * 1024 * 1024]),
        ]);
        assert_eq!(
            check(&many),
            Err(Unreadable::Overfull),
            "a ratio of a thousand"
        );
    }

    #[test]
    fn a_part_that_lies_about_its_size_is_found_out() {
        let content = vec![b' '; 60 * 1024 * 1024];
        let honest = pack(&[
            ("[Content_Types].xml", b""),
            ("xl/worksheets/sheet1.xml", &content),
        ]);
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let lie: Vec<u8> = {
            let mut file = honest;
            let places: Vec<_> = (0..file.len() - 4)
                .filter(|at| file[*at..*at + 4] == size)
                .collect();
            for at in places {
                file[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
            file
        };
        assert!(matches!(
            check(&lie),
            Err(Unreadable::Overfull | Unreadable::Damaged)
        ));
    }

    #[test]
    fn too_many_parts_or_tags_are_refused() {
        let names: Vec<_> = (0..=PARTS_MAX).map(|at| format!("part{at}")).collect();
        let parts: Vec<_> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(check(&pack(&parts)), Err(Unreadable::Overfull));

        let tags = "<xf/>".repeat(TAGS_MAX + 1);
        let file = pack(&[
            ("[Content_Types].xml", b""),
            ("xl/styles.xml", tags.as_bytes()),
        ]);
        assert_eq!(check(&file), Err(Unreadable::Overfull));
    }

    #[test]
    fn a_table_of_texts_cannot_claim_more_than_there_can_be() {
        for claim in [
            r#"<sst uniqueCount="999999999999">"#,
            "<sst uniqueCount = '100001'>",
            r#"<sst uniqueCount="99999999999999999999999999">"#,
            r#"<?xml version="1.0" encoding="ISO-2022-JP"?><sst>"#,
            "<\0s\0s\0t\0",
        ] {
            assert!(claims_too_many(claim.as_bytes()), "{claim}");
        }
        for honest in [
            r#"<?xml version="1.0" encoding="UTF-8"?><sst count="9" uniqueCount="12"><si><t>uniqueCount</t></si>"#,
            "<sst>",
        ] {
            assert!(!claims_too_many(honest.as_bytes()), "{honest}");
        }
    }

    #[test]
    fn what_is_no_workbook_is_named() {
        for (part, kind) in [
            ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
            ("word/document.xml", "a Word document"),
            ("content.xml", "an OpenDocument file (.ods)"),
            ("picture.png", "a zip file"),
        ] {
            assert_eq!(
                check(&pack(&[(part, b"")])),
                Err(Unreadable::OtherKind(kind))
            );
        }
    }
}
