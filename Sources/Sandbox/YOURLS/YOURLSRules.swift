// The YOURLS stand-in: its one address, who may ask, and which call is whose (yourls-observed, sections 2 and 3).
// Signatures that hold for a time and forms in parts are not taken: nobody here sends them.

import HTTP
import Records

/// The API of a YOURLS 1.10.5 site.
struct YOURLSRules: ProviderRules {
  static let provider = SandboxProvider.yourls
  static let routes: [Route] = []

  /// Where short links of the site begin.
  static let site = "http://s.example.com"

  static let operations: [String: SandboxOperation] = [
    "shorturl": .create, "update": .update, "change_keyword": .rename, "save_by_keyword": .upsert,
    "delete": .delete, "url-stats": .get, "expand": .info, "geturl": .find, "stats": .list,
    "list": .list, "shlink-list": .list, "db-stats": .count, "version": .ping,
  ]

  let options: YOURLSOptions
  let rateHabit = RateHabit.silent
  var links: LinkShelf
  /// How many keywords were given out.
  var keywords = 0
  /// How many requests might have clashed.
  var chances = 0

  init(_ options: SandboxOptions) {
    self.options = options.yourls
    links = LinkShelf(of: Self.self, options)
  }

  var firstLinks: [SandboxLink] { options.links }

  /// A public site lets one create in 15 seconds in, with a key or without; the stand-in counts failed ones too.
  var limits: [DocumentedLimit] {
    options.isPrivate
      ? [] : [DocumentedLimit(RateLimit(1, per: .seconds(15), kind: .rollingLog), for: [.create])]
  }

  static func link(
    ofID id: String, number: Int, _ options: SandboxOptions
  ) -> SandboxLink {
    .seeded(id, at: "", id, number: number)
  }

  static func seededIndex(ofSlug slug: String) -> Int? {
    SeededID.index(ofRuled: slug, at: provider, upTo: .max)
  }

  /// Somebody uses the site's own pages, which give out the next keyword too.
  mutating func linkOfOther(to url: String) -> SandboxLink {
    let keyword = nextKeyword()
    return SandboxLink(id: keyword, slug: keyword, url: url, fields: ["title": .string(url)])
  }

  /// The action, wherever the address leads; the address is looked at later.
  static func call(of request: IncomingRequest) -> (operation: SandboxOperation, names: [String]) {
    let action = YOURLSForm(request)["action"] ?? ""
    return (operations[action] ?? .other, [action])
  }

  func caller(of call: Call) throws(Refusal) -> String {
    guard call.request.path == "/yourls-api.php" else {
      var response = HTTPResponse(
        status: 302, headers: ["Content-Type": "text/html; charset=UTF-8"])
      response.headers["Location"] = Self.site
      throw Refusal(response)
    }
    let form = YOURLSForm(call.request)
    // Only what the delete plugin does asks for a login at a public site.
    if options.isPrivate || call.operation == .delete, let words = Self.refusal(of: form) {
      let object: JSONObject = ["message": .string(words), "errorCode": "403", "callback": ""]
      throw Refusal(YOURLSAnswer(403, object, simple: words).response(format: form["format"]))
    }
    return "site"
  }

  /// Why a login is none; a signature that is there is all that counts.
  private static func refusal(of form: YOURLSForm) -> String? {
    if let signature = form["signature"] {
      return signature == SandboxKey.full(.yourls) ? nil : "Please log in"
    }
    guard let user = form["username"], let password = form["password"] else {
      return "Please log in"
    }
    return user == "admin" && password == SandboxKey.full(.yourls)
      ? nil : "Invalid username or password"
  }

  mutating func perform(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let form = YOURLSForm(call.request)
    return answer(call.name, form, call.othersInFlight, at: now).response(format: form["format"])
  }

  private mutating func answer(
    _ action: String, _ form: YOURLSForm, _ others: Int, at now: Timestamp
  ) -> YOURLSAnswer {
    switch action {
    case "shorturl": create(form, others, at: now)
    case "url-stats": stats(of: form)
    case "expand": expand(form)
    case "stats": list(form)
    case "db-stats":
      YOURLSAnswer(200, ["db-stats": totals, "statusCode": "200", "message": "success"])
    case "version":
      YOURLSAnswer(
        200,
        form["db"] == "1"
          ? ["version": "1.10.5-dev", "db_version": "507"] : ["version": "1.10.5-dev"])
    case "delete" where has(.delete): delete(form, others)
    case "update" where has(.edit): update(form, at: now)
    case "change_keyword" where has(.edit): changeKeyword(form, at: now)
    case "geturl" where has(.edit): find(form)
    case "list" where has(.list): pluginList(form)
    case "shlink-list" where has(.shlink): everything()
    case "save_by_keyword" where has(.saveByKeyword): save(form, at: now)
    default:
      YOURLSAnswer(
        400, ["errorCode": "400", "message": "Unknown or missing \"action\" parameter"])
    }
  }

  private func has(_ plugin: YOURLSOptions.Plugin) -> Bool { options.plugins.contains(plugin) }

  /// Whether something that goes wrong in so many of so many cases does so now.
  mutating func clashes(_ share: Int, of all: Int, _ others: Int) -> Bool {
    guard options.clashes == .always || options.clashes == .inFlight && others > 0 else {
      return false
    }
    chances += 1
    return chances * share % all < share
  }

  func refusal(_ status: Int, of operation: SandboxOperation) -> HTTPResponse {
    .page(status, status == 429 ? "Too Many Requests" : "Bad Request")
  }
}

/// The parameters of a request: those of a form go before those of the address.
struct YOURLSForm {
  private let body: Query
  private let query: Query

  init(_ request: IncomingRequest) {
    let type = request.headers["Content-Type"]?.lowercased() ?? ""
    let isForm = request.method == "POST" && type.hasPrefix("application/x-www-form-urlencoded")
    body = Query(isForm ? String(decoding: request.body, as: UTF8.self) : "")
    query = request.query
  }

  subscript(name: String) -> String? { body[name] ?? query[name] }

  func all(_ name: String) -> [String] {
    (query.pairs + body.pairs).filter { $0.name == name }.map(\.value)
  }

  func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }
}
