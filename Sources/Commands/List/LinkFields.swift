// Fields of a link's object by their dotted names. The object itself is never changed.

import Records

/// One field that is printed.
struct LinkField: Sendable {
  let name: String
  private let path: [String]

  init(_ name: String) {
    self.name = name
    path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  /// What an object has there; a member that is called so with its dots goes first.
  func value(in object: JSONObject) -> JSONValue? {
    if let value = object[name] { return value }
    guard path.count > 1 else { return nil }
    var value: JSONValue = .object(object)
    for part in path {
      guard let inner = value[part] else { return nil }
      value = inner
    }
    return value
  }

  /// The value as an object that has it in its place.
  func placed(_ value: JSONValue) -> JSONObject {
    guard path.count <= 32 else { return [name: value] }
    let inner = path.dropFirst().reversed().reduce(value) { .object([$1: $0]) }
    return [path.first ?? name: inner]
  }
}

/// The fields that are asked for, and which of them no link had.
struct LinkFields: Sendable {
  let fields: [LinkField]
  private var unseen: Set<String>
  private var hadLinks = false

  /// `areAsked` where somebody wants them, and is told of those that no link had.
  init(_ names: [String], areAsked: Bool = true) {
    fields = names.map(LinkField.init)
    unseen = areAsked ? Set(names) : []
  }

  var isEmpty: Bool { fields.isEmpty }

  /// Takes note of what a link has.
  mutating func note(_ object: JSONObject) {
    hadLinks = true
    guard !unseen.isEmpty else { return }
    for field in fields where unseen.contains(field.name) && field.value(in: object) != nil {
      unseen.remove(field.name)
    }
  }

  /// Those that no link had, where there was a link.
  var missing: [String] { hadLinks ? fields.map(\.name).filter(unseen.contains) : [] }

  /// An object with the fields that a link has, in their order.
  func chosen(from object: JSONObject) -> JSONObject {
    fields.reduce(JSONObject()) { chosen, field in
      field.value(in: object).map { chosen.merging(field.placed($0)) } ?? chosen
    }
  }
}

extension JSONValue {
  /// The value in one cell: a text as it is, what is inside of something as JSON.
  var cell: String {
    switch self {
    case .null: ""
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let value): value ? "true" : "false"
    case .array, .object: String(decoding: bytes, as: UTF8.self)
    }
  }
}
