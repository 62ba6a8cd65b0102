// Where the rows of a command come from, as far as it can be told before anything is read.

import Records

/// What a command was given as its rows.
struct RowsGiven {
  var arguments: [String] = []
  var file: String?
  /// The option that names a file.
  var fileOption: String
  /// The word for what the file holds.
  var what: String
  var idColumn: String?
}

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

  private let what: String
  private let fileOption: String

  init(_ given: RowsGiven, _ options: InputOptionsGiven, _ host: Host) throws(Failure) {
    self.options = InputOptions(
      format: options.format, delimiter: options.delimiter, idColumn: given.idColumn)
    what = given.what
    fileOption = given.fileOption
    let (arguments, file) = (given.arguments, given.file)
    temporaryDirectory = host.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    if file == nil, arguments == ["-"] {
      origin = .named("-")
      return
    }
    switch (file, arguments.isEmpty) {
    case (.some, false):
      throw Failure(
        "\(what) are given both as arguments and by \(fileOption)",
        hint: "give them in one of the two")
    case (let path?, true): origin = .named(path)
    case (nil, false): origin = .arguments(arguments)
    case (nil, true):
      origin = .implied
      guard !host.isTerminal(host.standardInput) else { throw noRows("no \(what) are given") }
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
      if source.isEmpty { throw noRows("standard input is empty") }
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

  private func noRows(_ fault: String) -> Failure {
    let arguments = what == "IDs" ? "as arguments, " : ""
    return Failure(
      fault,
      hint: "give \(what) \(arguments)in a file with \(fileOption) FILE, or on standard input",
      "for an input that may be empty, name it: \(fileOption) -")
  }
}
