// Where the rows of a command come from, as far as it can be told before anything is read.

import Providers
import Records

/// What a command was given as its rows.
struct RowsGiven {
  var arguments: [String] = []
  /// Files that are read one after the other.
  var files: [String] = []
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
    /// Paths, or `-` for one of them; the files may be empty.
    case named([String])
    /// Standard input without having been asked for; there must be something in it.
    case implied
  }

  private let origin: Origin
  private let options: InputOptions
  private let temporaryDirectory: String

  private let what: String
  private let fileOption: String

  init(_ given: RowsGiven, _ options: InputOptionsGiven, _ host: Host) throws(Failure) {
    var input = InputOptions(
      format: options.format, delimiter: options.delimiter, idColumn: given.idColumn)
    input.idNames += ProviderList.all.flatMap(\.idNames)
    self.options = input
    what = given.what
    fileOption = given.fileOption
    let (arguments, files) = (given.arguments, given.files)
    temporaryDirectory = host.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    if files.isEmpty, arguments == ["-"] {
      origin = .named(["-"])
      return
    }
    guard files.count(where: { $0 == "-" }) < 2 else {
      throw Failure(
        "\(fileOption) - stands there twice, and standard input can be read only once",
        hint: "give it once")
    }
    switch (files.isEmpty, arguments.isEmpty) {
    case (false, false):
      throw Failure(
        "\(what) are given both as arguments and by \(fileOption)",
        hint: "give them in one of the two")
    case (false, true): origin = .named(files)
    case (true, false): origin = .arguments(arguments)
    case (true, true):
      origin = .implied
      guard !host.isTerminal(host.standardInput) else { throw noRows("no \(what) are given") }
    }
  }

  /// Whether rows are read from standard input.
  var isStandardInput: Bool {
    switch origin {
    case .arguments: false
    case .named(let paths): paths.contains("-")
    case .implied: true
    }
  }

  /// Opens the inputs; reads all of one when it cannot be read twice.
  func open() throws(Failure) -> [InputSource] {
    switch origin {
    case .arguments(let ids): return [InputSource(arguments: ids)]
    case .named(let paths):
      var sources: [InputSource] = []
      for path in paths { sources.append(try source(path)) }
      return sources
    case .implied:
      let source = try source("-")
      if source.isEmpty { throw noRows("standard input is empty") }
      return [source]
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
