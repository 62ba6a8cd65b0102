// The options of what the seeded links look like, and of other clients that change links meanwhile.

import Arguments
import Sandbox

extension SandboxTable {
  static let shape = OptionGroup<SandboxSettings>(
    "Shape and change",
    [
      .integer(
        "folders", "N", 0...1000, .set(\.shape.folders),
        "folders that the seeded links are spread over",
        discussion:
          "Folders that the seeded links are spread over, about as many lying in none: at Dub and Short.io "
          + "fold_seed_1 and so on, at ShortPen those of each workspace, at Hoko collections.",
        default: "0"),
      .integer(
        "tags", "N", 0...1000, .set(\.shape.tags), "tags that the seeded links have",
        discussion:
          "Tags that the seeded links have, none, one or two each: at Dub tag_seed_1 and so on, at Short.io, "
          + "Shlink and Bitly tag-1 and so on, at Rebrandly those that it lists.",
        default: "0"),
      .integer(
        "archived", "PERCENT", 0...100, .set(\.shape.archivedPercent),
        "how many in a hundred of the seeded links are archived",
        discussion:
          "How many in a hundred of the seeded links are archived, at Dub, Short.io and Bitly.",
        default: "0"),
      .integer(
        "clicks", "N", 0...1_000_000, .set(\.shape.clicks),
        "most clicks that a seeded link has",
        discussion:
          "Most clicks that a seeded link has. Hoko, ShortPen and Short.io do not show them; Bitly deletes no link "
          + "that was followed, Shlink none that was followed often.", default: "0"),
      .integer(
        "same-moment", "N", 1...SeedShape.longestMoment, .set(\.shape.sameMoment),
        "how many seeded links in a row share the time of their creation",
        discussion:
          "How many seeded links in a row share the time of their creation. Lists by time have them in an "
          + "order that is not that of their IDs; ShortPen's are by ID.", default: "1"),
      .choice(
        "ties", "WHICH", .set(\.shape.ties), "order of links that share a time",
        discussion:
          "Order of links that share a time in Dub's and Hoko's lists, which they do not promise: stable, the same "
          + "for each page; or shifting, another one for each page, as databases may have it. Shlink's has a choice "
          + "of its own, shlink.ties.", default: "stable"),
      refined(
        "churn", "PACE", \.churn, "another client adds and deletes links meanwhile, such as 50/s",
        discussion:
          "Another client adds and deletes links by turns all through the run, at each provider that is asked: "
          + "N/s, so many changes a second; or N/request or N/Mrequests, so many before each request or "
          + "every M, whatever the clock says. ,seed=N chooses other links; ,seam deletes those that began "
          + "or ended the page that was given last.",
        parse: { text throws(OptionTextError) in try Churn(parsing: text) }),
    ])
}
