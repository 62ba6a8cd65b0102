// Which provider a command works at, where, and with which key.

import Glibc
import Providers
import Transport

/// A provider and the address of its API.
struct Connection {
  let provider: any Provider
  let base: BaseURL
  let keyFile: String?

  init(_ options: ConnectionOptions, _ host: Host) throws(Failure) {
    let names = ProviderList.all.map(\.name).joined(separator: ", ")
    guard let name = options.provider, let provider = ProviderList.named(name) else {
      throw Failure(
        "no provider is given",
        hint: "name one of \(names): --provider NAME, or LINKCTL_PROVIDER=NAME in the environment")
    }
    self.provider = provider
    keyFile = options.keyFile
    do throws(BaseURLError) {
      base = try BaseURL(options.baseURL ?? provider.baseURL)
    } catch {
      throw Failure(error)
    }
  }

  /// The key from the file that was named, else from the provider's environment variable.
  func key(_ host: Host, standardInputIsTaken: Bool) throws(Failure) -> APIKey {
    if let keyFile {
      guard keyFile != "-" || !standardInputIsTaken else {
        throw Failure(
          "standard input cannot hold both the key and the rows",
          hint: "give the rows with --ids-file FILE, or the key in \(provider.keyVariable)")
      }
      let text = try KeyFile(path: keyFile, standardInput: host.standardInput).text()
      guard let key = APIKey(text) else {
        throw Failure(
          "the file of --api-key-file does not hold an API key: a key is one word of visible ASCII")
      }
      return key
    }
    let variable = provider.keyVariable
    guard let text = host.environment[variable], !text.isEmpty else {
      throw Failure(
        "there is no API key for \(provider.title)",
        hint: "put it into the environment variable \(variable), or name a file that holds it with"
          + " --api-key-file FILE")
    }
    guard let key = APIKey(text) else {
      throw Failure("\(variable) does not hold an API key: a key is one word of visible ASCII")
    }
    return key
  }

  /// What the requests go through.
  func transport(_ host: Host, _ pace: PaceOptions) throws(Failure) -> any Transport {
    var options = TransportOptions(base: base)
    options.maximumInFlight = pace.concurrency
    options.totalTimeout = pace.timeout
    options.connectTimeout = min(options.connectTimeout, pace.timeout)
    options.trust = TrustedCertificates(environment: host.environment)
    options.userAgent = "linkctl/\(Program.version)"
    do throws(TransportError) {
      return try host.makeTransport(options)
    } catch {
      throw Failure("the network library cannot be set up: \(error.detail)", status: .stopped)
    }
  }
}

/// A file that holds a key and nothing else.
private struct KeyFile {
  let path: String
  let standardInput: Int32

  /// All of it, as text; more than a key can have is refused.
  func text() throws(Failure) -> String {
    let descriptor = path == "-" ? standardInput : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotRead }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= 8192 {
      // `read` fills no more than the count it is given, which is the array's.
      let count = unsafe read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw cannotRead }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += piece.prefix(count)
    }
    throw Failure("the file of --api-key-file is too large to hold an API key")
  }

  private var cannotRead: Failure {
    // The path is not repeated: who gives the key in its place should not see it printed.
    Failure(
      "the file of --api-key-file cannot be read: \(SystemErrorText.of(errno))",
      hint: "it takes the name of a file that holds the key, or - for standard input")
  }
}
