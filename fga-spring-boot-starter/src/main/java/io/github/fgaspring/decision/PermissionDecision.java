package io.github.fgaspring.decision;

import java.util.List;

import io.github.fgaspring.annotation.Match;
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

	/**
	 * Makes one answer of the answers to several questions.
	 * @param permissions what was asked for
	 * @param decisions as many decisions in the same order, {@code null} where nobody
	 * decided
	 * @param match whether all permissions are needed or any of them
	 * @return a decision that settles the matter, if there is one; otherwise what was
	 * missing last, of all permissions that would have been enough, or the grant of all,
	 * which is {@linkplain DecisionSource#STALE stale} if one of them is
	 */
	public static PermissionDecision combine(List<String> permissions, List<@Nullable PermissionDecision> decisions,
			Match match) {
		Assert.isTrue(permissions.size() == decisions.size(), "There must be as many decisions as permissions");
		PermissionDecision told = null;
		boolean undecided = decisions.isEmpty();
		for (PermissionDecision decision : decisions) {
			if (decision == null) {
				undecided = true;
			}
			else if (decision.settles(match)) {
				return decision;
			}
			else if (told == null || told.source() != DecisionSource.STALE) {
				told = decision;
			}
		}
		if (told == null || undecided) {
			return new PermissionDecision(false, permissions, DecisionSource.NONE, DenialReason.UNDECIDED);
		}
		return told.permissions().equals(permissions) ? told
				: new PermissionDecision(told.granted(), permissions, told.source(), told.reason());
	}

	/**
	 * The same decision, from somebody else.
	 * @param source who decided
	 * @return the decision
	 */
	public PermissionDecision from(DecisionSource source) {
		return (source == this.source) ? this
				: new PermissionDecision(this.granted, this.permissions, source, this.reason);
	}

	/**
	 * Whether further decisions would not change the outcome: a grant if any of the
	 * permissions is enough, a denial if all are needed.
	 * @param match whether all permissions are needed or any of them
	 * @return {@code true} if no other permission matters any more
	 */
	public boolean settles(Match match) {
		return this.granted == (match == Match.ANY);
	}

	@Override
	public boolean isGranted() {
		return this.granted;
	}

}
