package io.github.fgaspring.decision;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.util.Assert;

/**
 * The answer to a question, or to all questions of a rule. It holds no ids, so it may be
 * logged.
 *
 * @param granted whether the caller may
 * @param permissions what was granted, or what is missing; several if any of them would
 * have been enough
 * @param source who decided
 * @param reason why it was denied, {@code null} exactly if it was granted
 */
public record PermissionDecision(boolean granted, List<String> permissions, DecisionSource source,
		@Nullable DenialReason reason) implements AuthorizationResult {

	public PermissionDecision {
		permissions = List.copyOf(permissions);
		Assert.notNull(source, "source cannot be null");
		Assert.isTrue(granted == (reason == null), "A denial, and only a denial, has a reason");
	}

	/**
	 * A grant.
	 * @param permission what was granted
	 * @param source who decided
	 * @return the decision
	 */
	public static PermissionDecision grant(String permission, DecisionSource source) {
		return new PermissionDecision(true, List.of(permission), source, null);
	}

	/**
	 * A denial.
	 * @param permission what is missing
	 * @param source who decided
	 * @param reason why
	 * @return the decision
	 */
	public static PermissionDecision deny(String permission, DecisionSource source, DenialReason reason) {
		return new PermissionDecision(false, List.of(permission), source, reason);
	}

	@Override
	public boolean isGranted() {
		return this.granted;
	}

}
