package io.github.fgaspring.test;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.fgaspring.client.EffectivePermissions;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.FgaMember;
import io.github.fgaspring.client.FgaPage;
import io.github.fgaspring.client.FgaResource;
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
 * The lists of {@code fga} come from what is allowed: its permissions on a resource, the
 * resources and the members it is allowed to by name. The stub knows nothing of parents:
 * every resource with an external id counts as a child of each. Resources and members
 * have made-up names. Lists are not among the questions that it remembers.
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
		requireAvailable();
		return (this.allowed.contains(question) || this.allowed.contains(question.ofAnyMembership()))
				? PermissionDecision.grant(permission, DecisionSource.REMOTE)
				: PermissionDecision.deny(permission, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);
	}

	@Override
	public EffectivePermissions allPermissions(String organizationMembershipId, ResourceReference resource,
			@Nullable String after) {
		return new EffectivePermissions(
				allowed(organizationMembershipId).filter((question) -> question.resource().equals(resource))
					.map(StubbedQuestion::permission)
					.collect(Collectors.toSet()),
				Set.of(), null, null);
	}

	@Override
	public FgaPage<FgaResource> permittedChildren(String organizationId, String organizationMembershipId,
			String permission, ResourceReference parent, @Nullable String after) {
		return resources(
				allowed(organizationMembershipId).filter((question) -> question.permission().equals(permission)));
	}

	@Override
	public FgaPage<FgaResource> children(String organizationId, ResourceReference parent, @Nullable String after) {
		return resources(allowed());
	}

	@Override
	public FgaPage<FgaMember> members(String organizationId, String permission, ResourceReference resource,
			@Nullable String after) {
		return FgaPage.of(allowed()
			.filter((question) -> question.permission().equals(permission) && question.resource().equals(resource))
			.map(StubbedQuestion::membershipId)
			.filter(Objects::nonNull)
			.sorted()
			.map((membership) -> new FgaMember(membership, "user of " + membership, membership + "@example.com", null,
					null))
			.toList(), null);
	}

	private Stream<StubbedQuestion> allowed(String membershipId) {
		return allowed()
			.filter((question) -> question.membershipId() == null || question.membershipId().equals(membershipId));
	}

	private Stream<StubbedQuestion> allowed() {
		requireAvailable();
		return this.allowed.stream();
	}

	private static FgaPage<FgaResource> resources(Stream<StubbedQuestion> questions) {
		return FgaPage.of(questions.map(StubbedQuestion::resource)
			.filter(ResourceReference.External.class::isInstance)
			.distinct()
			.map((resource) -> resource((ResourceReference.External) resource))
			.sorted(Comparator.comparing(FgaResource::type).thenComparing(FgaResource::externalId))
			.toList(), null);
	}

	private static FgaResource resource(ResourceReference.External resource) {
		String type = Objects.requireNonNull(resource.type());
		String externalId = Objects.requireNonNull(resource.externalId());
		return new FgaResource("authz_resource_" + type + "_" + externalId, externalId, type, type + " " + externalId,
				null);
	}

	private void requireAvailable() {
		if (this.unavailable) {
			throw new CheckUnavailableException("The stub is unavailable", null);
		}
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
