package io.github.fgaspring.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.PermissionCheckerChain;
import io.github.fgaspring.decision.PermissionQuestion;

/**
 * Does something within the deadline of a decision.
 */
public final class TestDeadline {

	private static final PermissionQuestion QUESTION = new PermissionQuestion(FgaSession.of("user_alice").build(),
			"project:view", null, false);

	private TestDeadline() {
	}

	public static <T> T within(Duration limit, Supplier<T> work) {
		AtomicReference<T> result = new AtomicReference<>();
		new PermissionCheckerChain(List.of((question) -> {
			result.set(work.get());
			return null;
		}), limit).check(QUESTION);
		return result.get();
	}

}
