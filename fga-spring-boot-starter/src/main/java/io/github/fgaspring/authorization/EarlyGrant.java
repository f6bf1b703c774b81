package io.github.fgaspring.authorization;

import java.util.List;
import java.util.Objects;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.PermissionRule.Parameter;
import io.github.fgaspring.decision.PermissionDecision;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * What was granted before the arguments of a handler method were bound, kept with the
 * request so that the method itself need not ask again. It holds for the same rule, the
 * same session, and arguments equal to those seen then; for anything else it says
 * nothing.
 */
record EarlyGrant(PermissionRule rule, FgaSession session, @Nullable Object[] arguments, PermissionDecision decision) {

	private static final String ATTRIBUTE = EarlyGrant.class.getName();

	/**
	 * The grant of the current request, {@code null} outside of one.
	 */
	static @Nullable EarlyGrant current() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		return (attributes != null
				&& attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof EarlyGrant grant)
						? grant : null;
	}

	void save(RequestAttributes attributes) {
		attributes.setAttribute(ATTRIBUTE, this, RequestAttributes.SCOPE_REQUEST);
	}

	boolean covers(PermissionRule rule, FgaSession session, @Nullable Object[] arguments) {
		return this.rule == rule && this.session.equals(session) && dependsOnEqualArguments(arguments);
	}

	private boolean dependsOnEqualArguments(@Nullable Object[] arguments) {
		List<Parameter> parameters = (this.rule.resource() != null) ? this.rule.resource().parameters() : List.of();
		for (Parameter parameter : parameters) {
			if (!Objects.equals(this.arguments[parameter.index()], arguments[parameter.index()])) {
				return false;
			}
		}
		return true;
	}

}
