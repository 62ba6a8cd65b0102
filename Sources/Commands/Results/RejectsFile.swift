// `--rejects`: the rows that did not make it, as they came, in a file of the input's own form.

import Bulk
import Glibc
import Records

/// A file that is whole or is not there: it has no name until the end, so that it may even take the place of
/// the input.
///
/// What is no regular file, such as a pipe, is written as it is.
struct RejectsFile: ~Copyable {
  private let path: String
  private var replacement: Replacement?
  private var stream: OutputStream
  private let descriptor: Int32

  /// Opens it, before anything is sent, so that a folder that cannot be written is found in time, and inputs
  /// whose rows cannot stand in one file.
  init(path: String, for sources: [InputSource], _ layout: RowLayout) throws(Failure) {
    try Self.checkForm(sources, layout)
    let (descriptor, replacement) = try Self.open(path)
    self.path = path
    self.descriptor = descriptor
    self.replacement = replacement
    stream = OutputStream(descriptor)
  }

  /// Refuses inputs of several forms: what is not done of them has no common header.
  private static func checkForm(
    _ sources: [InputSource], _ layout: RowLayout
  ) throws(Failure) {
    guard let first = sources.first, sources.count > 1 else { return }
    var other: InputSource?
    do throws(InputError) {
      let form = RowFile(like: try first.texts(layout.first))
      for (source, part) in zip(sources, layout.parts) where other == nil {
        if try !form.takesRows(of: source.texts(part)) { other = source }
      }
    } catch {
      throw Failure(error)
    }
    guard let other else { return }
    throw Failure(
      "--rejects makes one file, and \(first.name.place(line: nil)) and"
        + " \(other.name.place(line: nil)) differ in format or columns",
      hint: "nothing was sent; run them one by one")
  }

  private static func open(_ path: String) throws(Failure) -> (Int32, Replacement?) {
    guard path != "-" else {
      throw Failure("--rejects takes the name of a file", hint: "./- names one that is called so")
    }
    let place = Replacement.place(of: path)
    var status = stat()
    // Safe, here and below: the strings lend their bytes for the length of the calls.
    let isThere = unsafe stat(place, &status) == 0
    var replacement: Replacement?
    let descriptor: Int32
    if isThere, status.st_mode & S_IFMT != S_IFREG || place.hasPrefix("/proc/") {
      descriptor = unsafe Glibc.open(place, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    } else {
      var new = Replacement(of: place, mode: isThere ? status.st_mode & 0o777 : 0o600)
      descriptor = new.open()
      replacement = new
    }
    guard descriptor >= 0 else { throw failure(path, errno) }
    return (descriptor, replacement)
  }

  deinit {
    close(descriptor)
    replacement?.discard()
  }

  /// Writes the rows and puts the file into its place.
  ///
  /// Rows that are too long to be held are told of, and then the input itself is not replaced.
  mutating func write(
    _ rejected: RejectedRows, _ sources: [InputSource], _ layout: RowLayout
  ) throws(Failure) {
    let missing = try writeRows(rejected, sources, layout)
    stream.flush()
    if let error = stream.failure { throw Self.failure(path, error) }
    if missing > 0, case .file(let input)? = sources.first?.name,
      Replacement.place(of: input) == Replacement.place(of: path)
    {
      throw Failure(
        "\(missing) rows are too long to be held, so \(path), which is the input, stays as it is",
        hint: "give --rejects another name", status: .stopped)
    }
    if let error = replacement?.put(descriptor) { throw Self.failure(path, error) }
    guard missing == 0 else {
      throw Failure(
        "\(missing) rows are too long to be held, and are not in \(path)", status: .stopped)
    }
  }

  private mutating func writeRows(
    _ rejected: RejectedRows, _ sources: [InputSource], _ layout: RowLayout
  ) throws(Failure) -> Int {
    var missing = 0
    do throws(InputError) {
      var file: RowFile?
      var row = 0
      for (source, part) in zip(sources, layout.parts) {
        var texts = try source.texts(part)
        var form = file ?? RowFile(like: texts)
        while let text = try texts.next() {
          row += 1
          guard rejected.contains(row) else { continue }
          if text.isEmpty { missing += 1 } else { stream.write(form.add(text)) }
        }
        file = form
      }
      stream.write(file?.end() ?? [])
    } catch {
      throw Failure(error)
    }
    return missing
  }

  private static func failure(_ path: String, _ error: Int32) -> Failure {
    Failure("the file of --rejects, \(path), cannot be written: \(SystemErrorText.of(error))")
  }
}
