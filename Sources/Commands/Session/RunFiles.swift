// The files that a run reads and writes, of which no two may be one.

import Records

/// Files by the options that name them.
struct RunFiles {
  let journal: String?
  let backup: String?
  let rejects: String?
  let redirectMap: String?
  let inputs: [InputName]

  private static let theInput = "the input"

  /// Refuses to write two things into one file, or over the input; only rejects may take its place.
  func check() throws(Failure) {
    var files: [(option: String, path: String?)] = [
      ("--journal", journal), ("--backup", backup), ("--rejects", rejects),
      ("--redirect-map", redirectMap),
    ]
    for case .file(let input) in inputs { files.append((Self.theInput, input)) }
    for (index, file) in files.enumerated() {
      for other in files[..<index] {
        guard let path = file.path, let otherPath = other.path,
          Replacement.place(of: path) == Replacement.place(of: otherPath),
          other.option != Self.theInput,
          !(other.option == "--rejects" && file.option == Self.theInput && inputs.count == 1)
        else { continue }
        throw Failure(
          "\(other.option) and \(file.option) are the same file, \(path)",
          hint: "nothing was sent; give one of them another name")
      }
    }
  }
}
