package io.github.fgaspring.observation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;
import org.springframework.util.Assert;

/**
 * The last denials and why, for whoever wonders. Ids are kept only if they may be shown.
 */
public final class RecentDenials {

	/**
	 * How many are kept.
	 */
	public static final int MAX_SIZE = 100;

	/**
	 * How much is kept of a text, which may come from the caller and have any length.
	 */
	private static final int MAX_LENGTH = ResourceReference.MAX_ID_LENGTH;

	private final boolean withIds;

	private final Clock clock;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Denial> denials = new ArrayDeque<>();

	/**
	 * Creates an instance.
	 * @param withIds whether to keep the ids of users and resources
	 * @param clock tells the time
	 */
	public RecentDenials(boolean withIds, Clock clock) {
		Assert.notNull(clock, "clock cannot be null");
		this.withIds = withIds;
		this.clock = clock;
	}

	/**
	 * The last denials.
	 * @return {@link #MAX_SIZE} at most, the latest first
	 */
	public List<Denial> latest() {
		this.lock.lock();
		try {
			return new ArrayList<>(this.denials);
		}
		finally {
			this.lock.unlock();
		}
	}

	void add(PermissionQuestion question, PermissionDecision decision) {
		DenialReason reason = decision.reason();
		Assert.state(reason != null, "A grant is no denial");
		ResourceReference resource = question.resource();
		Denial denial = new Denial(this.clock.instant(),
				decision.permissions().stream().map(RecentDenials::shortened).toList(),
				(resource instanceof ResourceReference.External external) ? shortened(external.type()) : null, reason,
				decision.source(), this.withIds ? ids(question.session(), resource) : null);
		this.lock.lock();
		try {
			if (this.denials.size() == MAX_SIZE) {
				this.denials.removeLast();
			}
			this.denials.addFirst(denial);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static Ids ids(FgaSession session, @Nullable ResourceReference resource) {
		String resourceId = null;
		if (resource instanceof ResourceReference.External external) {
			resourceId = external.externalId();
		}
		else if (resource instanceof ResourceReference.Id id) {
			resourceId = id.resourceId();
		}
		return new Ids(session.userId(), session.organizationId(), session.organizationMembershipId(),
				shortened(resourceId));
	}

	@Contract("!null -> !null")
	private static @Nullable String shortened(@Nullable String text) {
		return (text != null && text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "…" : text;
	}

	/**
	 * A denial.
	 *
	 * @param time when
	 * @param permissions what was missing
	 * @param resourceType the type of the resource, {@code null} if it is the
	 * organization or not known
	 * @param reason why
	 * @param source who decided
	 * @param ids who asked for what, {@code null} if that may not be shown
	 */
	public record Denial(Instant time, List<String> permissions, @Nullable String resourceType, DenialReason reason,
			DecisionSource source, @Nullable Ids ids) {

	}

	/**
	 * Who asked for what.
	 *
	 * @param userId the user
	 * @param organizationId the organization
	 * @param organizationMembershipId the membership
	 * @param resourceId the external or WorkOS id of the resource
	 */
	public record Ids(String userId, @Nullable String organizationId, @Nullable String organizationMembershipId,
			@Nullable String resourceId) {

		/**
		 * Without ids: they are for the endpoint, not for logs.
		 */
		@Override
		public String toString() {
			return "Ids[]";
		}

	}

}
