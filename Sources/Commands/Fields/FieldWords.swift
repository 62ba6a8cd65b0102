// What is said of a link that a provider is known to refuse.

import Arguments
import Providers

/// Half sentences about a link's fields, with the nearest known name where one was mistyped.
struct FieldWords: Sendable {
  private let fields: [Field]
  private let title: String

  init(_ fields: FieldTable, title: String) {
    self.fields = fields.fields
    self.title = title
  }

  func of(_ error: InvalidLink) -> String {
    switch error {
    case .unknownField(let name):
      let nearest = NearestName.nearest(to: name, among: fields.map(\.name))
      let meant = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: " or "))?"
      return "\(title) has no field \(HarmlessText.quoted(name))" + meant
    case .missingField(let name):
      let isShared = fields.contains { $0.name == name && $0.isShared }
      return "the field \(name) is missing"
        + (isShared ? "; --set \(name)=VALUE gives it to every row" : "")
    case .nothingToChange: return "there is nothing to change"
    case .badValue(let field, let reason): return "\(field) \(reason)"
    }
  }
}
