package io.github.fgaspring.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What an organization demands of sessions beyond a valid token.
 *
 * @param blocked whether nobody gets in
 * @param maxSessionAge how long ago the user may have authenticated ({@code auth_time}),
 * or {@code null} for any time
 * @param recentAuthentication how long ago, at most, for operations that are marked with
 * {@code @RequiresRecentAuthentication}, or {@code null} for what the mark says
 * @param authenticationMethods the methods that the user must have authenticated with,
 * all of them ({@code amr}, RFC 8176)
 * @param requiredClaims claims that the token must hold, by name, each with the values of
 * which it must hold one
 * @param allowedNetworks the networks that requests may come from, such as
 * {@code 192.0.2.0/24}; empty for all
 * @param impersonation what sessions may do in which somebody acts as the user
 */
public record OrganizationPolicy(boolean blocked, @Nullable Duration maxSessionAge,
		@Nullable Duration recentAuthentication, Set<String> authenticationMethods,
		Map<String, Set<String>> requiredClaims, List<String> allowedNetworks, ImpersonationPolicy impersonation) {

	/**
	 * A policy that demands nothing.
	 */
	public static final OrganizationPolicy NONE = new OrganizationPolicy(false, null, null, Set.of(), Map.of(),
			List.of(), ImpersonationPolicy.ALLOW);

	public OrganizationPolicy {
		Assert.notNull(impersonation, "impersonation cannot be null");
		authenticationMethods = Set.copyOf(authenticationMethods);
		Map<String, Set<String>> claims = new LinkedHashMap<>();
		requiredClaims.forEach((name, values) -> claims.put(name, Set.copyOf(values)));
		requiredClaims = Collections.unmodifiableMap(claims);
		allowedNetworks = List.copyOf(allowedNetworks);
	}

}
