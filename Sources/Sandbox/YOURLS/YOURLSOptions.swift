// What is particular to the YOURLS stand-in.

/// What is particular to the YOURLS stand-in; as it is at first, so was the server that the dossier observed.
package struct YOURLSOptions: Sendable {
  /// The plugins that the dossier saw at work, and Shlink's that exports everything.
  package enum Plugin: String, Sendable, CaseIterable {
    case delete
    case edit
    case list
    case saveByKeyword = "save-by-keyword"
    case shlink
  }

  /// The two plugins named delete differ in the parameter that they read.
  ///
  /// The second was not observed: that it answers as the first is a guess.
  package enum DeleteParameter: String, Sendable, CaseIterable {
    case shorturl
    case keyword
  }

  /// What befalls requests that come while others are in flight (observed: 3 of 8 creates without a keyword
  /// clash, 1 of 16 repeated deletes fails, and uniqueness of URLs is not kept).
  package enum Clashes: String, Sendable, CaseIterable {
    case never
    case inFlight = "in-flight"
    /// As often, whether or not others are in flight.
    case always
  }

  /// The characters of keywords.
  package enum Charset: String, Sendable, CaseIterable {
    case base36 = "36"
    case base62 = "62"
  }

  package var links: [SandboxLink] = []
  package var plugins = Plugin.allCases
  package var deleteParameter = DeleteParameter.shorturl
  package var clashes = Clashes.inFlight
  package var charset = Charset.base36
  /// Whether a destination has one link at most.
  package var hasUniqueURLs = true
  /// Whether nothing is done without a login; where it is, nobody is held back by the flood guard.
  package var isPrivate = true

  package init() {}
}

extension YOURLSOptions {
  static let choices: [SandboxChoice] = [
    .words("yourls.plugins", \.yourls.plugins, "plugins that are installed"),
    .word("yourls.delete-parameter", \.yourls.deleteParameter, "what the delete plugin reads"),
    .word("yourls.clashes", \.yourls.clashes, "when requests side by side clash"),
    .word("yourls.charset", \.yourls.charset, "base of the characters that keywords have"),
    .flag("yourls.unique-urls", \.yourls.hasUniqueURLs, "a destination has one link at most"),
    .flag("yourls.private", \.yourls.isPrivate, "login for all; without, a flood guard"),
  ]
}
