package io.github.fgaspring.authentication;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Not the superclass's, which makes a copy of its own for each request.
	 */
	private final List<GrantedAuthority> authorities;

	FgaSessionAuthentication(FgaSession session, Collection<? extends GrantedAuthority> authorities) {
		super((Collection<? extends GrantedAuthority>) null);
		Assert.notNull(session, "session cannot be null");
		this.session = session;
		this.authorities = List.copyOf(authorities);
		super.setAuthenticated(true);
	}

	/**
	 * The same authentication for another request.
	 */
	FgaSessionAuthentication withDetails(@Nullable Object details) {
		FgaSessionAuthentication authentication = new FgaSessionAuthentication(this.session, this.authorities);
		authentication.setDetails(details);
		return authentication;
	}

	/**
	 * The same authentication without the roles and permissions of the session, and
	 * without the authorities that come from them.
	 * @return the authentication, with factors as the only authorities
	 */
	public FgaSessionAuthentication withoutRolesAndPermissions() {
		FgaSessionAuthentication authentication = new FgaSessionAuthentication(
				this.session.withoutRolesAndPermissions(),
				this.authorities.stream().filter(FactorGrantedAuthority.class::isInstance).toList());
		authentication.setDetails(getDetails());
		return authentication;
	}

	@Override
	public Collection<GrantedAuthority> getAuthorities() {
		return this.authorities;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof FgaSessionAuthentication authentication
				&& this.authorities.equals(authentication.authorities);
	}

	@Override
	public int hashCode() {
		return super.hashCode();
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
