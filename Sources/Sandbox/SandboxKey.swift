// The API keys that the stand-ins know. They open nothing but the sandbox, so they may be printed.

/// Keys of the stand-ins; any other key is refused as the provider refuses it.
package enum SandboxKey {
  /// The key that may do everything.
  package static func full(_ provider: SandboxProvider) -> String {
    switch provider {
    case .dub: "dub_sandboxKeyForRehearsals1"
    case .shortpen: "shortpen-sandbox-key"
    case .hoko: "hoko-sandbox-key"
    case .yourls: "5a2db0c5a2db0c5a2db0c5a2db0c5a2d"
    case .shortio: "sk_sandboxKeyForRehearsals1"
    case .shlink: "5a2db0c5-0000-4000-8000-00000000cafe"
    case .kutt: "kuttSandboxKeyForRehearsalsOnly_12345678"
    case .rebrandly: "5a2db0c5a2db0c5a2db0c5a2db0c5a2e"
    case .bitly: "5a2db0c5a2db0c5a2db0c5a2db0c5a2db0c5a2db"
    }
  }

  /// A Dub key with the scope `links.read` alone.
  package static let dubReadOnly = "dub_sandboxKeyThatMayRead001"

  /// A Dub key whose time is over.
  package static let dubExpired = "dub_sandboxKeyThatExpired001"

  /// A Hoko key with the scope `linksRead` alone.
  package static let hokoReadOnly = "hoko-sandbox-key-read-only"

  /// The environment variable that linkctl takes the provider's key from.
  package static func variable(_ provider: SandboxProvider) -> String {
    "\(provider.rawValue.uppercased())_API_KEY"
  }
}
