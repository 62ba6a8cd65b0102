// Each call of Dub's API: which answer it gives over which state.

import HTTP
import Records

/// The calls, once it is known who asks and that the limit lets them.
enum DubCalls {
  static func perform(
    _ request: IncomingRequest, _ operation: SandboxOperation, _ links: inout DubState,
    at now: Timestamp
  ) throws(DubError) -> HTTPResponse {
    switch operation {
    case .create, .createOne, .update, .upsert:
      return try write(request.body, operation, &links, at: now)
    case .delete: return try deleteBulk(request.query["linkIds"], &links)
    case .list: return DubReply.json(bytes: try DubList(request.query).page(of: &links))
    case .info:
      return DubReply.json(.object(links.shown(try DubLookUp.info(request.query, &links))))
    case .count: return DubReply.json(try DubCount(request.query).value(of: links))
    case .domains:
      return DubReply.json(try DubResources(request.query).domains(links.workspace))
    case .folders: return DubReply.json(try DubResources(request.query).folders(links.workspace))
    case .tags: return DubReply.json(try DubResources(request.query).tags(links.workspace))
    default:
      let link = try DubLookUp.link(linkID(in: request.path) ?? "", links)
      switch operation {
      case .get: return DubReply.json(.object(links.shown(link)))
      case .updateOne: return try change(link, request.body, &links, at: now)
      default: return try delete(link, &links)
      }
    }
  }

  /// The ID in `/links/ID`, decoded.
  static func linkID(in path: Substring) -> String? {
    guard path.hasPrefix("/links/") else { return nil }
    let name = path.dropFirst(7)
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else { return nil }
    return ["bulk", "info", "count", "upsert", "export"].contains(name)
      ? nil : PercentEncoding.decode(name)
  }

  private static func write(
    _ body: [UInt8], _ operation: SandboxOperation, _ links: inout DubState, at now: Timestamp
  ) throws(DubError) -> HTTPResponse {
    switch operation {
    case .create:
      // The quota is looked at before the body is.
      try links.checkQuota()
      return DubReply.json(.array(try links.createBulk(try DubBody.rows(body), at: now)))
    case .createOne:
      try links.checkQuota()
      let fields = try DubSchema.create.parse(try DubBody.json(body))
      return DubReply.json(.object(try links.create(fields, at: now)))
    case .upsert:
      let fields = try DubSchema.create.parse(try DubBody.json(body))
      return DubReply.json(.object(try links.upsert(fields, at: now)))
    default:
      let change = try DubBody.change(body)
      guard !change.linkIDs.isEmpty || !change.externalIDs.isEmpty else {
        return DubReply.json("No links to update")
      }
      return DubReply.json(.array(try links.changeBulk(change, at: now)))
    }
  }

  private static func change(
    _ link: DubLink, _ body: [UInt8], _ links: inout DubState, at now: Timestamp
  ) throws(DubError) -> HTTPResponse {
    let value = try DubBody.json(body)
    if let project = value["projectId"], project != link["projectId"] {
      throw DubReply.forbidden("You cannot move a link to another workspace here.")
    }
    let fields = try DubSchema.change.parse(value)
    return DubReply.json(.object(try links.change(link, fields, at: now)))
  }

  private static func deleteBulk(
    _ text: String?, _ links: inout DubState
  ) throws(DubError) -> HTTPResponse {
    let ids = DubQuery.separated(text ?? "")
    guard !ids.isEmpty else { throw DubReply.noLinkIDs }
    let count = links.deleteBulk(ids)
    return DubReply.json(bytes: Array("{\"deletedCount\":\(count)}".utf8))
  }

  private static func delete(
    _ link: DubLink, _ links: inout DubState
  ) throws(DubError) -> HTTPResponse {
    guard links.workspace.access(to: link.folderID) == .write else {
      throw DubReply.folderForbidden
    }
    guard !link.isRoot else { throw DubReply.rootLink }
    links.remove(link)
    return DubReply.json(["id": .string(link.id)])
  }
}
