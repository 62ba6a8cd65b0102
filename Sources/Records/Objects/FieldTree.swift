// Fields with dotted names, as the object that they are together. Whether fields can be together is
// found out once, when the tree is grown; making objects of it asks nothing any more.

/// The names of an object's members, and under each what its value is made of.
struct FieldTree<Leaf: Sendable>: Sendable {
  /// A member.
  struct Node: Sendable {
    let name: String
    /// The name by which it came, or the first of its parts did.
    let origin: String
    fileprivate(set) var content: Content
  }

  /// What stands under a name.
  enum Content: Sendable {
    /// Something to make a value of.
    case leaf(Leaf)
    case branch(FieldTree)
  }

  /// Two names that cannot both be fields of one object.
  struct Conflict: Error, Equatable {
    let first: String
    let second: String
  }

  /// How many names are looked through one by one.
  private static var fewNodes: Int { 16 }

  private(set) var nodes: [Node] = []
  /// Where each name stands, as soon as there are more than a few.
  private var places: [NameBytes: Int] = [:]

  /// The names, where no field is inside another.
  var flatNames: [String]? {
    var names: [String] = []
    for node in nodes {
      guard case .leaf = node.content else { return nil }
      names.append(node.name)
    }
    return names
  }

  /// Adds a field; its parts come where the first of them was added.
  mutating func add(
    _ leaf: Leaf, at path: FieldPath, from origin: String
  ) throws(Conflict) {
    try add(leaf, at: path.parts[...], from: origin)
  }

  private mutating func add(
    _ leaf: Leaf, at path: ArraySlice<String>, from origin: String
  ) throws(Conflict) {
    guard let first = path.first else { return }
    let rest = path.dropFirst()
    guard let place = place(of: first) else {
      let content = try Self.content(leaf, below: rest, from: origin)
      append(Node(name: first, origin: origin, content: content))
      return
    }
    guard case .branch(var branch) = nodes[place].content, !rest.isEmpty else {
      throw Conflict(first: nodes[place].origin, second: origin)
    }
    // The branch leaves its place while it grows, or each addition would copy it.
    nodes[place].content = .leaf(leaf)
    defer { nodes[place].content = .branch(branch) }
    try branch.add(leaf, at: rest, from: origin)
  }

  private static func content(
    _ leaf: Leaf, below path: ArraySlice<String>, from origin: String
  ) throws(Conflict) -> Content {
    if path.isEmpty { return .leaf(leaf) }
    var branch = FieldTree()
    try branch.add(leaf, at: path, from: origin)
    return .branch(branch)
  }

  private func place(of name: String) -> Int? {
    if !places.isEmpty { return places[NameBytes(name)] }
    return nodes.firstIndex { $0.name.hasSameBytes(as: name) }
  }

  private mutating func append(_ node: Node) {
    nodes.append(node)
    guard nodes.count > Self.fewNodes else { return }
    let unplaced = places.isEmpty ? 0 : nodes.count - 1
    for index in unplaced..<nodes.count { places[NameBytes(nodes[index].name)] = index }
  }

  /// The object with a value for each leaf; where that is `nil` the field is left out, and an object
  /// inside that is left with no field is left out too.
  func object<Failure>(
    _ value: (Leaf) throws(Failure) -> JSONValue?
  ) throws(Failure) -> JSONObject {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(nodes.count)
    for index in nodes.indices {
      switch nodes[index].content {
      case .leaf(let leaf):
        if let value = try value(leaf) { members.append(.init(nodes[index].name, value)) }
      case .branch(let branch):
        let inner = try branch.object(value)
        if !inner.members.isEmpty { members.append(.init(nodes[index].name, .object(inner))) }
      }
    }
    return JSONObject(members)
  }
}

/// The way to a field through the objects that it stands in.
struct FieldPath: Sendable, Equatable {
  /// How many objects may stand inside one another; a name with more dots is taken as one word.
  private static let maximumDepth = 32

  /// The names on the way; at least one.
  let parts: [String]

  /// Takes a dotted name apart; one with nothing before, between or behind its dots is one word.
  init(_ name: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isPath = parts.count <= Self.maximumDepth && !parts.contains { $0.isEmpty }
    self.parts = isPath ? parts.map(String.init) : [name]
  }

  /// A name that is one word, whatever is in it.
  init(word: String) {
    parts = [word]
  }
}

/// A name that is equal to another only byte by byte, as names in JSON are.
struct NameBytes: Hashable {
  private let name: String

  init(_ name: String) {
    self.name = name
  }

  static func == (left: NameBytes, right: NameBytes) -> Bool {
    left.name.hasSameBytes(as: right.name)
  }

  func hash(into hasher: inout Hasher) {
    for byte in name.utf8 { hasher.combine(byte) }
  }
}
