// Requests whose body is JSON, as all providers here take it.

import HTTP
import Records

extension HTTPRequest {
  init(_ method: HTTPMethod, _ target: String, json: JSONValue?, isRepeatable: Bool) {
    self.init(
      method, target, headers: ["Content-Type": "application/json"], body: json?.bytes ?? [],
      isRepeatable: isRepeatable)
  }
}
