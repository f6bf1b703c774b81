package io.github.fgaspring.test;

import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

/**
 * A question to a stub, or a pattern of one.
 *
 * @param permission the permission slug
 * @param resource the resource
 * @param membershipId the id of the organization membership, or {@code null} for any
 */
record StubbedQuestion(String permission, ResourceReference resource, @Nullable String membershipId) {

	StubbedQuestion ofAnyMembership() {
		return new StubbedQuestion(this.permission, this.resource, null);
	}

	/**
	 * With ids, which in a test are no secrets.
	 */
	@Override
	public String toString() {
		return this.permission + " on " + describe(this.resource) + " for " + this.membershipId;
	}

	static String describe(ResourceReference resource) {
		if (resource instanceof ResourceReference.External external) {
			return external.type() + " '" + external.externalId() + "'";
		}
		return "resource '" + ((ResourceReference.Id) resource).resourceId() + "'";
	}

}
