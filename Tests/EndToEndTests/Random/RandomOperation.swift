// What a case does: a command, and for upserts by what rows find their links.

import Sandbox
import TestSupport

enum RandomOperation: Equatable {
  case delete
  case create
  case update
  /// With the word that `--match` takes.
  case upsert(String)

  var command: String {
    switch self {
    case .delete: "delete"
    case .create: "create"
    case .update: "update"
    case .upsert: "upsert"
    }
  }

  var arguments: [String] {
    guard case .upsert(let match) = self else { return [] }
    return ["--match", match]
  }

  static func draw(
    at provider: SandboxProvider, using random: inout SeededGenerator
  ) -> RandomOperation {
    switch random.number(0...9) {
    case 0...1: return .delete
    case 2...4: return .create
    case 5...7: return .update
    default:
      switch provider {
      case .dub: return .upsert(random.pick(["external-id", "key", "url", "id"]))
      case .hoko: return .upsert(random.pick(["external-id", "id"]))
      default: return .upsert(random.pick(["key", "id"]))
      }
    }
  }
}
