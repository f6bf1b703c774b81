package io.github.fgaspring.authentication;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaSessionAuthentication}.
 */
class FgaSessionAuthenticationTests {

	@Test
	void withoutRolesAndPermissionsThenOnlyFactorsAreLeft() {
		GrantedAuthority factor = FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.BEARER_AUTHORITY);
		FgaSession session = FgaSession.of("user_1").role("admin").permissions("project:view").build();
		FgaSessionAuthentication authentication = new FgaSessionAuthentication(session,
				List.of(factor, new SimpleGrantedAuthority("ROLE_admin"), new SimpleGrantedAuthority("project:view")));
		authentication.setDetails("details");
		FgaSessionAuthentication without = authentication.withoutRolesAndPermissions();
		assertThat(without.getAuthorities()).isEqualTo(List.of(factor));
		assertThat(without.getPrincipal()).isEqualTo(session.withoutRolesAndPermissions());
		assertThat(without.getDetails()).isEqualTo("details");
		assertThat(without.isAuthenticated()).isTrue();
		assertThat(authentication.getAuthorities()).hasSize(3);
	}

}
