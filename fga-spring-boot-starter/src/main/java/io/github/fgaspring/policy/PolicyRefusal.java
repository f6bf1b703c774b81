package io.github.fgaspring.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.util.Assert;

/**
 * Why a session is refused that is valid otherwise. It holds no ids.
 *
 * @param reason what is wrong
 * @param maxAge how long ago the user may have authenticated, if that can be remedied by
 * authenticating anew
 * @param authenticationMethods the methods to authenticate with, if that can be remedied
 * by authenticating anew
 */
public record PolicyRefusal(Reason reason, @Nullable Duration maxAge,
		Set<String> authenticationMethods) implements AuthorizationResult {

	public PolicyRefusal {
		Assert.notNull(reason, "reason cannot be null");
		Assert.isTrue(reason.canBeRemedied() || maxAge == null && authenticationMethods.isEmpty(),
				"A demand must be of use");
		authenticationMethods = Collections.unmodifiableSet(new LinkedHashSet<>(authenticationMethods));
	}

	/**
	 * Always {@code false}.
	 */
	@Override
	public boolean isGranted() {
		return false;
	}

	/**
	 * What can be wrong, in the order in which it is looked at.
	 */
	public enum Reason {

		/**
		 * Nobody of the organization gets in.
		 */
		BLOCKED,

		/**
		 * The request comes from a network that is not allowed.
		 */
		NETWORK_NOT_ALLOWED,

		/**
		 * The token does not hold a claim that it must hold.
		 */
		CLAIM_MISSING,

		/**
		 * Somebody acts as the user.
		 */
		IMPERSONATION_NOT_ALLOWED,

		/**
		 * The user authenticated too long ago, or nobody knows when.
		 */
		AUTHENTICATION_TOO_OLD,

		/**
		 * The user has not authenticated with a method that is demanded.
		 */
		AUTHENTICATION_METHOD_MISSING;

		/**
		 * Whether the user can do something about it.
		 * @return {@code true} if it helps to authenticate anew
		 */
		public boolean canBeRemedied() {
			return this == AUTHENTICATION_TOO_OLD || this == AUTHENTICATION_METHOD_MISSING;
		}

	}

}
