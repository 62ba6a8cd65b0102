// Where the rows of a command come from, as far as it can be told before anything is read.

import Records

/// IDs from arguments, from a named file, or from standard input.
struct RowSource {
  private enum Origin {
    case arguments([String])
    /// A path, or `-`; it may be empty.
    case named(String)
    /// Standard input without having been asked for; there must be something in it.
    case implied
  }

  private let origin: Origin
  private let options: InputOptions
  private let temporaryDirectory: String

  init(ids: [String], options: InputOptionsGiven, _ host: Host) throws(Failure) {
    self.options = InputOptions(
      format: options.format, delimiter: options.delimiter, idColumn: options.idColumn)
    temporaryDirectory = host.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    switch (options.idsFile, ids.isEmpty) {
    case (.some, false):
      throw Failure(
        "IDs are given both as arguments and by --ids-file", hint: "give them in one of the two")
    case (let path?, true): origin = .named(path)
    case (nil, false): origin = .arguments(ids)
    case (nil, true):
      guard !host.isTerminal(host.standardInput) else { throw Self.noRows("no IDs are given") }
      origin = .implied
    }
  }

  /// Whether rows are read from standard input.
  var isStandardInput: Bool {
    switch origin {
    case .arguments: false
    case .named(let path): path == "-"
    case .implied: true
    }
  }

  /// Opens the input; reads all of it when it cannot be read twice.
  func open() throws(Failure) -> InputSource {
    switch origin {
    case .arguments(let ids): return InputSource(arguments: ids)
    case .named(let path): return try source(path)
    case .implied:
      let source = try source("-")
      if source.isEmpty { throw Self.noRows("standard input is empty") }
      return source
    }
  }

  private func source(_ path: String) throws(Failure) -> InputSource {
    do throws(InputError) {
      return try InputSource(path: path, options: options, temporaryDirectory: temporaryDirectory)
    } catch {
      throw Failure(error)
    }
  }

  private static func noRows(_ what: String) -> Failure {
    Failure(
      what,
      hint: "give IDs as arguments, in a file with --ids-file FILE, or on standard input",
      "for an input that may be empty, name it: --ids-file -")
  }
}
