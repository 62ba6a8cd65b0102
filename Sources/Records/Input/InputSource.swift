// Where rows come from: arguments, a file, standard input. Whatever it is, it can be read from the
// start as often as one likes, so that everything is checked before anything is sent.

import Glibc

/// An input that was opened and can be read more than once.
package struct InputSource: Sendable {
  private enum Content: Sendable {
    case arguments([String])
    case file(InputFile)
    case nothing
  }

  package let name: InputName
  private let content: Content
  private let options: InputOptions

  /// IDs from the command line, each a row.
  package init(arguments: [String]) {
    name = .arguments
    content = arguments.isEmpty ? .nothing : .arguments(arguments)
    options = InputOptions()
  }

  /// A file, or standard input where the path is `-`.
  ///
  /// A regular file is read in place. Anything else (a pipe, a FIFO, `/dev/fd/N`, a terminal) is first
  /// copied to an unnamed file in `temporaryDirectory`, and the call blocks until it has ended.
  package init(
    path: String, options: InputOptions, temporaryDirectory: String
  ) throws(InputError) {
    let isStandardInput = path == "-"
    let name = isStandardInput ? InputName.standardInput : .file(path)
    let descriptor = isStandardInput ? STDIN_FILENO : Self.open(path)
    guard descriptor >= 0 else { throw InputError(name, .system(.open, errno)) }
    let opening = InputOpening(
      name: name, descriptor: descriptor, isOwned: !isStandardInput,
      temporaryDirectory: temporaryDirectory)
    try self.init(opening, options: options)
  }

  init(_ opening: InputOpening, options: InputOptions) throws(InputError) {
    name = opening.name
    self.options = options
    content = try opening.file().map(Content.file) ?? .nothing
  }

  private static func open(_ path: String) -> Int32 {
    // Safe: the string lends its bytes, with a zero behind them, for the length of the call.
    unsafe path.withCString { unsafe Glibc.open($0, O_RDONLY | O_CLOEXEC) }
  }

  /// Whether there is not a single byte, or argument, in it.
  package var isEmpty: Bool {
    switch content {
    case .arguments: false
    case .file(let file): file.isEmpty
    case .nothing: true
    }
  }

  /// A fresh pass over the IDs, from the first row.
  ///
  /// Finding out the format and reading a CSV header happen here, with their errors.
  package func rows() throws(InputError) -> IDRowReader {
    try rows(limits: .standard)
  }

  /// The same, with limits that a test can make small.
  func rows(limits: TextLimits) throws(InputError) -> IDRowReader {
    switch content {
    case .nothing: return IDRowReader(arguments: [])
    case .arguments(let arguments): return IDRowReader(arguments: arguments)
    case .file(let file):
      let window = try TextWindow(file, limits: limits)
      return try IDRowReader(window: window, options: options)
    }
  }

  /// A fresh pass over the rows as their text, which lie as a reader has found.
  package func texts(_ layout: RowLayout.Part) throws(InputError) -> RowTexts {
    try texts(layout, limits: .standard)
  }

  /// The same, with limits that a test can make small.
  func texts(_ layout: RowLayout.Part, limits: TextLimits) throws(InputError) -> RowTexts {
    switch content {
    case .nothing: return RowTexts(arguments: [])
    case .arguments(let arguments): return RowTexts(arguments: arguments)
    case .file(let file): return try RowTexts(try TextWindow(file, limits: limits), layout)
    }
  }

  /// A fresh pass over the objects, from the first row.
  ///
  /// Finding out the format and reading a CSV header happen here, with their errors.
  package func objectRows(_ shape: RowShape) throws(InputError) -> ObjectRowReader {
    try objectRows(shape, limits: .standard)
  }

  /// The same, with limits that a test can make small.
  func objectRows(_ shape: RowShape, limits: TextLimits) throws(InputError) -> ObjectRowReader {
    switch content {
    case .nothing: return ObjectRowReader()
    case .arguments: throw InputError(name, .noFields)
    case .file(let file):
      let window = try TextWindow(file, limits: limits)
      return try ObjectRowReader(window: window, options: options, shape)
    }
  }
}

/// A descriptor on its way to being a file that can be read by position.
struct InputOpening {
  let name: InputName
  let descriptor: Int32
  /// Whether it is to be closed in the end; if not, it is read from where it stands.
  let isOwned: Bool
  let temporaryDirectory: String

  /// The file, or `nil` where there is nothing in it; the descriptor is kept by it or closed.
  func file() throws(InputError) -> InputFile? {
    var isKept = false
    defer { if isOwned, !isKept { close(descriptor) } }
    let status = try fileStatus(of: descriptor, name: name)
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw InputError(name, .isDirectory) }
    // A regular file without size is empty, or one of the system's that only reading shows.
    guard kind == S_IFREG, status.st_size > 0 else { return try spooled() }
    let start = isOwned ? 0 : lseek(descriptor, 0, SEEK_CUR)
    guard start >= 0 else { throw InputError(name, .system(.read, errno)) }
    isKept = true
    return InputFile(
      name, descriptor: descriptor, isOwned: isOwned, start: start, status: status)
  }

  private func spooled() throws(InputError) -> InputFile? {
    var spool = Spool(name, directory: temporaryDirectory)
    guard let copy = try spool.copyAll(from: descriptor) else { return nil }
    do throws(InputError) {
      let status = try fileStatus(of: copy, name: name)
      return InputFile(name, descriptor: copy, isOwned: true, start: 0, status: status)
    } catch {
      close(copy)
      throw error
    }
  }
}
