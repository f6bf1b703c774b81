package io.github.fgaspring.authentication;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PrincipalFgaSessionResolver}.
 */
class PrincipalFgaSessionResolverTests {

	private final FgaSession session = FgaSession.of("user_1").build();

	private final PrincipalFgaSessionResolver resolver = new PrincipalFgaSessionResolver();

	@Test
	void resolveWhenPrincipalIsSessionThenSession() {
		assertThat(this.resolver.resolve(new FgaSessionAuthentication(this.session, List.of()))).isSameAs(this.session);
	}

	@Test
	void resolveWhenOtherAuthenticationHasSessionAsPrincipalThenSession() {
		assertThat(
				this.resolver.resolve(new TestingAuthenticationToken(this.session, "", AuthorityUtils.NO_AUTHORITIES)))
			.isSameAs(this.session);
	}

	@Test
	void resolveWhenNotAuthenticatedThenNull() {
		TestingAuthenticationToken authentication = new TestingAuthenticationToken(this.session, "");
		authentication.setAuthenticated(false);
		assertThat(this.resolver.resolve(authentication)).isNull();
	}

	@Test
	void resolveWhenPrincipalIsSomethingElseThenNull() {
		assertThat(this.resolver
			.resolve(new TestingAuthenticationToken("user_1", this.session, AuthorityUtils.NO_AUTHORITIES))).isNull();
	}

}
