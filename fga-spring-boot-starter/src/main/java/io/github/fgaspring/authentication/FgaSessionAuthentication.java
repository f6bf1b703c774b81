package io.github.fgaspring.authentication;

import java.util.Collection;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.util.Assert;

/**
 * The {@code Authentication} of a request with a valid session token. It does not keep
 * the token.
 */
public final class FgaSessionAuthentication extends AbstractAuthenticationToken {

	private final FgaSession session;

	FgaSessionAuthentication(FgaSession session, Collection<? extends GrantedAuthority> authorities) {
		super(authorities);
		Assert.notNull(session, "session cannot be null");
		this.session = session;
		super.setAuthenticated(true);
	}

	/**
	 * The same authentication without the roles and permissions of the session, and
	 * without the authorities that come from them.
	 * @return the authentication, with factors as the only authorities
	 */
	public FgaSessionAuthentication withoutRolesAndPermissions() {
		FgaSessionAuthentication authentication = new FgaSessionAuthentication(
				this.session.withoutRolesAndPermissions(),
				getAuthorities().stream().filter(FactorGrantedAuthority.class::isInstance).toList());
		authentication.setDetails(getDetails());
		return authentication;
	}

	@Override
	public FgaSession getPrincipal() {
		return this.session;
	}

	/**
	 * Always empty: the token is not kept.
	 */
	@Override
	public Object getCredentials() {
		return "";
	}

	/**
	 * Short and without ids, because filters put the whole security context into their
	 * debug messages.
	 */
	@Override
	public String toString() {
		return "FgaSessionAuthentication[" + this.session + "]";
	}

}
