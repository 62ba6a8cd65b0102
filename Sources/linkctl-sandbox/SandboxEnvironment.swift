// The variables that point linkctl at the stand-ins, for a command or for a shell.

import Glibc
import Sandbox

/// Names and values, in the order in which they are shown.
struct SandboxEnvironment {
  let variables: [(name: String, value: String)]

  /// The program's own folder, where linkctl is too; `nil` where the system does not tell.
  let folder: String?

  init(_ sandbox: Sandbox, provider: SandboxProvider) {
    var variables = SandboxProvider.allCases.map { provider in
      (name: SandboxKey.variable(provider), value: SandboxKey.full(provider))
    }
    variables.append(("LINKCTL_PROVIDER", provider.rawValue))
    variables.append(("LINKCTL_BASE_URL", sandbox.baseURL(of: provider)))
    for provider in SandboxProvider.allCases {
      variables.append((Self.variable(provider), sandbox.baseURL(of: provider)))
    }
    self.variables = variables
    folder = Self.ownFolder()
  }

  /// The variable that tells where a stand-in listens.
  static func variable(_ provider: SandboxProvider) -> String {
    "LINKCTL_SANDBOX_\(provider.rawValue.uppercased())_URL"
  }

  /// Lines that a shell takes with `eval`.
  var exports: String {
    var lines = variables.map { "export \($0.name)=\(Self.quoted($0.value))\n" }
    if let folder { lines.append("export PATH=\(Self.quoted(folder)):\"$PATH\"\n") }
    lines.append("export no_proxy=\"${no_proxy:+$no_proxy,}\(Self.host)\"\n")
    return lines.joined()
  }

  /// Sets the variables in this process, from which a command inherits them.
  ///
  /// No other thread of this program reads its environment.
  func apply() {
    // Safe: the C library copies what it is given, and what it gives is copied at once.
    for (name, value) in variables { unsafe setenv(name, value, 1) }
    // A proxy that the environment names could not reach the stand-ins.
    let others = Self.value(of: "no_proxy").map { $0 + "," } ?? ""
    unsafe setenv("no_proxy", others + Self.host, 1)
    guard let folder else { return }
    let path = Self.value(of: "PATH") ?? "/usr/bin:/bin"
    unsafe setenv("PATH", "\(folder):\(path)", 1)
  }

  private static let host = "127.0.0.1"

  private static func value(of name: String) -> String? {
    // Safe: as above.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  private static func ownFolder() -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    // Safe: at most the buffer's size is written, and only what was written is read.
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0, count < buffer.count else { return nil }
    let path = String(
      decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}
