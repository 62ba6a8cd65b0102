// What to type where a file is not what it was taken for.

import Arguments
import Records

extension HeaderDoubt {
  /// What to do about the header.
  ///
  /// `names` are such as it could have. Where only IDs are read, a list serves too.
  func hint(naming names: [String], takesLists: Bool = false) -> String {
    switch self {
    case .otherDelimiter(let byte):
      let mark = byte == UInt8(ascii: "\t") ? "tab" : String(UnicodeScalar(byte))
      return "the names come out with another delimiter: --delimiter " + ShellText.word(mark)
    case .curlyQuotes:
      return "the header has curly quotes, and CSV takes straight ones: replace them"
    case .plainList where takesLists:
      return "the file seems to be a plain list without a header: --format lines"
    case .plainList:
      return "the file seems to be a plain list of IDs, without fields: \"linkctl update\" and"
        + " \"linkctl delete\" take it with --ids-file"
    case .noHeader:
      return
        "the first line seems to be a row: put a header above it that names the columns, such as "
        + names.prefix(2).joined(separator: ",")
    }
  }
}

extension InputName {
  /// How a text of the encoding that older programs write is made one that is read.
  ///
  /// The one that Windows has in the west is Latin-1 with more characters.
  var hintForOlderEncoding: String {
    "if it was saved as Windows-1252 or Latin-1, convert it: " + converting(from: "WINDOWS-1252")
  }

  /// A line that converts the input to UTF-8.
  fileprivate func converting(from encoding: String) -> String {
    guard case .file(let path) = self else {
      return "… | iconv -f \(encoding) -t UTF-8 | linkctl …"
    }
    return "iconv -f \(encoding) -t UTF-8 \(ShellText.word(path)) > "
      + ShellText.word(Self.besides(path, "utf8"))
  }

  /// The same path with a word before its ending.
  private static func besides(_ path: String, _ word: String) -> String {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
      return "\(path).\(word)"
    }
    return "\(path[..<dot]).\(word)\(path[dot...])"
  }
}

extension ForeignContent {
  /// What the file is, as half a sentence about it.
  var words: String {
    switch self {
    case .zip:
      "is a workbook of a spreadsheet program (.xlsx, .ods) or another ZIP archive, not CSV"
    case .oldOffice: "is a workbook of a spreadsheet program (.xls), not CSV"
    case .gzip: "is compressed with gzip"
    case .pdf: "is a PDF document"
    case .utf16: "seems to be UTF-16 without the byte order mark that would say so"
    case .utf32: "is UTF-32, which is not read"
    case .binary: "is a binary file, not text"
    }
  }

  /// What to do with it.
  func hint(_ name: InputName) -> String {
    switch self {
    case .zip, .oldOffice: return "save the sheet as CSV (in Excel: CSV UTF-8)"
    case .gzip:
      guard case .file(let path) = name else { return "put gzip -dc before linkctl in the pipe" }
      return "unpack it: gzip -dc \(ShellText.word(path)) | linkctl …"
    case .pdf, .binary: return "give a list, CSV, TSV, JSON or NDJSON"
    case .utf16(let isBigEndian):
      return "convert it: " + name.converting(from: isBigEndian ? "UTF-16BE" : "UTF-16LE")
    case .utf32: return "convert it: " + name.converting(from: "UTF-32")
    }
  }
}
