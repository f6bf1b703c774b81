package io.github.fgaspring.client;

import java.time.Instant;
import java.util.List;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

/**
 * What WorkOS is asked: which of these permissions has a membership on a resource?
 *
 * @param subject whose permissions on what
 * @param permissions the permission slugs that are needed, without duplicates; empty if
 * the question is which permissions there are
 * @param match whether all of them are needed or any
 * @param complete whether it is worth the same call to learn about all other permissions
 * as well
 * @param alwaysCurrent whether only an answer will do that the API gives from now on
 * @param expiresAt when the session that asks expires, {@code null} if it does not
 */
record RemoteQuestion(Subject subject, List<String> permissions, Match match, boolean complete, boolean alwaysCurrent,
		@Nullable Instant expiresAt) {

	RemoteQuestion {
		permissions = List.copyOf(permissions);
	}

	/**
	 * The question which permissions there are.
	 */
	static RemoteQuestion aboutAll(Subject subject, @Nullable Instant expiresAt) {
		return new RemoteQuestion(subject, List.of(), Match.ALL, true, false, expiresAt);
	}

	/**
	 * Whether this is the question which permissions there are.
	 */
	boolean isAboutAll() {
		return this.permissions.isEmpty();
	}

	/**
	 * Whether an answer leaves nothing open.
	 */
	boolean isAnsweredBy(RemoteAnswer answer) {
		return isAboutAll() ? answer.isComplete() : answer.missing(this.permissions, this.match).isEmpty();
	}

	/**
	 * The same question about other permissions.
	 */
	RemoteQuestion about(List<String> permissions, boolean complete) {
		return new RemoteQuestion(this.subject, permissions, this.match, complete, this.alwaysCurrent, this.expiresAt);
	}

	/**
	 * Whose permissions on what. The organization is part of it, because external ids are
	 * unique within an organization only.
	 *
	 * @param organizationId the organization
	 * @param membershipId the membership in it
	 * @param resource a resolved reference
	 */
	record Subject(String organizationId, String membershipId, ResourceReference resource) {

		/**
		 * Like {@link ResourceReference}, without ids.
		 */
		@Override
		public String toString() {
			return "Subject[resource=" + this.resource + "]";
		}

	}

}
