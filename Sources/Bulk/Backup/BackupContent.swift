// What a file holds that is to be added to as a backup.

import Providers
import Records

/// The links of a backup that is there, and where its last whole line ends.
struct BackupContent {
  private(set) var kept: Set<UInt64> = []
  let lengthOfLines: Int

  /// Reads the file, of which nothing is changed.
  ///
  /// What stands behind the last line end was being written when a run died.
  init(
    path: String, size: Int, endsWithLineEnd isWhole: Bool, for provider: any Provider
  ) throws(BackupFile.Failure) {
    guard size > 0 else {
      lengthOfLines = 0
      return
    }
    do throws(InputError) {
      var last = 0
      var isTorn = false
      let source = try InputSource(
        path: path, options: InputOptions(format: .ndjson), temporaryDirectory: "/tmp")
      var rows = try source.objectRows(RowShape())
      var texts = try source.texts(rows.layout.first)
      while let row = try rows.next(), let text = try texts.next() {
        if !isTorn, case .object(let link, _) = row.content,
          provider.creation.map({ $0.restoration(of: link) != nil }) ?? true
        {
          kept.insert(Self.name(of: link))
        } else if !isTorn, !isWhole, Self.isCut(row, text) {
          isTorn = true
        } else {
          throw InputError(source.name, line: row.line, .noFields)
        }
        last = text.count
      }
      // The line end of the last text is not in the file.
      lengthOfLines = isWhole ? size : size - last + 1
    } catch {
      throw .notLinks(line: error.line)
    }
  }

  /// A fingerprint of all that a link shows.
  static func name(of link: JSONObject) -> UInt64 {
    UInt64(truncatingIfNeeded: Fingerprint(of: link.canonicalBytes).bits)
  }

  /// Whether a row begins as one of ours and does not end.
  private static func isCut(_ row: ObjectRow, _ text: [UInt8]) -> Bool {
    guard case .malformed(.json(.unexpectedEnd)) = row.content else { return false }
    return text.starts(with: [UInt8(ascii: "{"), UInt8(ascii: "\"")])
  }
}
