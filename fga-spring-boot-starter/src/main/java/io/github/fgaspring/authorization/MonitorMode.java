package io.github.fgaspring.authorization;

import java.util.Objects;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.policy.InsufficientUserAuthenticationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.util.Assert;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Waives refusals if nothing is enforced, and logs what would have been refused instead.
 * What the current request's handler would have been refused for is reported once, and
 * not decided again by the handler's method or with another dispatch.
 */
public final class MonitorMode implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(MonitorMode.class);

	private static final String WAIVED = MonitorMode.class.getName() + ".WAIVED";

	private final boolean enabled;

	/**
	 * Creates the mode.
	 * @param enforcement whether refusals are waived; nothing else here has an effect
	 * unless it is {@link Enforcement#MONITOR}
	 */
	public MonitorMode(Enforcement enforcement) {
		Assert.notNull(enforcement, "enforcement cannot be null");
		this.enabled = enforcement == Enforcement.MONITOR;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.enabled) {
			logger.warn("NOTHING IS ENFORCED: with 'fga.enforcement=monitor' every call goes on, whether its caller has"
					+ " the permission, a session or neither. What would have been refused is logged. Set"
					+ " 'fga.enforcement=enforce' to protect this application.");
		}
	}

	/**
	 * Whether a call goes on although it is refused. If so, that is logged.
	 * @param what names what would not have been entered, and why that is guarded
	 * @param refusal what would have been thrown or answered
	 */
	boolean waives(Object what, Exception refusal) {
		if (!this.enabled) {
			return false;
		}
		if (refusal instanceof InsufficientUserAuthenticationException insufficient) {
			report(what, insufficient.getRefusal().reason());
		}
		else if (refusal instanceof AuthenticationException) {
			report(what, DenialReason.NO_SESSION);
		}
		else if (refusal instanceof CheckUnavailableException) {
			report(what, "UNAVAILABLE");
		}
		else if (refusal instanceof AccessDeniedException denied) {
			report(what, Objects.requireNonNullElse(reason(denied), "DENIED"));
		}
		else {
			// Without the exception, which may quote an argument.
			logger.warn("Would have failed: " + what + ", " + refusal.getClass().getName());
		}
		return true;
	}

	/**
	 * Like {@link #waives(Object, Exception)}, for a denial.
	 */
	boolean waives(Object what, PermissionDecision denial) {
		return waives(what, new AuthorizationDeniedException("Access denied", denial));
	}

	/**
	 * Whether elements of a result go out although they are not permitted. If so, that is
	 * logged.
	 * @param what names the result
	 * @param elements how many elements
	 */
	boolean waivesFilter(Object what, int elements) {
		if (this.enabled) {
			logger.info("Would have been left out: " + elements + " element(s), " + what);
		}
		return this.enabled;
	}

	/**
	 * Like {@link #waives(Object, Exception)}, for the handler of the current request.
	 */
	boolean waives(Object what, Exception refusal, RequestAttributes attributes) {
		boolean waived = waives(what, refusal);
		if (waived) {
			attributes.setAttribute(WAIVED, what, RequestAttributes.SCOPE_REQUEST);
		}
		return waived;
	}

	/**
	 * Whether the handler of the current request has been entered although this would
	 * have refused the request.
	 */
	boolean hasWaived(Object what) {
		if (!this.enabled) {
			return false;
		}
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		try {
			return attributes != null && what.equals(attributes.getAttribute(WAIVED, RequestAttributes.SCOPE_REQUEST));
		}
		catch (IllegalStateException ex) {
			// The request is over, and this is a thread that it left behind.
			return false;
		}
	}

	private static @Nullable Object reason(AccessDeniedException denied) {
		return (denied instanceof AuthorizationDeniedException exception
				&& exception.getAuthorizationResult() instanceof PermissionDecision decision) ? decision.reason()
						: null;
	}

	private static void report(Object what, Object reason) {
		logger.info("Would have been refused: " + what + ", " + reason);
	}

}
