// What a provider says of deleting links, which rows name by their IDs.

/// How links are deleted at a provider.
package protocol Deletion: Operation<LinkID> {}
