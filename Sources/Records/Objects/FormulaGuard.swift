// Cells that a spreadsheet would run, and the apostrophe that keeps it from that: what is written with it is read without.

package enum FormulaGuard {
  /// Whether a text that begins so is taken for a formula: =, +, -, @, a tab or a carriage return.
  package static func isNeeded(before first: UInt8) -> Bool {
    [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(first)
  }
}
