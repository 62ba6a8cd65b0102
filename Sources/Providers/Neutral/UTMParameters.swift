// The utm parameters of a destination, apart from it and in it. In neutral words they stand apart, whether a provider keeps
// them in a field or in the URL, so that a link is the same everywhere.

import HTTP

enum UTMParameters {
  /// A destination without the parameters that stand in it once and hold a text, and those.
  ///
  /// Whatever else is in the query stays byte by byte.
  static func apart(
    from destination: String
  ) -> (destination: String, parameters: [NeutralWord: String]) {
    guard let mark = destination.firstIndex(of: "?") else { return (destination, [:]) }
    let tail = destination[destination.index(after: mark)...]
    let end = tail.firstIndex(of: "#") ?? tail.endIndex
    if destination[..<mark].contains("#") { return (destination, [:]) }
    let pieces = tail[..<end].split(separator: "&", omittingEmptySubsequences: false)
    var parameters: [NeutralWord: String] = [:]
    var repeated: Set<NeutralWord> = []
    for piece in pieces {
      guard let (word, value) = parameter(piece) else { continue }
      if parameters.updateValue(value, forKey: word) != nil { repeated.insert(word) }
    }
    for word in repeated { parameters[word] = nil }
    guard !parameters.isEmpty else { return (destination, [:]) }
    let kept = pieces.filter { parameter($0).map { parameters[$0.word] == nil } ?? true }
    let query = kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
    return (destination[..<mark] + query + tail[end...], parameters)
  }

  private static func parameter(_ piece: Substring) -> (word: NeutralWord, value: String)? {
    guard piece.hasPrefix("utm_"), let equals = piece.firstIndex(of: "="),
      let word = NeutralWord.parameters.first(where: { $0.parameter ?? "" == piece[..<equals] }),
      let value = decoded(piece[piece.index(after: equals)...]), !value.isEmpty
    else { return nil }
    return (word, value)
  }

  /// As a form writes values: a plus is a blank.
  private static func decoded(_ text: Substring) -> String? {
    PercentEncoding.decode(String(text.map { $0 == "+" ? " " : $0 }))
  }

  /// A destination with a parameter at the end of its query.
  static func adding(_ word: NeutralWord, _ value: String, to destination: String) -> String {
    guard let name = word.parameter else { return destination }
    let end = destination.firstIndex(of: "#") ?? destination.endIndex
    let page = destination[..<end]
    let joint = !page.contains("?") ? "?" : page.hasSuffix("?") || page.hasSuffix("&") ? "" : "&"
    return page + joint + name + "=" + PercentEncoding.encode(value) + destination[end...]
  }
}
