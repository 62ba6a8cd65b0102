// What a server answered, as everyone who reads it sees it: its body is parsed once, whoever asks.

package import HTTP
package import Records
import Synchronization

/// A response with its body read as JSON.
package struct Reply: Sendable {
  private let response: HTTPResponse
  private let body: Body
  /// When it was given, by the server's own clock, in seconds since 1970.
  let date: Int64?
  /// How long before this answer its rows were first sent, as whoever sent them measured it.
  package let sinceFirst: Duration

  /// `sinceFirst` is left out where they were sent once.
  package init(_ response: HTTPResponse, sinceFirst: Duration? = nil) {
    self.response = response
    self.sinceFirst = sinceFirst ?? response.took
    body = Body(response.body)
    date = response.headers["Date"].flatMap { HTTPDate.parse($0) }
  }

  /// What the body holds, once somebody has asked: lists that are only passed on are never made into values.
  private final class Body: Sendable {
    private let bytes: [UInt8]
    private let parsed = Mutex<JSONValue??>(nil)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var json: JSONValue? {
      parsed.withLock { parsed in
        if let parsed { return parsed }
        let value = try? JSONValue(parsing: bytes)
        parsed = .some(value)
        return value
      }
    }
  }

  /// The body, `nil` where it is no JSON.
  package var json: JSONValue? { body.json }

  /// The links of a list that the body is, or that a member of it is, for whoever passes most of them on.
  ///
  /// `nil` where one is none. `names` are the members that are looked at.
  func links(
    in member: String? = nil, knowing names: [String],
    link: (JSONObject, RawObject) -> ShownLink?
  ) -> RawObjects<ShownLink>? {
    RawObjects(response.body, in: member, knowing: names, item: link)
  }

  package var status: Int { response.status }
  package var headers: HTTPHeaders { response.headers }
  /// From the sending of this request to its whole answer.
  package var took: Duration { response.took }

  package var isSuccess: Bool { (200..<300).contains(status) }

  /// What a success holds, read strictly; whatever else it is follows from its status and from the provider's own
  /// refusal in it, if there is one.
  package func answer<Content>(
    or refusal: Refusal?, _ content: (JSONValue) -> Content?
  ) -> Answer<Content> {
    guard isSuccess else { return .failure(self, refusal) }
    return json.flatMap(content).map { .content($0) } ?? .unreadable(self)
  }

  /// What can be said of an answer that is not in the provider's form, without repeating a page.
  package var unexpected: Refusal {
    let type = headers["Content-Type"].map { $0.prefix { $0 != ";" } }
    let form =
      response.body.isEmpty ? "an empty body" : type.map { "a body of type \($0)" } ?? "a body"
    return Refusal("http_\(status)", "HTTP \(status) with \(form) that is not the provider's form")
  }

  /// How long before this answer something happened at least, by the server's own clock; `nil` when it
  /// cannot be told.
  ///
  /// The answer's own date has no fraction, so that it was up to a second longer.
  func age(ofDate text: String?) -> Duration? { Self.age(ofDate: text, at: date) }

  /// The same of an answer that was given at a time.
  static func age(ofDate text: String?, at now: Int64?) -> Duration? {
    guard let text, let now, ISODate.hasZone(text), let then = ISODate.milliseconds(text)
    else {
      return nil
    }
    return .seconds(now) - .milliseconds(then)
  }
}

extension Duration {
  /// What the clocks of one provider's machines may differ by, and what whole seconds lose.
  static let clockSlack = Duration.seconds(5)
}
