package io.github.fgaspring.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that the instances of an application share. It stands behind the
 * {@link DecisionCache} of each, and never fails: what cannot be found is asked for.
 */
public interface SharedDecisions {

	/**
	 * Looks decisions up.
	 * @param subject whose permissions on what
	 * @param permissions the permission slugs
	 * @return the decisions that still count, by permission; none if they cannot be
	 * looked up
	 */
	Map<String, Shared> find(Subject subject, List<String> permissions);

	/**
	 * Shares decisions, as long as no later ones are known. A caller does not wait for
	 * that.
	 * @param subject whose permissions on what
	 * @param decisions the decisions, by permission
	 * @param age how long ago the question was asked
	 * @param expiresAt when the session token expires that it was asked with,
	 * {@code null} if there is none
	 */
	void keep(Subject subject, Map<String, PermissionDecision> decisions, Duration age, @Nullable Instant expiresAt);

	/**
	 * Whose permissions on what.
	 *
	 * @param organizationId the organization
	 * @param membershipId the membership in it
	 * @param resource a resolved reference
	 */
	record Subject(String organizationId, String membershipId, ResourceReference resource) {

		/**
		 * Without ids.
		 */
		@Override
		public String toString() {
			return "Subject[resource=" + this.resource + "]";
		}

	}

	/**
	 * A decision that is shared.
	 *
	 * @param decision the decision
	 * @param age how long ago, at most, the question was asked
	 * @param goodUntil until when it counts
	 */
	record Shared(PermissionDecision decision, Duration age, Instant goodUntil) {

	}

}
