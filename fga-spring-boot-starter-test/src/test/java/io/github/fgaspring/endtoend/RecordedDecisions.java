package io.github.fgaspring.endtoend;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.fgaspring.decision.PermissionDecision;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.authorization.event.AuthorizationEvent;
import org.springframework.security.authorization.event.AuthorizationGrantedEvent;
import org.springframework.web.method.HandlerMethod;

/**
 * The decisions of this starter that Spring Security's events have told about.
 */
class RecordedDecisions implements ApplicationListener<AuthorizationEvent> {

	private final List<String> decisions = new CopyOnWriteArrayList<>();

	@Override
	public void onApplicationEvent(AuthorizationEvent event) {
		if (event.getAuthorizationResult() instanceof PermissionDecision decision) {
			this.decisions
				.add(kind(event) + " " + event.getAuthentication().get().getName() + " at " + where(event.getSource())
						+ ": " + decision.source() + ((decision.reason() != null) ? " " + decision.reason() : ""));
		}
	}

	private static String kind(AuthorizationEvent event) {
		if (event instanceof AuthorizationGrantedEvent<?>) {
			return "granted";
		}
		return (event instanceof AuthorizationDeniedEvent<?>) ? "denied" : event.getClass().getSimpleName();
	}

	private static String where(Object object) {
		if (object instanceof HandlerMethod handler) {
			return "handler " + handler.getMethod().getName();
		}
		return (object instanceof MethodInvocation invocation) ? "method " + invocation.getMethod().getName()
				: object.getClass().getName();
	}

	/**
	 * What has been published since it was last asked for.
	 */
	List<String> take() {
		List<String> taken = List.copyOf(this.decisions);
		this.decisions.clear();
		return taken;
	}

}
