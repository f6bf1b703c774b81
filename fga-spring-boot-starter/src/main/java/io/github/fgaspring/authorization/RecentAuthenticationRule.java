package io.github.fgaspring.authorization;

import java.time.Duration;

/**
 * How long ago the callers of a method may have authenticated.
 *
 * @param origin the method that demands it
 * @param maxAge how long ago, at most
 */
record RecentAuthenticationRule(String origin, Duration maxAge) {

	@Override
	public String toString() {
		return this.origin + " requires authentication within " + this.maxAge.toSeconds() + "s";
	}

}
