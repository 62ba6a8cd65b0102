// Objects from JSON: members pass as they are, but for the names that are mapped.

/// What makes an object row of an element.
struct JSONObjectFinder: JSONFinder {
  typealias Row = ObjectRow

  /// The fields that a member holds, by its name.
  private let fields: [NameBytes: [String]]
  private let id: IDColumn?
  private let isIDOptional: Bool
  private let selection: FieldSelection

  init(_ shape: RowShape, id: IDColumn) {
    var fields: [NameBytes: [String]] = [:]
    for (field, member) in shape.columns.sorted(by: { $0.key < $1.key }) {
      fields[NameBytes(member), default: []].append(field)
    }
    self.fields = fields
    self.id = shape.ids == .none ? nil : id
    isIDOptional = shape.ids == .optional
    selection = shape.selection
  }

  func content(
    with parser: inout JSONParser, in bytes: Span<UInt8>
  ) throws(JSONError) -> ObjectRow.Content {
    let value = try parser.value(in: bytes)
    guard case .object(let object) = value else { return .malformed(.notAnObject(value.kind)) }
    if parser.hasMetNUL { return .malformed(.nul) }
    do throws(RowFault) {
      return try content(of: ResultRow(object)?.shownLink() ?? object)
    } catch {
      return .malformed(error)
    }
  }

  private func content(of object: JSONObject) throws(RowFault) -> ObjectRow.Content {
    if let name = object.repeatedName { throw .repeatedMember(name) }
    guard let id else { return .object(selection.taken(of: try mapped(object)), id: nil) }
    if id.isNamed {
      let (text, rest) = try taking(id, from: object)
      let isMapped = id.names.contains { fields[NameBytes($0)] != nil }
      return .object(selection.taken(of: try mapped(isMapped ? object : rest)), id: text)
    }
    let (text, rest) = try taking(id, from: try mapped(object))
    return .object(selection.taken(of: rest), id: text)
  }

  /// The object with the names of the fields.
  private func mapped(_ object: JSONObject) throws(RowFault) -> JSONObject {
    if fields.isEmpty { return object }
    var tree = FieldTree<JSONValue>()
    for member in object.members {
      do throws(FieldTree<JSONValue>.Conflict) {
        guard let names = fields[NameBytes(member.name)] else {
          try tree.add(member.value, at: FieldPath(word: member.name), from: member.name)
          continue
        }
        for name in names { try tree.add(member.value, at: FieldPath(name), from: member.name) }
      } catch {
        throw .conflictingMembers(error.first, error.second)
      }
    }
    return tree.object { $0 }
  }

  /// The ID in an object, and the object without it: of the names wanted, the first that it has counts.
  private func taking(
    _ id: IDColumn, from object: JSONObject
  ) throws(RowFault) -> (id: String?, rest: JSONObject) {
    var members = object.members
    for name in id.names {
      let place = members.firstIndex { $0.name.hasSameBytes(as: name) }
      guard let place else { continue }
      let value = members.remove(at: place).value
      if isIDOptional, value == .null { continue }
      switch IDRow.Content(member: value) {
      case .id(let text): return (text, JSONObject(members))
      case .malformed(.emptyID) where isIDOptional: continue
      case .malformed(let fault): throw fault
      }
    }
    if isIDOptional { return (nil, JSONObject(members)) }
    throw .missingMember(wanted: id.names)
  }
}

extension JSONObject {
  /// A name that stands there more than once, if there is one.
  fileprivate var repeatedName: String? {
    if members.count <= 16 {
      for (index, member) in members.enumerated() {
        let isRepeated = members[..<index].contains {
          $0.name.hasSameBytes(as: member.name)
        }
        if isRepeated { return member.name }
      }
      return nil
    }
    var seen: Set<NameBytes> = []
    return members.first { !seen.insert(NameBytes($0.name)).inserted }?.name
  }
}
