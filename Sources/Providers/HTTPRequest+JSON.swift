// Requests whose body is JSON, as all providers here take it.

import HTTP
import Records

extension HTTPRequest {
  init(_ method: HTTPMethod, _ target: String, json: JSONValue?, isRepeatable: Bool) {
    self.init(
      method, target, headers: ["Content-Type": "application/json"], body: json?.bytes ?? [],
      isRepeatable: isRepeatable)
  }

  /// A request whose body is the array of some values that are written already.
  init(_ method: HTTPMethod, _ target: String, array values: [[UInt8]], isRepeatable: Bool) {
    var body: [UInt8] = []
    body.reserveCapacity(values.reduce(2) { $0 + $1.count + 1 })
    body.append(UInt8(ascii: "["))
    for value in values {
      if body.count > 1 { body.append(UInt8(ascii: ",")) }
      body += value
    }
    body.append(UInt8(ascii: "]"))
    self.init(
      method, target, headers: ["Content-Type": "application/json"], body: body,
      isRepeatable: isRepeatable)
  }
}
