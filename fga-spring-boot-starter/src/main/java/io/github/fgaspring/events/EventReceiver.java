package io.github.fgaspring.events;

import java.util.List;

import io.github.fgaspring.events.ReceivedEvents.Receipt;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChanges;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

/**
 * The one door for events, however they come. First it puts what they mean into effect,
 * then it publishes them to the application.
 * <p>
 * An event that could not be dealt with is to be received again. Its effects have then
 * been put into effect in this instance all the same, which may happen any number of
 * times.
 */
public final class EventReceiver {

	private static final Log logger = LogFactory.getLog(EventReceiver.class);

	private final ReceivedEvents receivedEvents;

	private final LiveChanges changes;

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates a receiver.
	 * @param receivedEvents remembers which events have been received
	 * @param changes puts changes into effect
	 * @param publisher publishes events to the application
	 */
	public EventReceiver(ReceivedEvents receivedEvents, LiveChanges changes, ApplicationEventPublisher publisher) {
		Assert.notNull(receivedEvents, "receivedEvents cannot be null");
		Assert.notNull(changes, "changes cannot be null");
		Assert.notNull(publisher, "publisher cannot be null");
		this.receivedEvents = receivedEvents;
		this.changes = changes;
		this.publisher = publisher;
	}

	/**
	 * Deals with an event.
	 * @param event the event
	 * @return what has become of it
	 * @throws UnusableEventException if the event makes no sense
	 */
	Outcome receive(FgaEvent event) {
		List<LiveChange> effects = EventEffects.of(event);
		return switch (begin(event, effects)) {
			case NEW -> deal(event, effects);
			case IN_PROGRESS -> Outcome.IN_PROGRESS;
			case COMPLETED -> Outcome.DUPLICATE;
		};
	}

	/**
	 * Without the memory of what has been received, a revocation still takes effect here.
	 */
	private Receipt begin(FgaEvent event, List<LiveChange> effects) {
		try {
			return this.receivedEvents.begin(event.id());
		}
		catch (RuntimeException ex) {
			effects.forEach(this.changes::apply);
			throw ex;
		}
	}

	private Outcome deal(FgaEvent event, List<LiveChange> effects) {
		Outcome outcome = Outcome.NOT_SHARED;
		try {
			if (this.changes.publish(effects)) {
				outcome = publish(event) ? Outcome.COMPLETED : Outcome.REFUSED;
			}
			return outcome;
		}
		finally {
			end(event, outcome);
		}
	}

	private boolean publish(FgaEvent event) {
		try {
			this.publisher.publishEvent(event);
			return true;
		}
		catch (RuntimeException | Error ex) {
			logger.error("A listener failed on an event of type " + event.type() + ", which will be received again",
					ex);
			return false;
		}
	}

	private void end(FgaEvent event, Outcome outcome) {
		if (outcome == Outcome.COMPLETED) {
			this.receivedEvents.complete(event.id());
		}
		else {
			this.receivedEvents.abandon(event.id());
		}
	}

	/**
	 * What has become of an event.
	 */
	enum Outcome {

		/**
		 * It has been dealt with.
		 */
		COMPLETED,

		/**
		 * It had been dealt with before.
		 */
		DUPLICATE,

		/**
		 * Somebody else is dealing with it, and may not succeed.
		 */
		IN_PROGRESS,

		/**
		 * It is in effect here, but not all other instances know.
		 */
		NOT_SHARED,

		/**
		 * A listener of the application failed.
		 */
		REFUSED

	}

}
