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
          "Folders that the seeded links are spread over, about as many lying in none: at Dub "
          + "fold_seed_1 and so on, at ShortPen those of each workspace, at Hoko collections.",
        default: "0"),
      .integer(
        "tags", "N", 0...1000, .set(\.shape.tags), "tags that Dub's seeded links have",
        discussion:
          "Tags that Dub's seeded links have, none, one or two each: tag_seed_1 and so on.",
        default: "0"),
      .integer(
        "archived", "PERCENT", 0...100, .set(\.shape.archivedPercent),
        "how many in a hundred of Dub's seeded links are archived", default: "0"),
      .integer(
        "clicks", "N", 0...1_000_000, .set(\.shape.clicks),
        "most clicks that one of Dub's seeded links has", default: "0"),
      .integer(
        "same-moment", "N", 1...SeedShape.longestMoment, .set(\.shape.sameMoment),
        "how many seeded links in a row share the time of their creation",
        discussion:
          "How many seeded links in a row share the time of their creation. Lists by time have them in an "
          + "order that is not that of their IDs.", default: "1"),
      .choice(
        "ties", "WHICH", .set(\.shape.ties), "order of links that share a time",
        discussion:
          "Order of links that share a time, which no provider promises: stable, the same for each page; or "
          + "shifting, another one for each page, as databases may have it.", default: "stable"),
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
