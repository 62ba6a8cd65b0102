// Changing links at Dub: one change for up to 100 links by `PATCH /links/bulk`, any change of one link by
// `PATCH /links/{id}`.

import HTTP
import Records

/// Changing links at Dub.
struct DubModification: Modification {
  let limit = BatchLimit(links: 100)
  let way = "one change for many rows; url, key, utm row by row"
  let fields = DubFields.modification

  func edit(
    _ id: LinkID, _ change: JSONObject, allowingUnknown: Bool
  ) throws(InvalidLink) -> Edit {
    try fields.check(change, allowingUnknown: allowingUnknown)
    if change.members.isEmpty { throw .nothingToChange }
    if let key = change["key"]?.string { try DubFields.checkKey(key) }
    if let url = change["url"]?.string { try DubFields.checkURL(url) }
    let kind = id.hasPrefix(Dub.externalPrefix) ? "ext" : "own"
    let change = Self.keepingParameters(change)
    return Edit(id, change, EditNaming(dub: id, change)) {
      Self.isSafeInBulk(change) ? kind.utf8 + $0 : nil
    }
  }

  /// Two rows could name one link without anyone seeing it.
  func fault(ofOwn id: LinkID) -> InvalidID? {
    guard id.hasPrefix(Dub.externalPrefix) else { return nil }
    return InvalidID("is an external ID, which --match external-id finds by the field externalId")
  }

  /// A change whose URL keeps the parameters that stand in it.
  ///
  /// Dub takes utm parameters out of a new URL where neither the link nor the change has them as fields, so
  /// they are given as fields too.
  private static func keepingParameters(_ change: JSONObject) -> JSONObject {
    var kept = change
    for (name, value) in change["url"]?.string.map(DubFields.utmParameters(in:)) ?? []
    where change[name] == nil { kept.append(name, .string(value)) }
    return kept
  }

  /// Whether the bulk call may be given a change.
  ///
  /// It spreads every query parameter of a new URL over the columns of all links (`bulk-update-links.ts`), keeps
  /// the utm columns of the old one, writes utm columns without the URL, has no column for `ref`, takes dates in ISO form only, and cannot
  /// change what makes a link unique.
  static func isSafeInBulk(_ change: JSONObject) -> Bool {
    change.members.allSatisfy { member in
      switch member.name {
      case "expiresAt": member.value == .null || member.value.string.map(isISO) == true
      case "url", "domain", "key", "externalId", "ref": false
      default: !member.name.hasPrefix("utm_")
      }
    }
  }

  /// A new external ID takes the place of the one that the link is found by.
  func canHide(_ edit: Edit) -> Bool {
    edit.id.hasPrefix(Dub.externalPrefix) && edit.change["externalId"] != nil
  }

