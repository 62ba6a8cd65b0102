// A Dub stand-in with tags, folders and more than one domain, and short ways to ask it.

import Records
import Sandbox

/// A workspace to create and change links in.
struct DubBench {
  let sandbox: Sandbox

  init(links: Int = 0, _ change: (inout DubOptions) -> Void = { _ in }) throws {
    sandbox = try Sandbox.forTest(links: links) { options in
      options.dub.domains = ["go.example.com", "two.example.com", "git.new", "dub.sh"]
      options.dub.plan = .business
      options.dub.tags = [
        DubTag(id: "t1", name: "Spring"), DubTag(id: "t2", name: "Summer", color: "red"),
      ]
      options.dub.folders = [
        DubFolder(id: "open", access: .write), DubFolder(id: "shut", access: .read),
        DubFolder(id: "secret", access: .none),
      ]
      options.dub.webhooks = ["wh_1"]
      change(&options.dub)
    }
  }

  func create(_ body: String) throws -> Reply {
    try sandbox.ask(.dub, "POST", "/links/bulk", body: body)
  }

  func createOne(_ body: String) throws -> Reply {
    try sandbox.ask(.dub, "POST", "/links", body: body)
  }

  func change(_ body: String) throws -> Reply {
    try sandbox.ask(.dub, "PATCH", "/links/bulk", body: body)
  }

  func changeOne(_ id: String, _ body: String) throws -> Reply {
    try sandbox.ask(.dub, "PATCH", "/links/\(id)", body: body)
  }

  func upsert(_ body: String) throws -> Reply {
    try sandbox.ask(.dub, "PUT", "/links/upsert", body: body)
  }

  func link(_ id: String) -> JSONObject? { sandbox.link(id, at: .dub) }

  var count: Int { sandbox.linkCount(of: .dub) }
}

extension Reply {
  /// The elements of a body that is an array.
  var items: [JSONValue] { json?.array ?? [] }

  /// Code and message of Dub's envelope.
  var problem: String? {
    json?["error"].flatMap { error in
      error["message"]?.string.map { "\(error["code"]?.string ?? "") \($0)" }
    }
  }

  /// The texts of a member of each element, `-` where it has none.
  func texts(_ name: String) -> [String] { items.map { $0[name]?.string ?? "-" } }
}
