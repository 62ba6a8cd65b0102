// Why the program ends without having done its work: the only type here that holds sentences.

/// What a person is told, and the exit status that goes with it.
struct Failure: Error, Equatable {
  var message: String
  var hint: String?
  var status: Int32

  static func usage(_ message: String, hint: String? = nil) -> Failure {
    Failure(message: message, hint: hint, status: 2)
  }

  static func environment(_ message: String, hint: String? = nil) -> Failure {
    Failure(message: message, hint: hint, status: 1)
  }

  /// Both as lines for standard error.
  var lines: String {
    let hint = hint.map { "linkctl-sandbox: hint: \($0)\n" } ?? ""
    return "linkctl-sandbox: error: \(message)\n\(hint)"
  }
}