  /// `2027-01-31`, alone or followed by a time.
  private static func isISO(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10 else { return false }
    let isDate = bytes.prefix(10).enumerated().allSatisfy { index, byte in
      index == 4 || index == 7
        ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return isDate && (bytes.count == 10 || bytes[10] == UInt8(ascii: "T"))
  }

  func request(for edits: [Edit]) -> HTTPRequest {
    guard let first = edits.first, first.group != nil else { return single(edits.first) }
    let isExternal = first.id.hasPrefix(Dub.externalPrefix)
    // The bulk change wants external IDs without the prefix that all other calls want.
    let ids = edits.map { edit in
      JSONValue.string(isExternal ? DubFields.bare(externalID: edit.id.text) : edit.id.text)
    }
    var body = [UInt8](#"{"\#(isExternal ? "externalIds" : "linkIds")":"#.utf8)
    JSONValue.array(ids).write(to: &body)
    body += #","data":"#.utf8
    body += first.text
    body.append(UInt8(ascii: "}"))
    return patch("/links/bulk", body)
  }

  private func single(_ edit: Edit?) -> HTTPRequest {
    patch("/links/" + PercentEncoding.encode(edit?.id.text ?? ""), edit?.text ?? [])
  }

  private func patch(_ target: String, _ body: [UInt8]) -> HTTPRequest {
    HTTPRequest(.patch, target, written: body, isRepeatable: true)
  }

  func read(_ reply: Reply, for edits: [Edit]) -> Answer<Report> {
    let refusal = reply.dubRefusal
    guard (200..<300).contains(reply.status) else {
      return failure(reply, refusal, for: edits)
    }
    if let edit = edits.first, edit.group == nil {
      guard let object = reply.json?.object, let link = ShownLink(dub: object, in: reply),
        Self.isLink(object, of: edit)
      else { return .unreadable(reply) }
      return .content(Report([.done(link)]))
    }
    guard let items = reply.json?.array, let report = report(items, for: edits, in: reply) else {
      return .unreadable(reply)
    }
    return .content(report)
  }

  /// Whether a link is the one that an edit names, by the external ID that the edit gives it if it does.
  private static func isLink(_ link: JSONObject, of edit: Edit) -> Bool {
    guard edit.id.hasPrefix(Dub.externalPrefix), let given = edit.change["externalId"] else {
      return DubID.isName(edit.id.text, of: link)
    }
    guard let text = given.string else { return link["externalId"] == .null }
    return DubID.isName(Dub.externalPrefix + DubFields.bare(externalID: text), of: link)
  }

  private func failure(
    _ reply: Reply, _ refusal: Refusal?, for edits: [Edit]
  ) -> Answer<Report> {
    if let refusal, edits.first?.group != nil, Self.isAboutTheChange(reply.status, refusal) {
      return .content(Report(.refused(refusal), of: edits.count))
    }
    switch (reply.status, refusal) {
    case (404, .some(let why)) where edits.first?.group == nil && why.message == "Link not found.":
      return .content(Report(.notFound(why), of: edits.count))
    case (403, .some(let why)) where reply.dubSpeaksOfTheLink: return .refused(why)
    case (401, .some(let why)) where reply.dubSpeaksOfTheLink: return .refused(why)
    case (404, .some(let why)), (409, .some(let why)): return .refused(why)
    default: return .failure(reply, refusal)
    }
  }

  /// Whether a bulk call was refused for the change that all its links share: tags, webhooks, the target
  /// folder, or the form of a field.
  private static func isAboutTheChange(_ status: Int, _ refusal: Refusal) -> Bool {
    status == 422 || refusal.message.contains("older")
  }

  /// Updated links come in the order of the database and refusals last, so items are told by their IDs.
  private func report(_ items: [JSONValue], for edits: [Edit], in reply: Reply) -> Report? {
    var places: [String: [Int]] = [:]
    for (place, edit) in edits.enumerated() {
      places[DubFields.bare(externalID: edit.id.text).lowercased(), default: []].append(place)
    }
    let isExternal = edits.first?.id.hasPrefix(Dub.externalPrefix) == true
    var report = Report(.untold, of: edits.count)
    for item in items {
      let isRefusal = item["error"] != nil
      let link = isRefusal ? item["link"]?.object : item.object
      let id = link?["id"]?.string
      // What is not found is named by the ID that was asked for, of either kind, in the place of its own.
      let names = [isExternal ? link?["externalId"]?.string : id, isRefusal ? id : nil]
      guard let link, isRefusal || id?.isEmpty == false,
        let named = names.compactMap(\.self).lazy.compactMap({ places[$0.lowercased()] }).first
      else { return nil }
      let row: Report.Row =
        isRefusal ? Self.refusal(in: item) : .done(ShownLink(dub: link, in: reply))
      // An external ID in other letters is found and changed, and then said not to be there as well.
      for place in named where !isRefusal || report.rows[place] == .untold {
        report.rows[place] = row
      }
    }
    return report
  }

  private static func refusal(in item: JSONValue) -> Report.Row {
    let why = Refusal(item["code"]?.string ?? "error", item["error"]?.string ?? "refused")
    return why.code == "not_found" ? .notFound(why) : .refused(why)
  }
}
