package io.github.fgaspring.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What an organization demands of sessions beyond a valid token.
 *
 * @param blocked whether nobody gets in
 * @param maxSessionAge how long ago the user may have authenticated ({@code auth_time}),
 * a second or more, or {@code null} for any time
 * @param recentAuthentication how long ago, at most, for operations that are marked with
 * {@code @RequiresRecentAuthentication}, a second or more, or {@code null} for what the
 * mark says
 * @param authenticationMethods the methods that the user must have authenticated with,
 * all of them ({@code amr}, RFC 8176)
 * @param requiredClaims what the token must hold
 * @param allowedNetworks the networks that requests may come from, such as
 * {@code 192.0.2.0/24}; empty for all
 * @param impersonation what sessions may do in which somebody acts as the user
 */
public record OrganizationPolicy(boolean blocked, @Nullable Duration maxSessionAge,
		@Nullable Duration recentAuthentication, Set<String> authenticationMethods, Set<RequiredClaim> requiredClaims,
		List<String> allowedNetworks, ImpersonationPolicy impersonation) {

	/**
	 * What can stand in a challenge between other methods (RFC 9470, section 3).
	 */
	private static final Pattern METHOD = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");

	/**
	 * A policy that demands nothing.
	 */
	public static final OrganizationPolicy NONE = builder().build();

	public OrganizationPolicy {
		Assert.notNull(impersonation, "impersonation cannot be null");
		requireAgeLimit("maxSessionAge", maxSessionAge);
		requireAgeLimit("recentAuthentication", recentAuthentication);
		authenticationMethods = copyOf(authenticationMethods);
		authenticationMethods.forEach((method) -> Assert.isTrue(isAuthenticationMethod(method),
				"authenticationMethods must be texts without spaces and quotes"));
		requiredClaims = copyOf(requiredClaims);
		allowedNetworks = List.copyOf(allowedNetworks);
		allowedNetworks.forEach(Network::parse);
	}

	private static void requireAgeLimit(String name, @Nullable Duration limit) {
		Assert.isTrue(limit == null || AgeLimit.isValid(limit), () -> name + " cannot be shorter than a second");
	}

	private static <T> Set<T> copyOf(Set<T> values) {
		return Collections.unmodifiableSet(new LinkedHashSet<>(values));
	}

	/**
	 * Whether a text can name a method of authentication.
	 * @param text the text
	 * @return {@code false} if it is blank or holds a space, a quote or anything else
	 * that a challenge cannot hold
	 */
	public static boolean isAuthenticationMethod(String text) {
		return METHOD.matcher(text).matches();
	}

	/**
	 * Whether a text names a network.
	 * @param text the text
	 * @return {@code true} if it is an address, or one with the length of a prefix
	 */
	public static boolean isNetwork(String text) {
		try {
			Network.parse(text);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Starts a policy.
	 * @return a builder that demands nothing yet
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Demands what this and another policy demand. Without a network that both allow,
	 * nobody gets in.
	 * @param other the other policy
	 * @return a policy that is as strict as both together
	 */
	public OrganizationPolicy and(OrganizationPolicy other) {
		if (equals(NONE) || other.equals(NONE)) {
			return equals(NONE) ? other : this;
		}
		List<String> networks = Network.intersect(this.allowedNetworks, other.allowedNetworks);
		boolean unreachable = networks.isEmpty() && !this.allowedNetworks.isEmpty();
		return new OrganizationPolicy(this.blocked || other.blocked || unreachable,
				AgeLimit.stricter(this.maxSessionAge, other.maxSessionAge),
				AgeLimit.stricter(this.recentAuthentication, other.recentAuthentication),
				union(this.authenticationMethods, other.authenticationMethods),
				union(this.requiredClaims, other.requiredClaims), networks,
				this.impersonation.stricter(other.impersonation));
	}

	private static <T> Set<T> union(Set<T> one, Set<T> other) {
		Set<T> union = new LinkedHashSet<>(one);
		union.addAll(other);
		return union;
	}

	/**
	 * A claim that a token must hold. It may be a text, a number, a truth value or a list
	 * of such.
	 *
	 * @param name the name of the claim; dots lead into nested claims
	 * @param values the values of which it must hold one, at least one
	 */
	public record RequiredClaim(String name, Set<String> values) {

		public RequiredClaim {
			Assert.hasText(name, "name cannot be empty");
			Assert.notEmpty(values, "values cannot be empty");
			values = Set.copyOf(values);
		}

	}

	/**
	 * Builds an {@link OrganizationPolicy}. Each method sets the component of its name;
	 * what is not set is not demanded.
	 */
	public static final class Builder {

		private boolean blocked;

		private @Nullable Duration maxSessionAge;

		private @Nullable Duration recentAuthentication;

		private Set<String> authenticationMethods = Set.of();

		private final Set<RequiredClaim> requiredClaims = new LinkedHashSet<>();

		private List<String> allowedNetworks = List.of();

		private ImpersonationPolicy impersonation = ImpersonationPolicy.ALLOW;

		private Builder() {
		}

		/**
		 * Sets whether nobody gets in.
		 * @param blocked {@code true} to keep everybody out
		 * @return this
		 */
		public Builder blocked(boolean blocked) {
			this.blocked = blocked;
			return this;
		}

		/**
		 * Sets how long ago the user may have authenticated.
		 * @param maxSessionAge how long, or {@code null} for any time
		 * @return this
		 */
		public Builder maxSessionAge(@Nullable Duration maxSessionAge) {
			this.maxSessionAge = maxSessionAge;
			return this;
		}

		/**
		 * Sets how long ago the user may have authenticated for operations that demand a
		 * recent authentication.
		 * @param recentAuthentication how long, or {@code null} for what the operation
		 * says
		 * @return this
		 */
		public Builder recentAuthentication(@Nullable Duration recentAuthentication) {
			this.recentAuthentication = recentAuthentication;
			return this;
		}

		/**
		 * Sets the methods that the user must have authenticated with.
		 * @param authenticationMethods the methods, as the claim {@code amr} names them
		 * @return this
		 */
		public Builder authenticationMethods(Collection<String> authenticationMethods) {
			this.authenticationMethods = new LinkedHashSet<>(authenticationMethods);
			return this;
		}

		/**
		 * Like {@link #authenticationMethods(Collection)}.
		 * @param authenticationMethods the methods
		 * @return this
		 */
		public Builder authenticationMethods(String... authenticationMethods) {
			return authenticationMethods(Arrays.asList(authenticationMethods));
		}

		/**
		 * Adds a claim to those that the token must hold.
		 * @param name the name of the claim; dots lead into nested claims
		 * @param values the values of which it must hold one
		 * @return this
		 */
		public Builder requiredClaim(String name, Collection<String> values) {
			this.requiredClaims.add(new RequiredClaim(name, Set.copyOf(values)));
			return this;
		}

		/**
		 * Like {@link #requiredClaim(String, Collection)}.
		 * @param name the name of the claim
		 * @param values the values of which it must hold one
		 * @return this
		 */
		public Builder requiredClaim(String name, String... values) {
			return requiredClaim(name, Set.of(values));
		}

		/**
		 * Sets the networks that requests may come from.
		 * @param allowedNetworks the networks; none for all
		 * @return this
		 */
		public Builder allowedNetworks(Collection<String> allowedNetworks) {
			this.allowedNetworks = List.copyOf(allowedNetworks);
			return this;
		}

		/**
		 * Like {@link #allowedNetworks(Collection)}.
		 * @param allowedNetworks the networks; none for all
		 * @return this
		 */
		public Builder allowedNetworks(String... allowedNetworks) {
			return allowedNetworks(List.of(allowedNetworks));
		}

		/**
		 * Sets what sessions may do in which somebody acts as the user.
		 * @param impersonation what they may do
		 * @return this
		 */
		public Builder impersonation(ImpersonationPolicy impersonation) {
			this.impersonation = impersonation;
			return this;
		}

		/**
		 * Builds the policy.
		 * @return the policy
		 * @throws IllegalArgumentException if a component cannot be demanded
		 */
		public OrganizationPolicy build() {
			return new OrganizationPolicy(this.blocked, this.maxSessionAge, this.recentAuthentication,
					this.authenticationMethods, this.requiredClaims, this.allowedNetworks, this.impersonation);
		}

	}

}
