// What `linkctl list` was given, and the table that help, man page and completions come from.

import Arguments
import HTTP
import Providers

/// The options of `list` as they were typed.
struct ListOptions: Sendable {
  var connection = ConnectionOptions()
  var filter = LinkFilter()
  var limit: Int?
  var pace = PaceOptions()
  var output = LinkOutput()

  static let group = OptionGroup<ListOptions>(
    "Which links",
    [
      .text(
        "folder", "ID", .set(\.filter.folder), "only links in this folder",
        discussion: """
          List only links in this folder, by its ID. The word none stands for links that lie in no \
          folder.\(ProviderWords.sentences(on: "folder"))
          """),
      .text("domain", "DOMAIN", .set(\.filter.domain), "only links of this domain"),
      .text(
        "tag", "TAG", .set(\.filter.tag), "only links that have this tag",
        discussion: "List only links that have this tag, by its name or its ID."),
      .text(
        "search", "TEXT", .set(\.filter.search), "only links with a text in them",
        discussion: """
          List only links that have TEXT, in any case, in their short URL or in their destination.
          """),
      .choice(
        "archived", "WHICH", .set(\.filter.archived),
        "archived links alone, among the others, or not",
        discussion: """
          List archived links alone (only), among the others (with), or not at all (without), where the \
          provider has an archive.
          """, default: "with"),
      .value(
        "created-before", "TIME", expects: "a date such as 2026-01-31 or 2026-01-31T12:00:00Z",
        .set(\.filter.createdBefore), "only links made before this time",
        discussion: "List only links made before this time: universal time where no zone is given.",
        parse: { ISODate.milliseconds($0) }),
      .value(
        "created-after", "TIME", expects: "a date such as 2026-01-31 or 2026-01-31T12:00:00Z",
        .set(\.filter.createdAfter), "only links made at this time or after it",
        parse: { ISODate.milliseconds($0) }),
      .integer(
        "clicks-max", "N", 0...Int.max, .set(\.filter.clicksMax),
        "only links that were clicked at most N times"),
      .integer(
        "limit", "N", 0...Int.max, .set(\.limit), "no more links than these",
        discussion: "List no more than N links; which of them is not said."),
      .choice(
        "sort", "ORDER", .set(\.filter.order), "links in the order in which they were made",
        discussion: """
          List links in the order in which they were made, the oldest or the newest first, where the provider \
          sorts.
          """),
    ])
}
