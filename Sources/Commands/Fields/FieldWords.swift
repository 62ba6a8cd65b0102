// What is said of a link that a provider is known to refuse.

import Arguments
import Providers

/// Half sentences about a link's fields, with the nearest known name where one was mistyped.
struct FieldWords: Sendable {
  private let names: [String]
  private let title: String

  init(_ fields: FieldTable, title: String) {
    names = fields.fields.map(\.name)
    self.title = title
  }

  func of(_ error: InvalidLink) -> String {
    switch error {
    case .unknownFields(let unknown): return unknownFields(unknown)
    case .missingField(let name): return "the field \(name) is missing"
    case .nothingToChange: return "there is nothing to change"
    case .badValue(let field, let reason): return "\(field) \(reason)"
    }
  }

  /// More names than a person reads are only counted.
  private static let namesShown = 20

  private func unknownFields(_ unknown: [String]) -> String {
    if unknown.count == 1, let name = unknown.first {
      let nearest = nearest(to: name)
      return "\(title) has no field \(HarmlessText.quoted(name))"
        + (nearest.isEmpty ? "" : "; did you mean \(nearest)?")
    }
    let shown = unknown.prefix(Self.namesShown).map { name in
      let nearest = nearest(to: name)
      return HarmlessText.quoted(name) + (nearest.isEmpty ? "" : " (did you mean \(nearest)?)")
    }
    let more = unknown.count - shown.count
    return "\(title) has no fields " + shown.joined(separator: ", ")
      + (more > 0 ? " and \(more) more" : "")
  }

  private func nearest(to name: String) -> String {
    NearestName.nearest(to: name, among: names).joined(separator: " or ")
  }
}
