// How the rows of an input lie in its text.

/// A format, and what separates its fields where it has a delimiter.
package struct RowLayout: Sendable, Equatable {
  package let format: InputFormat
  let delimiter: UInt8?

  init(_ format: InputFormat, delimiter: UInt8? = nil) {
    self.format = format
    self.delimiter = delimiter
  }
}
