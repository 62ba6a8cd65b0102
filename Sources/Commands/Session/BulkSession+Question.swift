// What a person is asked before a run: how many links, and where.

import Arguments
import Bulk
import Providers
import Records
import Transport

extension BulkSession {
  /// Asks whether to do it to the rows that are left to be sent, and throws where the answer is no.
  ///
  /// `verb` is what is done to links, and `warning` a sentence that follows the question.
  func ask(to verb: String, _ survey: Survey, warning: String? = nil) throws(Failure) {
    guard !options.guards.yes else { return }
    let links = rowsToSend(survey).counted("link")
    let question = ["\(verb) \(links) at \(place)?", warning, "[y/N]"].compactMap(\.self)
    let confirmation = Confirmation(host: host, console: console)
    guard confirmation.isAnsweredYes(question.joined(separator: " ")) == false else { return }
    throw Failure("cancelled", hint: "nothing was sent; --yes answers beforehand")
  }

  /// How many rows are left to be sent.
  func rowsToSend(_ survey: Survey) -> Int { survey.rows - survey.faultCount - survey.skipped }

  /// The provider, the profile if one is used, and the address where it is not the usual one.
  private var place: String {
    let isUsual = base.description == provider.baseURL
    let more = [profile?.title, isUsual ? nil : base.description].compactMap(\.self)
    return provider.title + (more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")
  }
}
