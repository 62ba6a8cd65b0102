// The links that a case begins with, by numbers, and the names by which rows call them.

import Records
import Sandbox
import TestSupport

/// Links 1 to `count` of a provider, each with its own ID, external ID and key; higher numbers are not there.
struct Population {
  let provider: SandboxProvider
  let count: Int

  func id(_ number: Int) -> String { SeededID.text(number, of: provider) }
  func externalID(_ number: Int) -> String { "own-\(number)" }
  func key(_ number: Int) -> String { "key-\(number)" }
  func url(_ number: Int) -> String { "https://example.org/at/\(number)" }

  /// The field whose text tells which row has made or changed a link.
  var mark: String { provider == .dub ? "comments" : "title" }
  var keyField: String { provider == .shortpen ? "custom_slug" : "key" }
  /// What an upsert by ID calls the ID.
  var idField: String { provider == .shortpen ? "url_id" : "id" }

  var options: SandboxOptions {
    var options = SandboxOptions()
    let numbers = Array(1...max(1, count)).prefix(count)
    switch provider {
    case .dub:
      options.dub.tags = [DubTag(id: "tag_1", name: "One")]
      options.dub.links = numbers.map {
        DubLink(id: id($0), externalID: externalID($0), key: key($0), url: url($0))
      }
    case .hoko:
      options.hoko.links = numbers.map {
        HokoLink(id: SeededID.hoko($0), externalID: externalID($0))
      }
    case .shortpen:
      options.shortPen.links = numbers.map {
        ShortPenLink(id: SeededID.shortPen($0), slug: key($0))
      }
    default: break
    }
    return options
  }

  /// The fields that the provider asks of every new link.
  var required: JSONObject {
    switch provider {
    case .dub: [:]
    case .hoko: ["collectionId": .string(HokoCollection.first.id.text)]
    default: ["domain_id": 1]
    }
  }

  /// A field that makes the provider refuse its row, and the row alone.
  var bad: JSONObject {
    switch provider {
    case .dub: ["tagIds": ["tag_none"]]
    case .hoko: ["collectionId": "40000000-0000-4000-8000-00000000ffff"]
    default: ["domain_id": 99]
    }
  }

  /// The names of a row or a link, in the form in which the provider compares them.
  func names(of object: JSONObject) -> Set<String> {
    var names: Set<String> = []
    if let id = object["externalId"]?.string {
      names.insert("external ID " + (provider == .dub ? id.lowercased() : id))
    }
    if let key = object["key"]?.string ?? object["custom_slug"]?.string {
      names.insert("key " + (provider == .dub ? Self.folded(key) : key))
    }
    if provider == .shortpen, let short = object["link"]?.string {
      names.insert("key " + (short.split(separator: "/").last.map(String.init) ?? ""))
    }
    return names
  }

  private static func folded(_ key: String) -> String {
    var rest = key.lowercased()[...]
    while rest.hasPrefix("/") { rest.removeFirst() }
    while rest.hasSuffix("/") { rest.removeLast() }
    return String(rest)
  }
}
