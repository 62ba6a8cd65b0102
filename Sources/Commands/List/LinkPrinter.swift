// Links on their way to standard output.

import Providers
import Records

/// Prints links in the form that was asked for; used by one task at a time.
final class LinkPrinter {
  private let console: Console
  private var format: any LinkFormat
  private var fields: LinkFields
  private var hasBegun = false
  /// The provider, where links are printed in words that all share.
  private let neutral: (any Provider)?
  /// How many links have something that is not among those words, by its field.
  private var leftOut: [String: Int] = [:]
  private let isQuiet: Bool

  init(_ console: Console, _ output: LinkOutput, _ provider: any Provider) {
    self.console = console
    let isCSV = output.neutral && output.form == .csv && output.fields.isEmpty
    // A file has all columns, whatever the first links have.
    fields = LinkFields(isCSV ? NeutralLink.columns : output.fields, areAsked: !isCSV)
    isQuiet = output.quiet
    neutral = output.neutral && output.showsObjects ? provider : nil
    let page = console.page
    format =
      switch output.form {
      case .table: LinkTable(page, fields, provider.linkFields)
      case .json: LinkJSON(isArray: true, fields)
      case .ndjson: LinkJSON(isArray: false, fields)
      case .csv: LinkCSV(fields, isRaw: output.csvRaw, isForTerminal: page.isTerminal)
      case .ids: LinkIDs(isForTerminal: page.isTerminal)
      }
  }

  /// Prints some links and hands them over; `false` when nobody can read them any more.
  func add(_ links: [ShownLink]) -> Bool {
    guard !links.isEmpty else { return true }
    let links = neutral.map { provider in links.map { inNeutralWords($0, of: provider) } } ?? links
    var text: [UInt8] = []
    begin(links, &text)
    for link in links {
      if !fields.isEmpty { fields.note(link.object) }
      format.add(link, into: &text)
      // A page of large objects need not be in memory twice.
      if text.count >= 1 << 16 {
        console.result(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    console.result(text)
    return console.flushResults() == nil
  }

  private func inNeutralWords(_ link: ShownLink, of provider: any Provider) -> ShownLink {
    let shape = provider.linkFields.neutral(link, from: provider.name)
    for name in shape.leftOut { leftOut[name, default: 0] += 1 }
    return ShownLink(id: link.id, shortURL: link.shortURL, object: shape.object)
  }

  private func begin(_ links: [ShownLink], _ text: inout [UInt8]) {
    if !hasBegun { format.begin(links, into: &text) }
    hasBegun = true
  }

  /// Prints what follows the last link, and says what no column was made for, or was found in no link.
  func end() {
    var text: [UInt8] = []
    begin([], &text)
    format.end(into: &text)
    console.result(text)
    console.flushResults()
    if !format.leftOut.isEmpty {
      console.warn(
        "later links have members that the first ones have not, and no column was made for: "
          + format.leftOut.sorted().joined(separator: ", ") + "; name columns with --fields")
    }
    for (name, links) in isQuiet ? [] : leftOut.sorted(by: { $0.key < $1.key }) {
      console.message("not in neutral words: \(name) of \(links.counted("link"))")
    }
    if !fields.missing.isEmpty {
      console.warn("no link has a member \(fields.missing.joined(separator: ", nor "))")
    }
  }
}
