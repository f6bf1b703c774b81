package io.github.fgaspring.authorization;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.authorization.event.AuthorizationGrantedEvent;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Publishes every decision, as {@link AuthorizationGrantedEvent} or
 * {@link AuthorizationDeniedEvent}. {@link SpringAuthorizationEventPublisher} is not
 * enough: by default it is silent about grants, and told to publish them as well it calls
 * them denials.
 */
public final class DecisionEventPublisher implements AuthorizationEventPublisher {

	private final ApplicationEventPublisher eventPublisher;

	private final AuthorizationEventPublisher denials;

	private final @Nullable EventAudience audienceOfGrants;

	private final @Nullable EventAudience audienceOfDenials;

	/**
	 * Creates a publisher.
	 * @param eventPublisher takes the events; an application context those that somebody
	 * listens to, because no others would be noticed
	 */
	public DecisionEventPublisher(ApplicationEventPublisher eventPublisher) {
		Assert.notNull(eventPublisher, "eventPublisher cannot be null");
		this.eventPublisher = eventPublisher;
		this.denials = new SpringAuthorizationEventPublisher(eventPublisher);
		ApplicationContext context = (eventPublisher instanceof ApplicationContext known) ? known : null;
		this.audienceOfGrants = (context != null) ? new EventAudience(context, AuthorizationGrantedEvent.class) : null;
		this.audienceOfDenials = (context != null) ? new EventAudience(context, AuthorizationDeniedEvent.class) : null;
	}

	@Override
	public <T> void publishAuthorizationEvent(Supplier<Authentication> authentication, T object,
			@Nullable AuthorizationResult result) {
		if (result == null || !isHeard(result, object)) {
			return;
		}
		if (result.isGranted()) {
			this.eventPublisher.publishEvent(new AuthorizationGrantedEvent<>(authentication, object, result));
		}
		else {
			this.denials.publishAuthorizationEvent(authentication, object, result);
		}
	}

	private boolean isHeard(AuthorizationResult result, Object object) {
		EventAudience audience = result.isGranted() ? this.audienceOfGrants : this.audienceOfDenials;
		return audience == null || audience.listensTo(object);
	}

}
