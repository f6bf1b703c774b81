package io.github.fgaspring.autoconfigure;

import java.io.Serializable;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.core.Authentication;

/**
 * Asks for the evaluator with the first question, so that the beans it needs are not
 * created together with method security, too early to be proxied.
 */
final class DeferredPermissionEvaluator implements PermissionEvaluator {

	private final Supplier<PermissionEvaluator> evaluator;

	DeferredPermissionEvaluator(Supplier<PermissionEvaluator> evaluator) {
		this.evaluator = evaluator;
	}

	@Override
	public boolean hasPermission(Authentication authentication, @Nullable Object target, Object permission) {
		return this.evaluator.get().hasPermission(authentication, target, permission);
	}

	@Override
	public boolean hasPermission(Authentication authentication, Serializable targetId, String targetType,
			Object permission) {
		return this.evaluator.get().hasPermission(authentication, targetId, targetType, permission);
	}

}
