// Where the value of an option goes. It keeps the constructors of options to one for each kind of
// value, whether the property is plain, optional or a list.

/// A typed place in a command's values.
package struct Destination<Values, Value>: Sendable {
  package typealias Path<Target> = any WritableKeyPath<Values, Target> & Sendable

  /// Whether a further value adds to what is there instead of taking its place.
  let isRepeatable: Bool
  let store: @Sendable (inout Values, Value) -> Void

  /// A property: the last value given stands.
  package static func set(_ path: Path<Value>) -> Self {
    Self(isRepeatable: false) { $0[keyPath: path] = $1 }
  }

  /// A property that is `nil` where the option is not given: the last value given stands.
  package static func set(_ path: Path<Value?>) -> Self {
    Self(isRepeatable: false) { $0[keyPath: path] = $1 }
  }

  /// A list that every value given is added to.
  package static func append(_ path: Path<[Value]>) -> Self {
    Self(isRepeatable: true) { $0[keyPath: path].append($1) }
  }
}
