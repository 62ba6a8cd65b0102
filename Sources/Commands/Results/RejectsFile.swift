// `--rejects`: the rows that did not make it, as they came, in a file of the input's own form.

import Bulk
import Records

/// Rows in a file that may take the place of the input.
struct RejectsFile: ~Copyable {
  private var file: WholeFile

  /// Opens it, before anything is sent, so that a folder that cannot be written is found in time, and inputs
  /// whose rows cannot stand in one file.
  init(path: String, for sources: [InputSource], _ layout: RowLayout) throws(Failure) {
    try Self.checkForm(sources, layout)
    file = try WholeFile(path, of: "--rejects")
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

  /// Writes the rows and puts the file into its place.
  ///
  /// Rows that are too long to be held are told of, and then the input itself is not replaced.
  mutating func write(
    _ rejected: RejectedRows, _ sources: [InputSource], _ layout: RowLayout
  ) throws(Failure) {
    let missing = try writeRows(rejected, sources, layout)
    try file.flush()
    let path = file.path
    if missing > 0, case .file(let input)? = sources.first?.name,
      Replacement.place(of: input) == Replacement.place(of: path)
    {
      throw Failure(
        "\(missing.counted("row")) cannot be held, being too long, so \(path), which is the input, stays as it is",
        hint: "give --rejects another name", status: .stopped)
    }
    try file.put()
    guard missing == 0 else {
      throw Failure(
        "\(missing.counted("row")) cannot be held, being too long, and \(missing == 1 ? "is" : "are") not in \(path)",
        hint: "take them from the input", status: .stopped)
    }
  }

  private mutating func writeRows(
    _ rejected: RejectedRows, _ sources: [InputSource], _ layout: RowLayout
  ) throws(Failure) -> Int {
    var missing = 0
    do throws(InputError) {
      var last: RowFile?
      var row = 0
      for (source, part) in zip(sources, layout.parts) {
        var texts = try source.texts(part)
        var form = last ?? RowFile(like: texts)
        while let text = try texts.next() {
          row += 1
          guard rejected.contains(row) else { continue }
          if text.isEmpty { missing += 1 } else { file.write(form.add(text)) }
        }
        last = form
      }
      file.write(last?.end() ?? [])
    } catch {
      throw Failure(error)
    }
    return missing
  }
}
