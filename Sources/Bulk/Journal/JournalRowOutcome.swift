// What a journal keeps of a row's outcome: never the link itself, which may hold a password.

package import Providers

/// The outcome of one row as it is recorded.
package struct JournalRowOutcome: Sendable, Equatable {
  package var status: Status
  package var detail: Refusal?
  /// The ID of the link, from the input or from the answer.
  package var id: String?
  /// The short link, from the answer.
  package var link: String?

  package init(
    _ status: Status, _ detail: Refusal? = nil, id: String? = nil, link: String? = nil
  ) {
    self.status = status
    self.detail = detail
    self.id = id
    self.link = link
  }

  /// What is kept of a result; texts that are too long to be what they should be are left out.
  init(_ result: RowResult) {
    status = result.outcome.status
    detail = result.outcome.detail
    id = Self.short(result.id)
    link = Self.short(result.shortLink)
  }

  private static func short(_ text: String?) -> String? {
    text.flatMap { $0.utf8.count <= 500 ? $0 : nil }
  }

  /// As the engine has outcomes.
  package var outcome: Outcome { Outcome(status, detail) }
}
