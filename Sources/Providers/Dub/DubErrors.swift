// Dub's refusals: `{"error":{"code":…,"message":…,"doc_url":…}}`.

import HTTP
import Records

extension HTTPResponse {
  /// The error in Dub's envelope, `nil` when the body is not one.
  var dubRefusal: Refusal? {
    guard let error = json?["error"], let code = error["code"]?.string,
      let message = error["message"]?.string
    else { return nil }
    return Refusal(code, message)
  }

  /// Whether the key was accepted, whatever became of the request.
  ///
  /// Dub checks the key before it counts the request, so an answer that carries the rate headers is not
  /// about the key, even when its status is 401.
  var dubKnewTheKey: Bool { headers["X-RateLimit-Limit"] != nil }
}
