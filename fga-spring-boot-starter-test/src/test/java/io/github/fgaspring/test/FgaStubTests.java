package io.github.fgaspring.test;

import java.util.List;

import io.github.fgaspring.client.FgaMember;
import io.github.fgaspring.client.FgaResource;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FgaStubTests {

	private final FgaStub stub = new FgaStub();

	@Test
	void checkWhenNothingIsAllowedThenDenies() {
		assertThat(ask("om_alice", "project:view", "p-1"))
			.isEqualTo(PermissionDecision.deny("project:view", DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION));
	}

	@Test
	void checkWhenAllowedThenGrants() {
		this.stub.allow("project:view").on("project", "p-1");
		assertThat(ask("om_alice", "project:view", "p-1"))
			.isEqualTo(PermissionDecision.grant("project:view", DecisionSource.REMOTE));
	}

	@Test
	void checkWhenSomethingElseIsAllowedThenDenies() {
		this.stub.allow("project:view").on("project", "p-1");
		assertThat(ask("om_alice", "project:edit", "p-1").granted()).isFalse();
		assertThat(ask("om_alice", "project:view", "p-2").granted()).isFalse();
		assertThat(this.stub.check("om_alice", "project:view", ResourceReference.external("document", "p-1")).granted())
			.isFalse();
		assertThat(this.stub.check("om_alice", "project:view", ResourceReference.id("p-1")).granted()).isFalse();
	}

	@Test
	void checkWhenAllowedOnSeveralThenGrantsEach() {
		this.stub.allow("project:view", "project:edit").on("project", "p-1").on("project", "p-2");
		for (String permission : new String[] { "project:view", "project:edit" }) {
			for (String id : new String[] { "p-1", "p-2" }) {
				assertThat(ask("om_alice", permission, id).granted()).as(permission + " on " + id).isTrue();
			}
		}
	}

	@Test
	void allPermissionsThenThoseThatAreAllowed() {
		this.stub.allow("project:view", "project:edit").on("project", "p-1");
		this.stub.allow("project:delete").to("om_alice").on("project", "p-1");
		this.stub.allow("project:archive").on("project", "p-2");
		assertThat(
				this.stub.allPermissions("om_alice", ResourceReference.external("project", "p-1"), null).permissions())
			.containsExactlyInAnyOrder("project:view", "project:edit", "project:delete");
		assertThat(this.stub.allPermissions("om_bob", ResourceReference.external("project", "p-1"), null).permissions())
			.containsExactlyInAnyOrder("project:view", "project:edit");
		assertThat(this.stub.asked()).isEmpty();
	}

	@Test
	void permittedChildrenThenResourcesThatAreAllowedWhateverTheParent() {
		ResourceReference parent = ResourceReference.external("workspace", "w-1");
		this.stub.allow("project:view")
			.on("project", "p-2")
			.on("project", "p-1")
			.on(ResourceReference.id("resource_1"));
		this.stub.allow("project:view").to("om_alice").on("project", "p-3");
		this.stub.allow("project:edit").on("project", "p-4").on("project", "p-1");
		assertThat(this.stub.permittedChildren("org_acme", "om_bob", "project:view", parent, null).elements())
			.extracting(FgaResource::externalId)
			.containsExactly("p-1", "p-2");
		assertThat(this.stub.permittedChildren("org_acme", "om_alice", "project:view", parent, null).elements())
			.extracting(FgaResource::externalId)
			.containsExactly("p-1", "p-2", "p-3");
		assertThat(this.stub.children("org_acme", parent, null).elements()).extracting(FgaResource::externalId)
			.containsExactly("p-1", "p-2", "p-3", "p-4");
	}

	@Test
	void membersThenThoseToWhomItIsAllowedByName() {
		ResourceReference project = ResourceReference.external("project", "p-1");
		this.stub.allow("project:view").to("om_bob").on(project);
		this.stub.allow("project:view").to("om_alice").on(project);
		this.stub.allow("project:edit").to("om_carol").on(project);
		this.stub.allow("project:view").on(project);
		assertThat(this.stub.members("org_acme", "project:view", project, null).elements())
			.extracting(FgaMember::membershipId)
			.containsExactly("om_alice", "om_bob");
	}

	@Test
	void listWhenUnavailableThenUnavailable() {
		ResourceReference resource = ResourceReference.external("project", "p-1");
		this.stub.unavailable();
		for (Runnable list : List.<Runnable>of(() -> this.stub.allPermissions("om_alice", resource, null),
				() -> this.stub.permittedChildren("org_acme", "om_alice", "project:view", resource, null),
				() -> this.stub.children("org_acme", resource, null),
				() -> this.stub.members("org_acme", "project:view", resource, null))) {
			assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(list::run);
		}
	}

	@Test
	void checkWhenAllowedToOneMembershipThenDeniesOthers() {
		this.stub.allow("project:view").to("om_alice").on("project", "p-1");
		assertThat(ask("om_alice", "project:view", "p-1").granted()).isTrue();
		assertThat(ask("om_bob", "project:view", "p-1").granted()).isFalse();
	}

	@Test
	void checkWhenAllowedOnWorkOsIdThenGrants() {
		this.stub.allow("project:view").on(ResourceReference.id("authz_resource_1"));
		assertThat(this.stub.check("om_alice", "project:view", ResourceReference.id("authz_resource_1")).granted())
			.isTrue();
	}

	@Test
	void allowWhenResourceIsNotSaidThenGrantsNothing() {
		this.stub.allow("project:view");
		assertThat(ask("om_alice", "project:view", "p-1").granted()).isFalse();
	}

	@Test
	void allowWhenNoPermissionThenRefuses() {
		assertThatIllegalArgumentException().isThrownBy(this.stub::allow).withMessage("allow needs a permission");
	}

	@Test
	void allowWhenResourceHasNoIdThenRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.stub.allow("project:view").on("project", ""))
			.withMessage("Nobody can be asked about a resource without type and id");
	}

	@Test
	void checkWhenUnavailableThenThrowsEvenIfAllowed() {
		this.stub.allow("project:view").on("project", "p-1");
		this.stub.unavailable();
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> ask("om_alice", "project:view", "p-1"))
			.withMessage("The stub is unavailable");
		assertThat(this.stub).wasAsked("project:view").on("project", "p-1");
	}

	@Test
	void resetWhenUsedThenIsAsNew() {
		this.stub.allow("project:view").on("project", "p-1");
		ask("om_alice", "project:view", "p-1");
		this.stub.unavailable();
		this.stub.reset();
		assertThat(this.stub).wasNotAsked();
		assertThat(ask("om_alice", "project:view", "p-1").granted()).isFalse();
	}

	@Test
	void assertWhenAskedThenPasses() {
		ask("om_alice", "project:view", "p-1");
		ask("om_alice", "project:view", "p-1");
		this.stub.check("om_bob", "project:edit", ResourceReference.id("authz_resource_1"));
		assertThat(this.stub).wasAskedTimes(3).wasNotAsked("project:delete");
		assertThat(this.stub).wasAsked("project:view").on("project", "p-1").by("om_alice").times(2);
		assertThat(this.stub).wasAsked("project:edit").on(ResourceReference.id("authz_resource_1")).by("om_bob");
	}

	@Test
	void assertWhenNotAskedThenSaysSo() {
		assertThatFailure(() -> assertThat(this.stub).wasAsked("project:view"))
			.withMessage("Expected a question for 'project:view', but was not asked");
	}

	@Test
	void assertWhenAskedSomethingElseThenListsQuestions() {
		ask("om_alice", "project:view", "p-1");
		this.stub.check("om_bob", "project:edit", ResourceReference.id("authz_resource_1"));
		String asked = ", but was asked:%n- project:view on project 'p-1' for om_alice%n"
				+ "- project:edit on resource 'authz_resource_1' for om_bob";
		assertThatFailure(() -> assertThat(this.stub).wasAsked("project:delete"))
			.withMessage(("Expected a question for 'project:delete'" + asked).formatted());
		assertThatFailure(() -> assertThat(this.stub).wasAsked("project:view").on("project", "p-2"))
			.withMessage(("Expected a question for 'project:view' on project 'p-2'" + asked).formatted());
		assertThatFailure(() -> assertThat(this.stub).wasAsked("project:view").on("project", "p-1").by("om_bob"))
			.withMessage(("Expected a question for 'project:view' on project 'p-1' for om_bob" + asked).formatted());
		assertThatFailure(() -> assertThat(this.stub).wasAsked("project:view").times(2))
			.withMessage(("Expected 2 question(s) for 'project:view'" + asked).formatted());
		assertThatFailure(() -> assertThat(this.stub).wasAskedTimes(1))
			.withMessage(("Expected 1 question(s)" + asked).formatted());
		assertThatFailure(() -> assertThat(this.stub).wasNotAsked())
			.withMessage(("Expected no question" + asked).formatted());
		assertThatFailure(() -> assertThat(this.stub).wasNotAsked("project:edit"))
			.withMessage(("Expected no question for 'project:edit'" + asked).formatted());
	}

	private static ThrowableAssertAlternative<AssertionError> assertThatFailure(ThrowingCallable assertion) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion);
	}

	private PermissionDecision ask(String membershipId, String permission, String projectId) {
		return this.stub.check(membershipId, permission, ResourceReference.external("project", projectId));
	}

}
