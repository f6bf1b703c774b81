package io.github.fgaspring.endtoend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What changes take effect, and from when on, in an application that hears of them.
 */
abstract class AbstractChangesAreHeardTests extends AbstractLiveChangesTests {

	@ParameterizedTest
	@EnumSource
	void requestWhenSomethingHasChangedThenAsTheTableSays(ChangeAtWorkos change) {
		change.prepare(this.workos);
		awaitHeard();
		String token = (change == ChangeAtWorkos.SESSION_REVOKED) ? revocableToken() : currentToken();
		String elsewhere = this.emulator.sessionToken("user_alice", "org_globex");
		assertThat(isTakenAsItIs(EDIT, token)).isTrue();
		change.make(this.workos, token);
		awaitHeard();
		assertThat(this.heard.types()).containsAll(change.events());
		switch (change.effect()) {
			case REFUSED -> {
				assertThat(get(VIEW, token)).isEqualTo(401);
				assertThat(get(EDIT, token)).isEqualTo(401);
				assertThat(get(EDIT_CURRENTLY, token)).isEqualTo(401);
			}
			case ASKED -> {
				assertThat(isAskedFor(VIEW, token, 200)).isTrue();
				assertThat(isAskedFor(EDIT, token, 403)).isTrue();
				assertThat(isTakenAsItIs(VIEW, currentToken())).isTrue();
			}
			default -> {
				assertThat(isTakenAsItIs(EDIT, token)).isTrue();
				assertThat(isAskedFor(EDIT_CURRENTLY, token, 403)).isTrue();
			}
		}
		assertThat(get(VIEW, elsewhere)).isEqualTo((change == ChangeAtWorkos.USER_DELETED) ? 401 : 200);
	}

	private void awaitHeard() {
		await().untilAsserted(() -> assertThat(this.heard.types()).isEqualTo(this.workos.eventTypes()));
	}

	private String revocableToken() {
		return await().until(() -> this.emulator.sessionToken("user_alice", "org_acme"),
				(token) -> isTakenAsItIs(VIEW, token));
	}

	@Test
	void requestWhenUserSignsInAfterSessionWasRevokedThenTokenIsTakenAsItIs() {
		String token = revocableToken();
		this.workos.revokeSession(token);
		await().until(() -> get(VIEW, token) == 401);
		assertThat(isTakenAsItIs(EDIT, this.emulator.sessionToken("user_alice", "org_acme"))).isTrue();
	}

	@Test
	void requestWhenMemberIsAdmittedAgainThenNewTokenIsTakenAndOldOneIsNot() {
		String token = currentToken();
		this.workos.deleteMembership("om_alice");
		await().until(() -> get(VIEW, token) == 401);
		this.workos.createMembership("user_alice", "org_acme", "editor");
		assertThat(isTakenAsItIs(EDIT, currentToken())).isTrue();
		assertThat(get(VIEW, token)).isEqualTo(401);
	}

	@Test
	void requestWhenMembershipIsReactivatedThenNewTokenIsTakenAndOldOneIsNot() {
		String token = currentToken();
		this.workos.deactivate("om_alice");
		await().until(() -> get(VIEW, token) == 401);
		this.workos.reactivate("om_alice");
		assertThat(isTakenAsItIs(EDIT, currentToken())).isTrue();
		assertThat(get(VIEW, token)).isEqualTo(401);
	}

	@Test
	void requestWhenTokenDoesNotNameMembershipThenIsRefusedAllTheSame() {
		String token = tokenBuilder().claim("organization_membership_id", null).build();
		assertThat(isTakenAsItIs(VIEW, token)).isTrue();
		this.workos.deactivate("om_alice");
		await().until(() -> get(VIEW, token) == 401);
	}

	@Test
	void requestWhenPermissionIsGivenThenTokenFromBeforeIsEnough() {
		this.workos.changeRoles("om_alice", "viewer");
		awaitHeard();
		String token = currentToken();
		assertThat(isAskedFor(EDIT, token, 403)).isTrue();
		this.workos.changeRoles("om_alice", "editor");
		await().until(() -> get(EDIT, token) == 200);
	}

	/**
	 * What has no event is current where the API is asked.
	 */
	@Test
	void requestWhenRoleOnResourceIsTakenThenDeniedAtOnce() {
		this.emulator.assignRole("om_bob", "project-editor", "project", "web");
		String token = this.emulator.sessionToken("user_bob", "org_acme");
		assertThat(isAskedFor(EDIT, token, 200)).isTrue();
		this.emulator.removeRole("om_bob", "project-editor", "project", "web");
		assertThat(get(EDIT, token)).isEqualTo(403);
	}

}
