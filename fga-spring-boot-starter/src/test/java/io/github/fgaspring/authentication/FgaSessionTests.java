package io.github.fgaspring.authentication;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FgaSession}.
 */
class FgaSessionTests {

	@Test
	void ofWhenUserIsBlankThenException() {
		assertThatIllegalArgumentException().isThrownBy(() -> FgaSession.of(" ").build());
	}

	@Test
	void toStringThenRevealsNoIdAndNoClaim() {
		assertThat(full().toString()).isEqualTo("FgaSession[permissions=2, roles=1]");
	}

	@Test
	void accessorsThenImmutable() {
		FgaSession session = full();
		assertImmutable(() -> session.roles().add("x"));
		assertImmutable(() -> session.permissions().add("x"));
		assertImmutable(() -> session.permissions().clear());
		assertImmutable(() -> session.entitlements().add("x"));
		assertImmutable(() -> session.featureFlags().add("x"));
		assertImmutable(() -> session.claims().put("permissions", List.of("x")));
		assertImmutable(() -> session.claims().entrySet().iterator().next().setValue("x"));
	}

	@Test
	void buildWhenSourcesChangeLaterThenSessionDoesNot() {
		List<String> permissions = new ArrayList<>(List.of("project:view"));
		Map<String, Object> claims = new HashMap<>(Map.of("sub", "user_1"));
		FgaSession.Builder builder = FgaSession.of("user_1").permissions(permissions).claims(claims);
		permissions.add("project:edit");
		FgaSession session = builder.build();
		claims.put("admin", true);
		builder.permissions("project:delete");
		assertThat(session.permissions()).containsExactly("project:view");
		assertThat(session.claims()).containsOnlyKeys("sub");
	}

	@Test
	void equalsWhenOrganizationOrMembershipDiffersThenNotEqual() {
		FgaSession session = FgaSession.of("user_1").organizationId("org_1").organizationMembershipId("om_1").build();
		assertThat(session)
			.isEqualTo(FgaSession.of("user_1").organizationId("org_1").organizationMembershipId("om_1").build())
			.isNotEqualTo(FgaSession.of("user_1").organizationId("org_2").organizationMembershipId("om_1").build())
			.isNotEqualTo(FgaSession.of("user_1").organizationId("org_1").organizationMembershipId("om_2").build())
			.isNotEqualTo(FgaSession.of("user_2").organizationId("org_1").organizationMembershipId("om_1").build());
	}

	@Test
	void withoutRolesAndPermissionsThenEverythingElseStays() {
		FgaSession without = full().withoutRolesAndPermissions();
		assertThat(without)
			.isEqualTo(full().toBuilder().role(null).roles(List.of()).permissions().permissionsComplete(false).build());
		assertThat(without.permissionsComplete()).isFalse();
		assertThat(without.entitlements()).isNotEmpty();
		assertThat(without.withoutRolesAndPermissions()).isSameAs(without);
	}

	@Test
	void withoutRolesAndPermissionsWhenOnlyOneOfThemIsThereThenItIsGone() {
		FgaSession nothing = FgaSession.of("user_1").build();
		assertThat(nothing.withoutRolesAndPermissions()).isSameAs(nothing);
		assertThat(FgaSession.of("user_1").role("admin").build().withoutRolesAndPermissions()).isEqualTo(nothing);
		assertThat(FgaSession.of("user_1").roles(List.of("admin")).build().withoutRolesAndPermissions())
			.isEqualTo(nothing);
		assertThat(FgaSession.of("user_1").permissions().build().withoutRolesAndPermissions()).isEqualTo(nothing);
		assertThat(FgaSession.of("user_1")
			.permissions("a")
			.permissionsComplete(false)
			.build()
			.withoutRolesAndPermissions()).isEqualTo(nothing);
	}

	@Test
	void serializeThenEqual() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(full());
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat(input.readObject()).isEqualTo(full());
		}
	}

	private static FgaSession full() {
		return FgaSession.of("user_1")
			.sessionId("session_1")
			.organizationId("org_1")
			.organizationMembershipId("om_1")
			.role("admin")
			.roles(List.of("admin"))
			.permissions("project:view", "project:edit")
			.entitlements(List.of("audit-logs"))
			.featureFlags(List.of("beta"))
			.impersonator("support@acme.test")
			.issuedAt(Instant.EPOCH)
			.expiresAt(Instant.EPOCH.plusSeconds(300))
			.authenticatedAt(Instant.EPOCH)
			.claims(Map.of("sub", "user_1"))
			.build();
	}

	private static void assertImmutable(Runnable change) {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(change::run);
	}

}
