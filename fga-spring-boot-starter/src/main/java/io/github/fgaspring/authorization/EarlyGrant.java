package io.github.fgaspring.authorization;

import java.util.Objects;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.PermissionRule.Parameter;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import io.github.fgaspring.decision.PermissionDecision;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ObjectUtils;
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
		try {
			return (attributes != null
					&& attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof EarlyGrant grant)
							? grant : null;
		}
		catch (IllegalStateException ex) {
			// The request is over, and this is a thread that it left behind.
			return null;
		}
	}

	/**
	 * The grant of a request, {@code null} if there is none.
	 */
	static @Nullable EarlyGrant of(HttpServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof EarlyGrant grant) ? grant : null;
	}

	void save(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	boolean covers(PermissionRule rule, FgaSession session, @Nullable Object[] arguments) {
		return this.rule == rule && this.session.equals(session) && dependsOnEqualArguments(arguments);
	}

	private boolean dependsOnEqualArguments(@Nullable Object[] arguments) {
		ResourceSource source = this.rule.resource();
		if (source == null) {
			return true;
		}
		for (Parameter parameter : source.parameters()) {
			if (!isSame(this.arguments[parameter.index()], arguments[parameter.index()])) {
				return false;
			}
		}
		// Without arguments nothing tells whether the resource is still the same.
		return !source.parameters().isEmpty();
	}

	/**
	 * Values are compared by content. Of anything else nobody knows what its
	 * {@code equals} looks at, nor whether it has changed.
	 */
	private static boolean isSame(@Nullable Object one, @Nullable Object other) {
		Object value = ObjectUtils.unwrapOptional(one);
		return Objects.equals(one, other) && (value == null || BeanUtils.isSimpleValueType(value.getClass()));
	}

}
