// Files, pipes and what is neither: opening, spooling, reading twice, and noticing changes.

import Foundation
import TestSupport
import Testing

@testable import Records

@Suite struct InputSourceTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func open(_ path: String, spoolIn: String? = nil) throws(InputError) -> InputSource {
    try InputSource(
      path: path, options: InputOptions(), temporaryDirectory: spoolIn ?? directory.path)
  }

  private func fault(_ path: String) -> InputError.Reason? {
    do throws(InputError) {
      _ = try open(path)
      return nil
    } catch {
      return error.name == .file(path) ? error.reason : nil
    }
  }

  @Test func `what cannot be opened says why`() throws {
    #expect(fault(directory.file("none")) == .system(.open, ENOENT))
    #expect(fault(directory.path) == .isDirectory)
    let file = try directory.write("x", to: "file")
    #expect(fault(file + "/below") == .system(.open, ENOTDIR))
    #expect(fault("") == .system(.open, ENOENT))
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `a file without permission says so`() throws {
    let file = try directory.write("x", to: "file")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
    #expect(fault(file) == .system(.open, EACCES))
  }

  @Test func `an empty file, argument list or device is empty`() throws {
    #expect(try open(directory.write("", to: "none")).isEmpty)
    #expect(try open("/dev/null", spoolIn: "/nowhere").isEmpty)
    #expect(InputSource(arguments: []).isEmpty)
    #expect(try !open(directory.write("\n", to: "blank")).isEmpty)
    #expect(!InputSource(arguments: [""]).isEmpty)
    #expect(Reading(try open("/dev/null")) == Reading(InputSource(arguments: [])))
  }

  @Test func `a file can be read twice, also side by side`() throws {
    let source = try open(directory.write("a\nb\nc", to: "ids"))
    var first = try source.rows()
    _ = try first.next()
    #expect(Reading(source).ids == ["a", "b", "c"])
    #expect(try first.next()?.number == 2)
    #expect(Reading(source).ids == ["a", "b", "c"])
  }

  @Test func `a pipe is spooled, leaves no file, and can be read twice`() throws {
    let text = String(repeating: "0123456789abcdef\n", count: 50_000)
    let fifo = directory.file("fifo")
    // Safe: the string lends its bytes, with a zero behind them, for the length of the call.
    let result = unsafe mkfifo(fifo, 0o600)
    #expect(result == 0)
    let writer = Thread {
      if let handle = FileHandle(forWritingAtPath: fifo) {
        try? handle.write(contentsOf: Data(text.utf8))
        try? handle.close()
      }
    }
    writer.start()
    let source = try open(fifo)
    #expect(!source.isEmpty)
    for _ in 0..<2 {
      let reading = Reading(source)
      try #require(reading.rows.count == 50_000)
      #expect(reading.ids.last == "0123456789abcdef")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    #expect(left == ["fifo"])
  }

  /// A pipe that holds a text and is closed for writing.
  private func pipe(holding text: String) -> FileHandle {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data(text.utf8))
    pipe.fileHandleForWriting.closeFile()
    return pipe.fileHandleForReading
  }

  @Test func `a descriptor's path is read like a pipe`() throws {
    let handle = pipe(holding: "a\nb")
    #expect(Reading(try open("/dev/fd/\(handle.fileDescriptor)")).ids == ["a", "b"])
    let empty = pipe(holding: "")
    #expect(try open("/dev/fd/\(empty.fileDescriptor)").isEmpty)
  }

  @Test func `no room for the spool is an error that names the folder`() throws {
    let handle = pipe(holding: "a\nb")
    let path = "/dev/fd/\(handle.fileDescriptor)"
    let folder = directory.file("none")
    #expect(throws: InputError(.file(path), .system(.spool(directory: folder), ENOENT))) {
      try open(path, spoolIn: folder)
    }
  }

  @Test func `a descriptor that is not owned is read from where it stands`() throws {
    let path = try directory.write("skipped\na\nb", to: "ids")
    let handle = try #require(FileHandle(forReadingAtPath: path))
    try handle.seek(toOffset: 8)
    let opening = InputOpening(
      name: .standardInput, descriptor: handle.fileDescriptor, isOwned: false,
      temporaryDirectory: directory.path)
    let source = try InputSource(opening, options: InputOptions())
    #expect(Reading(source).ids == ["a", "b"])
    #expect(Reading(source).lines == [1, 2])
    #expect(try handle.offset() == 8)
    try handle.seekToEnd()
    #expect(try InputSource(opening, options: InputOptions()).isEmpty)
  }

  @Test func `a descriptor that is closed is an error`() {
    let opening = InputOpening(
      name: .standardInput, descriptor: 1_000_000, isOwned: false,
      temporaryDirectory: directory.path)
    #expect(throws: InputError(.standardInput, .system(.read, EBADF))) {
      try InputSource(opening, options: InputOptions())
    }
  }

  @Test func `a file that grows, shrinks or is overwritten between the passes is noticed`() throws {
    for change in ["longer than before\n", "s\n", "x\ny\nz"] {
      let path = try directory.write("a\nb\nc", to: "ids")
      let source = try open(path)
      #expect(Reading(source).fault == nil)
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.truncate(atOffset: 0)
      try handle.write(contentsOf: Data(change.utf8))
      try handle.close()
      let later = Date(timeIntervalSinceNow: 10)
      try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: path)
      #expect(Reading(source).fault == .changed)
      #expect(Reading(source).rows.isEmpty)
    }
  }

  @Test func `a file that changes during a pass is noticed before its new bytes are used`() throws {
    let path = try directory.write("aaaa\nbbbb\ncccc\ndddd\n", to: "ids")
    var rows = try open(path).rows(limits: TextLimits(chunk: 10, record: 100))
    #expect(try rows.next()?.content == .id("aaaa"))
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("eeee\n".utf8))
    #expect(try rows.next()?.content == .id("bbbb"))
    #expect(throws: InputError(.file(path), .changed)) { try rows.next() }
  }

  @Test func `a file that is replaced by another is still the one that was opened`() throws {
    let path = try directory.write("old", to: "ids")
    let source = try open(path)
    let other = try directory.write("new", to: "other")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: other, toPath: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(Reading(source).ids == ["old"])
  }

  @Test func `a system file without size is read all the same`() throws {
    let source = try open("/proc/self/cmdline")
    #expect(!source.isEmpty)
    #expect(Reading(source) == Reading(source))
  }
}
