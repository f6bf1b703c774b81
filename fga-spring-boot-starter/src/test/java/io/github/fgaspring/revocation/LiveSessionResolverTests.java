package io.github.fgaspring.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange.Kind;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LiveSessionResolver}.
 */
class LiveSessionResolverTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private final SessionMarks marks = new SessionMarks(Duration.ofHours(24), Duration.ofSeconds(30),
			Clock.fixed(NOW, ZoneOffset.UTC));

	private final LiveSessionResolver resolver = new LiveSessionResolver(new PrincipalFgaSessionResolver(), this.marks);

	private final FgaSession session = FgaSession.of("user_alice").permissions("project:view").issuedAt(NOW).build();

	@Test
	void createWhenNullThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LiveSessionResolver(null, this.marks));
		assertThatIllegalArgumentException().isThrownBy(() -> new LiveSessionResolver((caller) -> null, null));
	}

	@Test
	void resolveWhenNoSessionThenNull() {
		assertThat(this.resolver.resolve(caller("alice"))).isNull();
	}

	@Test
	void resolveThenSessionAsItIsNow() {
		assertThat(this.resolver.resolve(caller(this.session))).isSameAs(this.session);
		this.marks.onChange(new LiveChange(Kind.OUTDATED, FgaScope.everything(), NOW));
		assertThat(this.resolver.resolve(caller(this.session))).isEqualTo(this.session.withoutRolesAndPermissions());
		this.marks.onChange(new LiveChange(Kind.REVOKED, FgaScope.user("user_alice"), NOW));
		assertThat(this.resolver.resolve(caller(this.session))).isNull();
	}

	private static Authentication caller(Object principal) {
		return new TestingAuthenticationToken(principal, "", "ROLE_USER");
	}

}
