// Everything that can be chosen about a sandbox.

/// What a sandbox starts with and how it behaves.
package struct SandboxOptions: Sendable {
  /// The port of each stand-in; the system chooses where none is given.
  package var ports: [SandboxProvider: UInt16] = [:]

  /// How many links each provider has, with the IDs of `SeededID` 1 to that number.
  package var links = 0

  /// What those links look like beside their IDs.
  package var shape = SeedShape()

  /// IDs of further links; for Dub also external IDs, `ext_` before them.
  package var ids: [SandboxProvider: [String]] = [:]

  package var latency = Latency.none
  package var limit = LimitChoice.provider
  package var rateHeaders = RateHeaders.provider
  package var retryAfter = RetryHint.provider
  package var faults: [FaultRule] = []

  /// Another client that adds and deletes links all through the run, at each provider that is asked.
  package var churn: Churn?

  package var dub = DubOptions()
  package var shortPen = ShortPenOptions()
  package var hoko = HokoOptions()
  package var yourls = YOURLSOptions()
  package var shortIO = ShortIOOptions()
  package var shlink = ShlinkOptions()
  package var kutt = KuttOptions()
  package var rebrandly = RebrandlyOptions()
  package var bitly = BitlyOptions()

  /// How long a client may take over one request before it is given up.
  package var requestPatience = Microseconds.seconds(30)

  package init() {}

  /// Adds the IDs that a text holds, one a line, blank lines and `#` comments left out.
  ///
  /// An ID that the provider could not have given is refused with its line, from 1.
  package mutating func addIDs(
    listedIn text: String, of provider: SandboxProvider
  ) throws(IDListError) {
    var found: [String] = []
    for (index, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      let id = line.trimmingBlanks
      if id.isEmpty || id.hasPrefix("#") { continue }
      guard Self.isID(id, of: provider) else {
        throw IDListError(line: index + 1, text: String(id))
      }
      found.append(String(id))
    }
    ids[provider, default: []] += found
  }

  private static func isID(_ text: Substring, of provider: SandboxProvider) -> Bool {
    switch provider {
    case .dub: !text.contains(",")
    case .shortpen: Int64(text) != nil
    case .hoko: HokoID(String(text)) != nil
    default: provider.couldGive(String(text))
    }
  }
}

/// A line of a list of IDs that is none.
package struct IDListError: Error, Sendable, Equatable {
  /// The line's number, from 1.
  package var line: Int
  package var text: String

  package init(line: Int, text: String) {
    self.line = line
    self.text = text
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    var rest = drop { $0.isWhitespace }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }
}
