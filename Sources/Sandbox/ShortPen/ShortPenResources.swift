// POST /v1/get and POST /v1/me: what links can be put into, and the account (ShortPen dossier, section 9).

import Records

/// Resources as JSON.
enum ShortPenResources {
  /// What a body asks for by its `resource`: folders and tags of one workspace, the first by default.
  static func listed(_ body: [UInt8], _ options: ShortPenOptions) throws(ShortPenError) -> JSONValue
  {
    let body = try? JSONValue(parsing: body)
    let workspace = body?["workspace_id"]?.int64 ?? options.workspaces.first
    let isThere: (ShortPenResource) -> Bool = { ($0.workspace ?? workspace) == workspace }
    switch body?["resource"]?.string {
    case "organization": return organization(options)
    case "domain": return domains(options)
    case "folder": return .array(options.folders.filter(isThere).map { named($0) })
    case "tag":
      return .array(options.tags.filter(isThere).map { named($0, beside: ("color", "#3366ff")) })
    case "pixel":
      return .array(options.pixels.map { named($0, beside: ("unique_id", .string("px-\($0.id)"))) })
    default: throw ShortPenReply.invalid("resource is not known")
    }
  }

  /// The account, with what is left of the plan's links.
  static func account(_ options: ShortPenOptions, left: Int?) -> JSONValue {
    let limit = options.quota ?? 100_000
    let remaining = left ?? limit
    return [
      "name": "Sam", "surname": "Sandbox", "email": "sam@example.com",
      "enabledFeatures": [
        "links": [
          "name": "Links", "enabled": true, "limit": .number(JSONNumber(limit)),
          "used": .number(JSONNumber(limit - remaining)),
          "remaining": .number(JSONNumber(remaining)),
        ]
      ],
    ]
  }

  private static func organization(_ options: ShortPenOptions) -> JSONValue {
    let workspaces = options.workspaces.map { id -> JSONValue in
      ["id": ShortPenLink.integer(id), "name": .string("Workspace \(id)")]
    }
    return [
      "name": "Sandbox", "logo": nil, "is_default_logo": true, "workspaces": .array(workspaces),
      "updated_at": "2024-01-01T00:00:00Z",
    ]
  }

  private static func domains(_ options: ShortPenOptions) -> JSONValue {
    .array(
      options.domains.map { domain in
        [
          "id": ShortPenLink.integer(domain.id), "domain": .string(domain.name),
          "url": .string("https://\(domain.name)"), "active": .bool(domain.isActive),
          "is_default": .bool(domain.id == options.domains.first?.id),
        ]
      })
  }

  private static func named(
    _ resource: ShortPenResource, beside member: (name: String, value: JSONValue)? = nil
  ) -> JSONValue {
    var object: JSONObject = [
      "id": ShortPenLink.integer(resource.id), "name": .string(resource.name),
    ]
    if let member { object.append(member.name, member.value) }
    return .object(object)
  }
}
