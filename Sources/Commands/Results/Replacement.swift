// A new file that takes the place of one of that name in a single step.

import Bulk
import Glibc

/// Where a file is to be, and how it gets there.
struct Replacement: Sendable {
  private let place: String
  private let mode: mode_t
  private let folder: String
  /// The name that it has meanwhile.
  private var name: String?

  /// The file of a name, whatever links lead to it, or where it would be.
  static func place(of path: String) -> String {
    // Safe, all below: strings lend their bytes for the calls, which write no more than the count they are
    // given, and what a call makes is freed here.
    if let found = unsafe realpath(path, nil) {
      defer { unsafe free(found) }
      return unsafe String(cString: found)
    }
    var target = [CChar](repeating: 0, count: 4096)
    let length = unsafe readlink(path, &target, target.count)
    guard length > 0 else { return path }
    // A link to what is not there yet.
    let name = String(
      decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return name.hasPrefix("/") ? name : FolderSync.folder(of: path) + "/" + name
  }

  init(of place: String, mode: mode_t) {
    self.place = place
    self.mode = mode
    folder = FolderSync.folder(of: place)
  }

  /// A descriptor of a file that is not in its place yet; -1 with `errno` where it cannot be made.
  ///
  /// It has no name where the file system can have such files, so that nothing is left of it whatever ends
  /// the program. Nobody else can read it, whatever the mode of the file that it replaces.
  mutating func open() -> Int32 {
    let descriptor = unsafe Glibc.open(folder, Self.nameless | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor < 0, [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else { return descriptor }
    let name = Self.newName(for: place)
    let named = unsafe Glibc.open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    if named >= 0 { self.name = name }
    return named
  }

  /// `O_TMPFILE`, which is made of others and so is not known by its name here.
  private static let nameless: Int32 = 0o20_000_000 | O_DIRECTORY

  /// Puts the file into its place; the system's error where that cannot be.
  mutating func put(_ descriptor: Int32) -> Int32? {
    guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { return errno }
    if let error = giveName(descriptor) { return error }
    guard let name else { return ENOENT }
    guard unsafe rename(name, place) == 0 else { return errno }
    self.name = nil
    return nil
  }

  /// Removes a file that was not put into its place.
  func discard() {
    if let name { _ = unsafe unlink(name) }
  }

  /// A name can only be given where there is none, so the file gets another one first.
  private mutating func giveName(_ descriptor: Int32) -> Int32? {
    guard name == nil else { return nil }
    for _ in 0..<100 {
      let new = Self.newName(for: place)
      let source = "/proc/self/fd/\(descriptor)"
      if unsafe linkat(AT_FDCWD, source, AT_FDCWD, new, AT_SYMLINK_FOLLOW) == 0 {
        name = new
        return nil
      }
      if errno != EEXIST { return errno }
    }
    return EEXIST
  }

  private static func newName(for place: String) -> String {
    "\(place).\(UInt32.random(in: .min ... .max))"
  }
}
