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
    case .unknownField(let name):
      let nearest = NearestName.nearest(to: name, among: names)
      let meant = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: " or "))?"
      return "\(title) has no field \(HarmlessText.quoted(name))" + meant
    case .missingField(let name): return "the field \(name) is missing"
    case .nothingToChange: return "there is nothing to change"
    case .badValue(let field, let reason): return "\(field) \(reason)"
    }
  }
}
