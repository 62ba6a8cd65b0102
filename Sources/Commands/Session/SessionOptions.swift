// What every bulk command can be told, whatever it does.

import Arguments

/// The options that all bulk commands share.
struct SessionOptions: Sendable {
  var input = InputOptionsGiven()
  var connection = ConnectionOptions()
  var guards = GuardOptions()
  var records = RecordOptions()
  var pace = PaceOptions()
  var output = OutputOptions()

  /// Those about the input, for the command's own group about it.
  static let input = OptionGroup("", InputOptionsGiven.options).lifted(to: \Self.input).options
  static let connection = ConnectionOptions.group.lifted(to: \Self.connection)
  /// The groups that stand last in every command.
  static let last = [
    GuardOptions.group.lifted(to: \Self.guards), RecordOptions.group.lifted(to: \Self.records),
    PaceOptions.group.lifted(to: \Self.pace), PaceOptions.requests.lifted(to: \Self.pace),
    OutputOptions.group.lifted(to: \Self.output),
  ]
}
