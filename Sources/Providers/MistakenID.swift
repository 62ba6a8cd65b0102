// What a word that is no ID may have been meant as, so that a refusal says what to type instead. Pure.

import Records

/// Guesses of why a word stands where an ID should.
enum MistakenID {
  /// What is wrong with a word that is no ID at a provider, as what follows "the ID"; IDs there are `form`.
  static func fault(_ text: String, at title: String, _ form: String) -> InvalidID {
    if text.isEmpty { return InvalidID("is empty") }
    if let unseen = PlacedCharacter(in: text, where: \.isUnseen) {
      return InvalidID(unseen.words + ": " + StrayCharacter.quoted(text))
    }
    let hint = guess(text, at: title).map { "; " + $0 } ?? ""
    return InvalidID("is not a \(title) ID, which is \(form)" + hint)
  }

  /// Whether a word is surely something else, wherever IDs may be any word.
  static func isOther(_ text: String) -> Bool {
    isFile(text.lowercased()) || PlacedCharacter(in: text, where: isQuote) != nil
  }

  /// What the word looks like, as a clause with what to do; `nil` for a word like any other.
  static func guess(_ text: String, at title: String) -> String? {
    let word = text.lowercased()
    let shown = text.count > 60 ? text.prefix(59) + "…" : text[...]
    if let quote = PlacedCharacter(in: text, where: isQuote) {
      return "it \(quote.words), and IDs stand without quotation marks"
    }
    if word.contains("://") || word.hasPrefix("www.") || isAddress(word) {
      return "it looks like a URL, and a link is named by its ID here"
    }
    if isFile(word) { return "it looks like a file, whose IDs are read by --ids-file \(shown)" }
    if headers.contains(word) { return "it looks like a line with the names of columns" }
    if blanks.contains(word) { return "it stands for no value" }
    if word == "help" { return "--help shows the help" }
    if let owner = owner(of: word), owner != title { return "it looks like an ID of \(owner)" }
    return PlacedCharacter(atEndsOf: text, where: isPunctuation).map { "it " + $0.words }
  }

  private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\"" || scalar == "'" || scalar == "`" || scalar.properties.isQuotationMark
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar != "-" && scalar != "_"
      && scalar.properties.generalCategory != .spaceSeparator && !scalar.properties.isAlphabetic
      && scalar.properties.numericType == nil
  }

  /// `dub.sh/abc`: a domain before the first slash.
  private static func isAddress(_ word: String) -> Bool {
    guard let slash = word.firstIndex(of: "/"), !isFile(word) else { return false }
    let host = word[..<slash]
    return host.contains(".") && !host.hasPrefix(".") && !host.hasSuffix(".")
  }

  private static func isFile(_ word: String) -> Bool {
    ["/", "./", "../", "~/"].contains(where: word.hasPrefix)
      || endings.contains { word.hasSuffix($0) && word.utf8.count > $0.utf8.count }
  }

  private static let endings = [
    ".txt", ".csv", ".tsv", ".json", ".ndjson", ".jsonl", ".xlsx", ".xls", ".ods", ".list", ".lst",
    ".dat", ".log", ".ids", ".gz", ".zip",
  ]

  /// Names that columns of IDs and of links have; `link_id` would pass for an ID of Dub's.
  static let headers: Set<String> = [
    "id", "ids", "#id", "linkid", "linkids", "link_id", "link_ids", "link id", "url_id", "urlid",
    "externalid", "external_id", "external id", "ext_id", "link", "links", "short_link",
    "shortlink",
    "link_url", "link_key", "link_name", "link_title", "url", "key", "slug", "domain", "title",
    "row",
    "status",
  ]

  /// What spreadsheets and programs write for a value that is not there.
  private static let blanks: Set<String> = [
    "n/a", "#n/a", "na", "nan", "null", "nil", "none", "(null)", "(none)", "undefined", "-", "--",
    "?", "#ref!", "#value!", "#name?",
  ]

  private static func owner(of word: String) -> String? {
    if UUIDText.number(word) != nil { return Hoko().title }
    if word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return ShortPen().title }
    return word.hasPrefix(DubID.prefix) || word.hasPrefix(Dub.externalPrefix) ? Dub().title : nil
  }
}
