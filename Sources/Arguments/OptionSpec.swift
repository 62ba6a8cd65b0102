// An option as a command has it: its description, and what its value does to the command's values.
// An option checks its own value and nothing else; conflicts between options are the command's.

/// One option of a command whose options fill in `Values`.
package struct OptionSpec<Values>: Sendable {
  /// Puts a value in its place, or throws `UsageError.badValue`.
  ///
  /// The text is empty for a flag, and where an optional value is left out. Called once for each
  /// time the option is given, in order.
  package typealias Apply = @Sendable (inout Values, String) throws(UsageError) -> Void

  package var description: OptionDescription
  package var apply: Apply

  package init(_ description: OptionDescription, apply: @escaping Apply) {
    self.description = description
    self.apply = apply
  }

  /// The same option, completed from a list that the program itself gives.
  package func completed(from list: String) -> Self {
    var spec = self
    spec.description.candidates = list
    return spec
  }

  /// The same option, left out of the overview, which is to fit a screen.
  package func rare() -> Self {
    var spec = self
    spec.description.isRare = true
    return spec
  }

  /// The same option for values that hold these at a path.
  func lifted<Outer>(
    to path: any WritableKeyPath<Outer, Values> & Sendable
  ) -> OptionSpec<Outer> {
    let apply = apply
    return OptionSpec<Outer>(description) { (outer: inout Outer, text) throws(UsageError) in
      try apply(&outer[keyPath: path], text)
    }
  }
}

/// Options that belong together under a heading such as "Input" or "Pace".
package struct OptionGroup<Values>: Sendable {
  package var heading: String
  package var options: [OptionSpec<Values>]

  package init(_ heading: String, _ options: [OptionSpec<Values>]) {
    self.heading = heading
    self.options = options
  }

  /// The same group, left out of the overview.
  package func rare() -> Self { OptionGroup(heading, options.map { $0.rare() }) }

  /// The same group for a command whose values hold these at a path, so that commands can share it.
  package func lifted<Outer>(
    to path: any WritableKeyPath<Outer, Values> & Sendable
  ) -> OptionGroup<Outer> {
    OptionGroup<Outer>(heading, options.map { $0.lifted(to: path) })
  }
}
