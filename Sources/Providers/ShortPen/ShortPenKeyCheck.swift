// Trying a key at ShortPen: `POST /v1/me` and the organization of `POST /v1/get`, which only read.

import HTTP
import Records

extension KeyCheck {
  static let shortPen = KeyCheck(
    HTTPRequest(.post, "/v1/me", isRepeatable: true),
    facts: [
      KeyFindings.Kind("user"), KeyFindings.Kind("email"),
      KeyFindings.Kind("organization", isList: true), KeyFindings.Kind("workspace", isList: true),
    ],
    untold: ["whether the key may change links, which ShortPen says when it refuses one"]
  ) {
    $0.shortPenAnswer(account)
  }.and(ShortPen.organization) { $0.shortPenAnswer(organizations) }

  private static func account(_ data: JSONValue) -> KeyFindings? {
    // Whatever else it holds, an account has a name, an address and what its plan has of each feature.
    guard let object = data.object,
      object["email"]?.string != nil || object["name"]?.string != nil
        || object["enabledFeatures"]?.object != nil
    else { return nil }
    var findings = KeyFindings()
    let names = [object["name"]?.string, object["surname"]?.string].compactMap(\.self)
    findings.note("user", names.joined(separator: " "))
    findings.note("email", object["email"]?.string)
    for member in (object["enabledFeatures"]?.object?.members ?? []).prefix(100) {
      findings.quotas.append(
        KeyFindings.Quota(
          name: member.value["name"]?.string ?? member.name,
          limit: count(member.value["limit"]), used: count(member.value["used"]),
          remaining: count(member.value["remaining"])))
    }
    return findings
  }

  /// The organization comes as an object, or as an array of them where a key sees several.
  private static func organizations(_ data: JSONValue) -> KeyFindings? {
    let items = data.array ?? [data]
    let organizations = items.compactMap(\.object).filter {
      $0["name"]?.string != nil || $0["workspaces"]?.array != nil
    }
    guard !organizations.isEmpty, organizations.count == items.count else { return nil }
    var findings = KeyFindings()
    for organization in organizations.prefix(100) {
      findings.note("organization", organization["name"]?.string)
      for workspace in (organization["workspaces"]?.array ?? []).prefix(100) {
        findings.note("workspace", workspace["name"]?.string, id: workspace["id"]?.number)
      }
    }
    return findings
  }

  private static func count(_ value: JSONValue?) -> Int? {
    value?.int64.flatMap(Int.init(exactly:))
  }
}
