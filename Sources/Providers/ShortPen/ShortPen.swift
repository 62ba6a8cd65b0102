// ShortPen (shortpen.com): the provider's descriptor, its IDs and its envelope.

package import HTTP
package import Records

/// ShortPen, whose links have integer IDs.
package struct ShortPen: Provider {
  package let name = "shortpen"
  package let title = "ShortPen"
  package let baseURL = "https://api.shortpen.com"
  package let keyVariable = "SHORTPEN_API_KEY"
  package let idForm = "whole numbers"
  package let rateWords = "60 requests a minute, as its pages say"
  /// Of its pages: 60 requests a minute for each access token, all endpoints together.
  package let rateLimit: RateLimit? = RateLimit(requests: 60, per: .seconds(60))
  package let deletion: any Deletion = ShortPenDeletion()
  package let creation: any Creation = ShortPenCreation()
  package let folders: (any FolderList)? = nil
  package let modification: any Modification = ShortPenModification()
  package let upsertion: any Upsertion = ShortPenUpsertion()
  /// No endpoint reads a link by its ID.
  package let lookUp: (any LookUp)? = nil
  package let keyCheck: any KeyCheck = ShortPenKeyCheck()

  /// The read that shows the organization of a key with its workspaces.
  static let organization = HTTPRequest(
    .post, "/v1/get", json: ["resource": "organization"], isRepeatable: true)

  package init() {}

  package func authorize(_ request: inout HTTPRequest, with key: APIKey) {
    key.authorizeAsBearer(&request)
    request.headers["Accept"] = "application/json"
  }

  /// A positive whole number in its shortest form; the largest is not documented, so 64 bits are taken.
  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    guard let number = Int64(text), number > 0, String(number) == text else {
      throw InvalidID("is no ShortPen ID, which is a whole number such as 501")
    }
    return LinkID(text)
  }

  /// `short_url` is the older name of `link`.
  package func shown(_ link: JSONObject) -> ShownLink {
    ShownLink(link, shortLinkIn: ["link", "short_url"])
  }

  package func links(in response: HTTPResponse) -> [JSONObject] {
    response.shownLinks(in: response.shortPenData)
  }

  package func listing() -> (any Listing)? { ShortPenListing() }
}

extension HTTPResponse {
  /// The `data` of a ShortPen success, `nil` when the body is not one.
  var shortPenData: JSONValue? {
    guard let envelope = json, envelope["success"]?.bool == true else { return nil }
    return envelope["data"]
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
