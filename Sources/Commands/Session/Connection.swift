// Which provider a command works at, where, and with which key.

import Providers
import Transport

/// A provider with its settings, and the address of its API.
struct Connection {
  let provider: any Provider
  let base: BaseURL
  let settings: GivenSettings
  let keySource: KeySource
  /// The profile that values were taken from, if one was.
  let profile: Profile?

  init(_ options: ConnectionOptions, _ host: Host) throws(Failure) {
    let names = ProviderList.all.map(\.name).joined(separator: ", ")
    guard let name = options.provider, let provider = ProviderList.named(name) else {
      throw Failure(
        "no provider is given",
        hint: "name one of \(names): --provider NAME, or LINKCTL_PROVIDER=NAME in the environment",
        "\"linkctl providers\" tells what each can do")
    }
    settings = try GivenSettings(options, provider, host.environment)
    self.provider = try settings.applied(to: provider)
    profile = options.chosenProfile
    keySource = KeySource(options, provider, host)
    guard let address = (options.baseURL ?? self.provider.baseURL).map(provider.site) else {
      throw Failure(
        "\(provider.title) is at an address of one's own, and none is given",
        hint: "give it: --base-url URL")
    }
    do throws(BaseURLError) {
      base = try BaseURL(address, allowsPlainNearby: options.allowsHTTP)
    } catch {
      throw Failure(error)
    }
  }

  /// What is to be said before a key goes to a server of one's own without encryption; `nil` where it does not.
  var exposure: String? {
    base.isEncrypted || base.isLoopback
      ? nil : "the key goes to \(base.host) unencrypted: everyone on the way can read it"
  }

  /// What the provider says of a command, or why there is no such thing there.
  func needed<Kind>(_ command: String, _ kind: (any Provider) -> Kind?) throws(Failure) -> Kind {
    if let kind = kind(provider) { return kind }
    let able = ProviderList.all.filter { kind($0) != nil }.map(\.title)
    throw Failure(
      "\(provider.title) has no way to \(command) links",
      hint: able.isEmpty
        ? "\"linkctl providers\" tells what each can do"
        : "\(command) works at \(able.joined(separator: ", "))")
  }

  /// The key, from the first place that has one.
  func key(_ host: Host, standardInputIsTaken: Bool) throws(Failure) -> APIKey {
    try keySource.key(for: provider, host, standardInputIsTaken: standardInputIsTaken)
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
      throw Failure(
        "the network library cannot be set up: \(error.detail)",
        hint: "nothing was sent; run it again, and see that libcurl is the system's own",
        status: .stopped)
    }
  }
}

extension Provider {
  /// An address without what every target begins with, so that both forms of it are taken.
  fileprivate func site(_ address: String) -> String {
    var site = address[...]
    while site.hasSuffix("/") { site = site.dropLast() }
    return !apiPath.isEmpty && site.hasSuffix(apiPath)
      ? String(site.dropLast(apiPath.count)) : address
  }
}
