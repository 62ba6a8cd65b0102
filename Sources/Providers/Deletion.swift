// What a provider says of deleting links, which rows name by their IDs.

/// How links are deleted at a provider.
package protocol Deletion: Operation<LinkID> {}

extension Deletion where Self: OneByOne {
  /// A link that is deleted again is not there, and the answer says so.
  package var afterLoss: AfterLoss { .resend }
}
