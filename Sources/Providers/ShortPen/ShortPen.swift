// ShortPen (shortpen.com): the provider's descriptor, its IDs and its envelope.

package import HTTP
import Records

/// ShortPen, whose links have integer IDs.
package struct ShortPen: Provider {
  package let name = "shortpen"
  package let title = "ShortPen"
  package let baseURL: String? = "https://api.shortpen.com"
  package let keyVariable = "SHORTPEN_API_KEY"
  package let idForm = "whole numbers"
  package let idNames = ["url_id"]
  package let rateWords = "60 requests a minute, as its pages say"
  /// Of its pages: 60 requests a minute for each access token, all endpoints together.
  package let rateLimit: RateLimit? = RateLimit(requests: 60, per: .seconds(60))
  package let habits = [
    Habit("delete", "the answer is a count of the links that were deleted."),
    Habit(
      "get",
      """
      no read asks for one link, so that all links are listed, and those that rows name are kept until they \
      are printed.
      """),
    Habit("list", "each workspace that the key sees is read."),
    Habit("verify", "one walk over all links of the account tells of every row."),
    Habit(
      "backup",
      """
      an ID that the walk did not meet is not_found where the walk met as many links as ShortPen counts, and has else \
      failed with code not_backed_up; passwords are not shown, and so they are not in the file.
      """),
  ]
  package let deletion: (any Deletion)? = ShortPenDeletion()
  package let creation: (any Creation)? = ShortPenCreation()
  package let modification: (any Modification)? = ShortPenModification()
  /// No endpoint finds a link, so rows name theirs by ID, or by domain and slug, which a walk over all links finds.
  package let upsertion: Upsertion? = Upsertion(
    [.id, .key], way: "ID: update; key: one walk over all links first")
  package let reading: any Reading = ShortPenReading()
  package let keyCheck = KeyCheck.shortPen

  /// The read that shows the organization of a key with its workspaces.
  static let organization = HTTPRequest(
    .post, "/v1/get", json: ["resource": "organization"], isRepeatable: true)

  package init() {}

  package let headers: HTTPHeaders = ["Accept": "application/json"]

  /// A positive whole number in its shortest form; the largest is not documented, so 64 bits are taken.
  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    guard let number = Int64(text), number > 0, String(number) == text else {
      throw MistakenID.fault(text, at: title, "a whole number such as 501")
    }
    return LinkID(text)
  }
}

extension ShownLink {
  /// A link as ShortPen lists it; `nil` for an object without a number for its ID.
  convenience init?(shortPen link: JSONObject, in reply: Reply, raw: RawObject? = nil) {
    guard let id = link["id"]?.int64, id >= 0 else { return nil }
    self.init(shortPenAnswer: link, made: link["created_at"]?.string, in: reply, raw: raw)
  }

  /// The members that this looks at.
  static let namesAtShortPen = ["id", "link", "short_url", "domain_id", "created_at"]

  /// A link as the answers to creates and edits show it, without an ID; `short_url` is the older name of `link`.
  convenience init(
    shortPenAnswer link: JSONObject, made: String? = nil, in reply: Reply? = nil,
    raw: RawObject? = nil
  ) {
    let slug = ShortPenShortLink(in: link)?.slug
    self.init(
      id: link["id"]?.textOrNumber,
      key: slug.map {
        LinkKey(domain: link["domain_id"]?.number?.text, key: PercentEncoding.decode($0) ?? $0)
      },
      shortURL: (link["link"] ?? link["short_url"])?.string, made: made,
      in: reply, object: link, raw: raw)
  }
}

extension Reply {
  /// The `data` of a ShortPen success, `nil` when the body is not one.
  var shortPenData: JSONValue? {
    guard let envelope = json, envelope["success"]?.bool == true, isShortPenStatus(of: envelope)
    else { return nil }
    return envelope["data"]
  }

  /// A list whose links are mostly passed on, with how many there are in all.
  var shortPenList: (links: [ShownLink], total: Int)? {
    // A link that cannot be read would be one that is not there.
    let list = links(in: "data", knowing: ShownLink.namesAtShortPen) {
      ShownLink(shortPen: $0, in: self, raw: $1)
    }
    guard let list, list.rest["success"]?.bool == true, isShortPenStatus(of: .object(list.rest)),
      let total = list.rest["total"]?.int64
    else { return nil }
    return (list.items, Int(clamping: total))
  }

  /// Whether the envelope tells of the answer that it came with: it repeats the status.
  private func isShortPenStatus(of envelope: JSONValue) -> Bool {
    envelope["status_code"].map { $0.int64 == Int64(status) } ?? true
  }

  /// The refusal of a 404 that speaks of what was asked for, `nil` when the body is no such thing.
  var shortPenNoMatch: Refusal? {
    guard status == 404, let envelope = json, isShortPenStatus(of: envelope) else { return nil }
    return shortPenRefusal
  }

  /// The error in ShortPen's envelope, `nil` when the body is not one.
  ///
  /// There is no machine-readable code, so the status makes one.
  var shortPenRefusal: Refusal? {
    guard let envelope = json, envelope["success"]?.bool == false,
      let message = envelope["message"]?.string
    else { return nil }
    return Refusal("http_\(status)", message)
  }

  /// What the data of a success hold; whatever else it is follows at any endpoint of ShortPen from its status.
  func shortPenAnswer<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    guard isSuccess else { return shortPenFailure() }
    return shortPenData.flatMap(content).map { .content($0) } ?? .unreadable(self)
  }

  /// What follows from an answer that is no success, at any endpoint of ShortPen.
  func shortPenFailure<Content>() -> Answer<Content> {
    // A 429 is a rate limit or a used-up quota, and nothing but its words tells which; a used-up quota
    // does not come back in seconds.
    if status == 429, headers["Retry-After"] == nil, let refusal = shortPenRefusal,
      refusal.speaksOfQuota
    {
      return .stop(.quotaUsedUp(refusal))
    }
    return .failure(self, shortPenRefusal)
  }
}

extension Refusal {
  fileprivate var speaksOfQuota: Bool {
    let words = message.lowercased()
    let rate = ["rate limit", "too many requests", "per minute", "slow down"]
    let quota = ["quota", "plan", "limit", "upgrade", "monthly", "billing"]
    return !rate.contains(where: words.contains) && quota.contains(where: words.contains)
  }
}
