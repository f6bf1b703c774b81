package io.github.fgaspring.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.util.Assert;

/**
 * Stands in for the Authorization API and remembers what it was asked:
 *
 * <pre>
 * &#64;Import(FgaStub.class)
 * …
 * stub.allow("project:view").on("project", "p-1");
 * …
 * assertThat(stub).wasAsked("project:view").on("project", "p-1");
 * </pre>
 *
 * Everything that is not allowed is denied. What comes before the API stays as it is: a
 * permission in the session is granted, and a caller without a membership or a resource
 * without an id is denied, without a question to the stub. WorkOS is not asked for
 * memberships or ids either: a session has the membership that it names, or that a
 * {@link io.github.fgaspring.membership.MembershipResolver} of the application finds, and
 * its organization is called in questions as in the session.
 * <p>
 * As a bean it is reset before each test. Tests that share it through a cached context
 * take turns if they run in parallel.
 */
@Primary
@Import(NoMemberships.class)
public final class FgaStub implements FgaClient, AssertProvider<FgaStubAssert> {

	private final Set<StubbedQuestion> allowed = ConcurrentHashMap.newKeySet();

	private final List<StubbedQuestion> asked = new CopyOnWriteArrayList<>();

	private volatile boolean unavailable;

	/**
	 * Allows something to everybody, once it is said on which resource.
	 * @param permissions the permission slugs
	 * @return what to call next
	 */
	public Allowance allow(String... permissions) {
		Assert.notEmpty(permissions, "allow needs a permission");
		return new Allowance(List.of(permissions), null);
	}

	/**
	 * Answers nothing from now on, as if the Authorization API were out of reach. What
	 * needs it answers 503.
	 */
	public void unavailable() {
		this.unavailable = true;
	}

	/**
	 * Denies everything, forgets what it was asked, and is no longer unavailable.
	 */
	public void reset() {
		this.allowed.clear();
		this.asked.clear();
		this.unavailable = false;
	}

	@Override
	public PermissionDecision check(String organizationMembershipId, String permission, ResourceReference resource) {
		StubbedQuestion question = new StubbedQuestion(permission, resource, organizationMembershipId);
		this.asked.add(question);
		if (this.unavailable) {
			throw new CheckUnavailableException("The stub is unavailable", null);
		}
		return (this.allowed.contains(question) || this.allowed.contains(question.ofAnyMembership()))
				? PermissionDecision.grant(permission, DecisionSource.REMOTE)
				: PermissionDecision.deny(permission, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);
	}

	List<StubbedQuestion> asked() {
		return List.copyOf(this.asked);
	}

	/**
	 * The assertions for {@code assertThat(stub)}.
	 * @return the assertions
	 */
	@Override
	public FgaStubAssert assertThat() {
		return new FgaStubAssert(this);
	}

	/**
	 * Permissions about to be allowed on a resource. Each call allows one resource more.
	 */
	public final class Allowance {

		private final List<String> permissions;

		private final @Nullable String membershipId;

		private Allowance(List<String> permissions, @Nullable String membershipId) {
			this.permissions = permissions;
			this.membershipId = membershipId;
		}

		/**
		 * Allows it to one membership only.
		 * @param membershipId the id of the organization membership
		 * @return what to call next
		 */
		public Allowance to(String membershipId) {
			return new Allowance(this.permissions, membershipId);
		}

		/**
		 * Allows it on a resource, named by the application's own id.
		 * @param type the resource type slug
		 * @param externalId the id
		 * @return this, for more resources
		 */
		public Allowance on(String type, String externalId) {
			return on(ResourceReference.external(type, externalId));
		}

		/**
		 * Allows it on a resource.
		 * @param resource the resource
		 * @return this, for more resources
		 */
		public Allowance on(ResourceReference resource) {
			Assert.isTrue(resource.isResolved(), "Nobody can be asked about a resource without type and id");
			for (String permission : this.permissions) {
				FgaStub.this.allowed.add(new StubbedQuestion(permission, resource, this.membershipId));
			}
			return this;
		}

	}

}
