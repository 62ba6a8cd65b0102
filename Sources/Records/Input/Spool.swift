// What can be read only once (a pipe, a terminal) is copied to a temporary file without a name, which
// is gone when the program is, however that ends.

import Glibc

/// A copy of everything that a descriptor has left to give.
struct Spool {
  private static let chunk = 256 * 1024

  let name: InputName
  let directory: String
  private var copy: Int32?

  init(_ name: InputName, directory: String) {
    self.name = name
    self.directory = directory
  }

  /// The copy, open for reading; `nil` when there was nothing to copy, and then no file is made.
  ///
  /// Blocks until the other end is closed. The caller closes the descriptor returned.
  mutating func copyAll(from source: Int32) throws(InputError) -> Int32? {
    do throws(InputError) {
      while true {
        var bytes: [UInt8] = []
        try read(from: source, into: &bytes)
        if bytes.isEmpty { return copy }
        try write(bytes)
      }
    } catch {
      if let copy { close(copy) }
      throw error
    }
  }

  private func read(from source: Int32, into bytes: inout [UInt8]) throws(InputError) {
    var result = 0
    var error: Int32 = 0
    repeat {
      bytes.append(addingCapacity: Self.chunk) { output in
        // Safe: the system writes at most as many bytes as there is room for, and says how many.
        unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
          result = unsafe Glibc.read(source, buffer.baseAddress, Self.chunk)
          error = errno
          initialized = max(0, result)
        }
      }
    } while result < 0 && error == EINTR
    guard result >= 0 else { throw InputError(name, .system(.read, error)) }
  }

  private mutating func write(_ bytes: [UInt8]) throws(InputError) {
    let descriptor: Int32
    if let copy {
      descriptor = copy
    } else {
      descriptor = try makeFile()
      copy = descriptor
    }
    var written = 0
    while written < bytes.count {
      let rest = bytes.span.extracting(written...)
      // Safe: the system only reads the bytes during the call.
      let result = unsafe rest.withUnsafeBufferPointer {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if result > 0 {
        written += result
      } else if errno != EINTR {
        throw fault()
      }
    }
  }

  private func makeFile() throws(InputError) -> Int32 {
    var path = Array("\(directory)/linkctl-XXXXXX".utf8CString)
    // Safe: the array is a C string of its own, with room for what `mkstemp` puts in place of the Xs.
    let descriptor = unsafe path.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe mkstemp($0) } ?? -1
    }
    guard descriptor >= 0 else { throw fault() }
    // Safe: as above; `unlink` only reads the path.
    let isNameless = unsafe path.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe unlink($0) } == 0
    }
    guard isNameless, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
      let error = fault()
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private func fault() -> InputError {
    InputError(name, .system(.spool(directory: directory), errno))
  }
}
