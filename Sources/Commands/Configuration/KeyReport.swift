// What `config check` found, for people and for programs.

import Bulk
import Providers
import Records
import Transport

/// Everything that is known of a key that was taken.
struct KeyReport {
  private let profile: Profile?
  private let provider: any Provider
  private let address: String
  private let keyPlace: String
  private let settings: [GivenSettings.Value]
  /// What the provider's answers told, and what they did not.
  var findings = KeyFindings()
  /// What the last answer said about the rate.
  var hints = RateHints()

  init(_ connection: Connection) {
    profile = connection.profile
    provider = connection.provider
    address = connection.base.description
    keyPlace = connection.keySource.place
    settings = connection.settings.values
  }

  /// Takes the key out of whatever the provider sent, should it have echoed it.
  mutating func redact(_ key: APIKey, as credential: Credential) {
    for index in findings.facts.indices {
      findings.facts[index].value = key.redacted(findings.facts[index].value, as: credential)
    }
    for index in findings.quotas.indices {
      findings.quotas[index].name = key.redacted(findings.quotas[index].name, as: credential)
    }
  }

  /// A line for each thing that is known, then for each that is not.
  var text: String {
    var rows = [["provider", "\(provider.title) at \(address)"]]
    if let profile { rows.append(["profile", "\(profile.name) of \(profile.file)"]) }
    rows.append(["key", "accepted; it is from \(keyPlace)"])
    for value in settings {
      rows.append([value.setting.name, "\(value.text), from \(value.place)"])
    }
    for fact in findings.facts {
      let id = fact.id.map { " (\($0.text))" } ?? ""
      rows.append([fact.name.split(separator: "_").joined(separator: " "), fact.value + id])
    }
    rows.append(["rate limit", rateWords])
    for quota in findings.quotas { rows.append(["quota", quota.words]) }
    for open in findings.untold { rows.append(["not known", open]) }
    return AlignedText.lines(rows)
  }

  private var rateWords: String {
    guard let limit = hints.limit else { return provider.rateWords }
    let left = hints.remaining.map { ", \($0.grouped) left" } ?? ""
    let reset = hints.resetAfter.map { "; resets in \($0.words)" } ?? ""
    return "\(limit.counted("request"))\(left)\(reset)"
  }

  /// One JSON document; the keys are part of the contract with scripts.
  var document: String {
    var object: JSONObject = [
      "provider": .string(provider.name), "base_url": .string(address),
      "profile": profile.map { .string($0.name) } ?? .null,
      "config_file": profile.map { .string($0.file) } ?? .null, "key_from": .string(keyPlace),
    ]
    let given = settings.map { JSONObject.Member($0.setting.name, .string($0.text)) }
    object.append("settings", .object(JSONObject(given)))
    for kind in Self.kinds {
      let facts = findings.facts.filter { $0.name == kind.name }
      if kind.isList {
        object.append(kind.name + "s", .array(facts.map(Self.named)))
      } else {
        object.append(kind.name, facts.first.map { .string($0.value) } ?? .null)
      }
    }
    object.append("rate_limit", rate)
    object.append("quotas", .array(findings.quotas.map(\.document)))
    object.append("not_known", .array(findings.untold.map(JSONValue.string)))
    var bytes: [UInt8] = []
    JSONValue.object(object).write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  private static func named(_ fact: KeyFindings.Fact) -> JSONValue {
    ["id": fact.id.map(JSONValue.number) ?? .null, "name": .string(fact.value)]
  }

  /// What any provider tells, so that a script finds the same names whatever the provider is.
  private static var kinds: [KeyFindings.Kind] {
    var kinds: [KeyFindings.Kind] = []
    for kind in ProviderList.all.flatMap(\.keyCheck.facts) where !kinds.contains(kind) {
      kinds.append(kind)
    }
    return kinds
  }

  private var rate: JSONValue {
    [
      "limit": .init(hints.limit ?? provider.rateLimit?.requests),
      "remaining": .init(hints.remaining),
      "reset_seconds": hints.resetAfter.map { .number($0.jsonSeconds) } ?? .null,
    ]
  }
}

extension KeyFindings.Quota {
  fileprivate var words: String {
    let parts = [
      limit.map { "\($0.grouped) allowed" }, used.map { "\($0.grouped) used" },
      remaining.map { "\($0.grouped) left" },
    ]
    let figures = parts.compactMap(\.self).joined(separator: ", ")
    return figures.isEmpty ? name : "\(name): \(figures)"
  }

  fileprivate var document: JSONValue {
    [
      "name": .string(name), "limit": .init(limit), "used": .init(used),
      "remaining": .init(remaining),
    ]
  }
}

extension JSONValue {
  /// A number, or `null` where none is known.
  fileprivate init(_ number: Int?) { self = number.map { .number(JSONNumber($0)) } ?? .null }
}
