package io.github.fgaspring.authorization;

import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.security.context.DelegatingApplicationListener;

/**
 * Knows whether anybody listens to events of a type, since publishing one takes several
 * times as long as the decision that it tells of. Whoever has been added to the
 * application context or one of its parents counts.
 */
final class EventAudience {

	private final ApplicationContext context;

	private final Class<?> eventType;

	private volatile Snapshot snapshot = new Snapshot(-1);

	/**
	 * Creates an audience.
	 * @param context takes the events
	 * @param eventType the class of the events, which has the class of their objects as
	 * type parameter
	 */
	EventAudience(ApplicationContext context, Class<?> eventType) {
		this.context = context;
		this.eventType = eventType;
	}

	/**
	 * Whether somebody may listen.
	 * @param object the object of the event
	 */
	boolean listensTo(Object object) {
		int listeners = countListeners();
		Snapshot known = this.snapshot;
		if (listeners < 0) {
			return true;
		}
		if (known.listeners != listeners) {
			known = new Snapshot(listeners);
			this.snapshot = known;
		}
		Boolean interested = known.interested.get(object.getClass());
		return (interested != null) ? interested : findOut(object, known);
	}

	/**
	 * Not within the map, whose lock nobody should hold who asks for beans.
	 */
	private boolean findOut(Object object, Snapshot snapshot) {
		try {
			boolean interested = isAnyInterested(
					ResolvableType.forClassWithGenerics(this.eventType, ResolvableType.forInstance(object)));
			snapshot.interested.put(object.getClass(), interested);
			return interested;
		}
		catch (ConcurrentModificationException ex) {
			// A listener is being added.
			return true;
		}
	}

	/**
	 * How many listeners there are, negative if it cannot be told.
	 */
	private int countListeners() {
		int listeners = 0;
		for (ApplicationContext current = this.context; current != null; current = current.getParent()) {
			if (!(current instanceof AbstractApplicationContext known)) {
				return -1;
			}
			listeners += known.getApplicationListeners().size();
		}
		return listeners;
	}

	private boolean isAnyInterested(ResolvableType event) {
		for (ApplicationContext current = this.context; current != null; current = current.getParent()) {
			if (!(current instanceof AbstractApplicationContext known) || hasListenerToCome(known)
					|| isAnyInterested(known.getApplicationListeners(), event)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a listener is only made when there is something to hear, and nobody knows
	 * of what kind.
	 */
	private static boolean hasListenerToCome(AbstractApplicationContext context) {
		for (String name : context.getBeanNamesForType(ApplicationListener.class, true, false)) {
			if (!context.getBeanFactory().containsSingleton(BeanFactoryUtils.transformedBeanName(name))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAnyInterested(Collection<ApplicationListener<?>> listeners, ResolvableType event) {
		return listeners.stream()
			.anyMatch((listener) -> !isOfSpringSecurity(listener) && generic(listener).supportsEventType(event));
	}

	/**
	 * Whether this is what Spring Security itself hears of the end of sessions with. It
	 * is there in any case, and takes events of all kinds.
	 */
	private static boolean isOfSpringSecurity(ApplicationListener<?> listener) {
		return listener.getClass() == DelegatingApplicationListener.class;
	}

	private static GenericApplicationListener generic(ApplicationListener<?> listener) {
		return (listener instanceof GenericApplicationListener generic) ? generic
				: new GenericApplicationListenerAdapter(listener);
	}

	/**
	 * What is known as long as there are so many listeners.
	 */
	private static final class Snapshot {

		private final int listeners;

		private final Map<Class<?>, Boolean> interested = new ConcurrentHashMap<>();

		Snapshot(int listeners) {
			this.listeners = listeners;
		}

	}

}
